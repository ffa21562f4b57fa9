package io.microtarget.scoring;

import io.microtarget.scoring.ClusterBootstrap.Interval;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * One row of {@code evaluation}, without its model.
 *
 * @param value, low, high NaN where there is none
 */
record Figure(
    String part,
    String metric,
    int position,
    String label,
    double value,
    double low,
    double high,
    long count) {

  Figure(String part, String metric, int position, String label, double value, long count) {
    this(part, metric, position, label, value, Double.NaN, Double.NaN, count);
  }

  static Figure count(String part, String metric, long count) {
    return new Figure(part, metric, 0, "", count, count);
  }

  static Figure text(String part, String metric, String label) {
    return new Figure(part, metric, 0, label, Double.NaN, 0);
  }

  Figure with(Interval interval) {
    return new Figure(part, metric, position, label, value, interval.low(), interval.high(), count);
  }

  /** Rows of {@code evaluation}. */
  static Dataset<Row> rows(SparkSession spark, String model, List<Figure> figures) {
    var rows =
        figures.stream()
            .map(
                f ->
                    RowFactory.create(
                        model,
                        f.part,
                        f.metric,
                        f.position,
                        f.label,
                        known(f.value),
                        known(f.low),
                        known(f.high),
                        f.count))
            .toList();
    return spark.createDataFrame(rows, ScoringTables.EVALUATION.schema());
  }

  private static Double known(double value) {
    return Double.isFinite(value) ? Model.rounded(value) : null;
  }
}
