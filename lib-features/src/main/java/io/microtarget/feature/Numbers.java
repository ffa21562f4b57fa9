package io.microtarget.feature;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_from_entries;
import static org.apache.spark.sql.functions.rint;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Feature columns: the value without rows, and the map they end in. */
final class Numbers {
  private Numbers() {}

  /** Rows where a feature no row counted for has its declared or natural empty value. */
  static Dataset<Row> filled(Dataset<Row> rows, List<Feature> features) {
    var columns = new TreeMap<String, Column>();
    for (var feature : features) {
      feature
          .withoutRows()
          .ifPresent(
              value ->
                  columns.put(
                      feature.name(), coalesce(col(feature.name()), lit(value.doubleValue()))));
    }
    return columns.isEmpty() ? rows : rows.withColumns(columns);
  }

  /**
   * {@code MAP<STRING, DOUBLE>} of the named columns, sorted by name and rounded to 6 decimals;
   * null, NaN and infinite values are left out, -0.0 is 0.0.
   */
  static Column map(Collection<String> names) {
    var entries =
        new TreeSet<>(names)
            .stream()
                .map(n -> struct(lit(n).as("key"), known(col(n)).as("value")))
                .toArray(Column[]::new);
    if (entries.length == 0) {
      return expr("cast(map() as map<string, double>)");
    }
    return map_from_entries(filter(array(entries), e -> e.getField("value").isNotNull()));
  }

  /** Columns as {@code ARRAY<DOUBLE>} in their order, as {@link #known}. */
  static Column list(List<String> names) {
    return names.isEmpty()
        ? expr("cast(array() as array<double>)")
        : org.apache.spark.sql.functions.array(
            names.stream().map(n -> known(col(n))).toArray(Column[]::new));
  }

  /**
   * Rounded to 6 decimals; null where it is null, NaN or infinite. Not {@code round}, which goes
   * through BigDecimal for each of some million values.
   */
  private static Column known(Column value) {
    var infinite = lit(Double.POSITIVE_INFINITY);
    var isNumber =
        isnan(value).or(value.equalTo(infinite)).or(value.equalTo(lit(Double.NEGATIVE_INFINITY)));
    return when(
        org.apache.spark.sql.functions.not(isNumber),
        rint(value.multiply(1e6)).divide(1e6).plus(0.0));
  }
}
