package io.microtarget.testing;

import static org.apache.spark.sql.functions.expr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * Tables as text: {@code |}-separated cells under a header of {@code name TYPE}; an empty cell is
 * null; a cell of a map or an array is a SQL expression such as {@code map('a', 1D)}.
 */
public final class TextTable {
  private TextTable() {}

  /**
   * Rows of a text such as
   *
   * <pre>
   * who STRING | amount DECIMAL(18,2)
   * a          | 1.50
   * </pre>
   */
  public static Dataset<Row> rows(String text) {
    var lines = text.strip().lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    var header = cells(lines.get(0));
    var names = header.stream().map(h -> h.split("\\s+", 2)[0]).toList();
    var fields =
        names.stream()
            .map(n -> DataTypes.createStructField(n, DataTypes.StringType, true))
            .toArray(StructField[]::new);
    var data = new ArrayList<Row>();
    for (var line : lines.subList(1, lines.size())) {
      var cells = cells(line);
      if (cells.size() != names.size()) {
        throw new IllegalArgumentException(
            "%d cells instead of %d in: %s".formatted(cells.size(), names.size(), line));
      }
      data.add(RowFactory.create(cells.stream().map(c -> c.isEmpty() ? null : c).toArray()));
    }
    var strings =
        Sessions.shared().createDataFrame(data, DataTypes.createStructType(fields)).coalesce(1);
    if (header.stream().anyMatch(h -> h.matches("(?i).*\\s(MAP|ARRAY)<.*"))) {
      return literal(header, data);
    }
    var columns = new ArrayList<Column>();
    for (var cell : header) {
      var parts = cell.split("\\s+", 2);
      columns.add(expr("cast(%s as %s)".formatted(parts[0], parts[1])).as(parts[0]));
    }
    return strings.select(columns.toArray(Column[]::new));
  }

  /** Every row as {@code a|b|c}, sorted; for comparing two tables without an order. */
  public static List<String> lines(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(TextTable::line).sorted().toList();
  }

  private static String line(Row row) {
    return IntStream.range(0, row.length())
        .mapToObj(i -> String.valueOf(row.get(i)))
        .collect(Collectors.joining("|"));
  }

  private static Dataset<Row> literal(List<String> header, List<Row> data) {
    var selects = new ArrayList<String>();
    for (var row : data) {
      var columns = new ArrayList<String>();
      for (int i = 0; i < header.size(); i++) {
        var parts = header.get(i).split("\\s+", 2);
        var cell = row.getString(i);
        var isNested = parts[1].toUpperCase(java.util.Locale.ROOT).matches("(MAP|ARRAY)<.*");
        var value = cell == null ? "null" : isNested ? cell : "'" + cell.replace("'", "\\'") + "'";
        columns.add("cast(%s as %s) as %s".formatted(value, parts[1], parts[0]));
      }
      selects.add("select " + String.join(", ", columns));
    }
    return Sessions.shared().sql(String.join(" union all ", selects));
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
  }
}
