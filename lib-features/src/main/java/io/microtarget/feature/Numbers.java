package io.microtarget.feature;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Numbers of features: the value without rows, and how exact they are. */
final class Numbers {
  private static final double MILLION = 1e6;

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
   * Rounded to 6 decimals; NaN where it is infinite. Not {@code round} of SQL, which goes through
   * BigDecimal for each of some million values.
   */
  static double rounded(double value) {
    double rounded = Math.rint(value * MILLION) / MILLION + 0.0;
    // Above 9e9 there are no six decimals to round; above 1.8e302 the product is infinite.
    double kept = Double.isInfinite(rounded) ? value : rounded;
    return Double.isInfinite(kept) ? Double.NaN : kept;
  }
}
