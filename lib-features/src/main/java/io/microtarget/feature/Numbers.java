package io.microtarget.feature;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rint;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Feature columns: the value without rows, and the array they end in. */
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

  /** Columns as {@code ARRAY<DOUBLE>} in their order; null where one is null, NaN or infinite. */
  static Column list(List<String> names) {
    return names.isEmpty()
        ? expr("cast(array() as array<double>)")
        : array(names.stream().map(n -> known(col(n))).toArray(Column[]::new));
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
