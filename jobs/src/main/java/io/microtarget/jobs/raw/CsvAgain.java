package io.microtarget.jobs.raw;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A line of CSV that was read before to its values and, behind them, the rule id if it is none of
 * the format. A UDF, since Spark's {@code from_csv} takes some lines for two and stops at others
 * with a message that holds them.
 */
final class CsvAgain implements UDF1<String, String[]> {
  private static final long serialVersionUID = 1L;
  private final int columns;
  private final TreeMap<String, String> options;
  private transient CsvValues values;

  CsvAgain(int columns, Map<String, String> options) {
    this.columns = columns;
    this.options = new TreeMap<>(options);
  }

  @Override
  public String[] call(String line) {
    if (line == null) {
      return null;
    }
    if (values == null) {
      values = new CsvValues(columns, IntStream.range(0, columns).toArray(), options);
    }
    var isOne = values.read(line.getBytes(StandardCharsets.UTF_8));
    var all = new String[columns + 1];
    for (int i = 0; i < columns; i++) {
      all[i] = text(values.values()[i]);
    }
    all[columns] = isOne ? null : values.fault();
    return all;
  }

  private static String text(UTF8String value) {
    return value == null ? null : value.toString();
  }
}
