package io.microtarget.feature;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What of a key held on a day: its values in the order of their days in one array, and the latest
 * one that is not later than the day, found by halving.
 *
 * <p>One row a key, so a join with it multiplies nothing and compares no ranges; a look-up among n
 * days takes log n steps. With a time to live this is the point-in-time join of <a
 * href="https://docs.feast.dev/getting-started/concepts/point-in-time-joins">Feast</a>: it looks
 * back from the day of the row, the last day of the time to live included.
 */
final class AsOf {
  /** Of rows without a day: they were always there, and no time to live covers them. */
  private static final LocalDate ALWAYS = LocalDate.of(1, 1, 1);

  private static final String DAYS = "_days";
  private static final String VALUES = "_values";
  private static final String DAY = "_day";

  private AsOf() {}

  /**
   * One row a key.
   *
   * @param rows one row a key and day; days may be null
   * @param keys columns of the key
   * @param day column of the day
   * @param values columns that {@link #on} finds
   */
  static Dataset<Row> byKey(Dataset<Row> rows, List<String> keys, String day, List<String> values) {
    var entry =
        struct(
            Stream.concat(
                    Stream.of(coalesce(col(day), lit(ALWAYS)).as(DAY)),
                    values.stream().map(v -> col(v)))
                .toArray(Column[]::new));
    return rows.groupBy(keys.stream().map(k -> col(k)).toArray(Column[]::new))
        .agg(array_sort(collect_list(entry)).as(VALUES))
        .withColumn(DAYS, transform(col(VALUES), e -> e.getField(DAY)));
  }

  /**
   * The rows with the values that held on a day, without the arrays; null where none did.
   *
   * @param joined rows beside those of {@link #byKey}
   * @param day the last day that counts, included
   * @param from the first day that counts, included
   * @param values as given to {@link #byKey}
   */
  static Dataset<Row> on(
      Dataset<Row> joined, Column day, Optional<Column> from, List<String> values) {
    var found = place(day);
    var entry = get(col(VALUES), found);
    var held =
        from.map(first -> when(entry.getField(DAY).geq(first), entry))
            .orElse(when(entry.isNotNull(), entry));
    var result = joined.withColumn("_held", held);
    for (var value : values) {
      result = result.withColumn(value, col("_held").getField(value));
    }
    return result.drop("_held", DAYS, VALUES);
  }

  /** {@code day - 1}: strictly before a day means by the end of the day before. */
  static Column dayBefore(Column day) {
    return date_sub(day, 1);
  }

  /**
   * Place of the last day that is not later, from 0; -1 if there is none.
   *
   * <p>{@code array_binary_search} is built in, but has no name in SQL; a filter over the array
   * would take n steps a row, hundreds for daily prices. It gives the place, or minus the place of
   * the next later day minus 1.
   */
  private static Column place(Column day) {
    var at =
        org.apache.spark.sql.Column$.MODULE$.internalFn(
            "array_binary_search", CollectionConverters.asScala(List.of(col(DAYS), day)).toSeq());
    return when(at.lt(0), lit(-2).minus(at)).otherwise(at);
  }
}
