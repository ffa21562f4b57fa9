package io.microtarget.jobs;

import static org.apache.spark.sql.functions.col;

import io.microtarget.decision.DecisionTables;
import io.microtarget.scoring.ScoringTables;
import io.microtarget.segment.SegmentTables;
import io.microtarget.table.Reader;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** The figures of a run, flat: {@code coupon_backtest_auc}, {@code …_low}, {@code …_high}. */
final class Metrics {
  private Metrics() {}

  static Map<String, Double> of(Reader reader) {
    var metrics = new TreeMap<String, Double>();
    for (var row :
        reader.read(ScoringTables.EVALUATION).filter(col("position").equalTo(0)).collectAsList()) {
      var name =
          "%s_%s_%s"
              .formatted(row.getAs("model"), row.getAs("part"), row.getAs("metric"))
              .replace('-', '_');
      put(metrics, name, row, "value");
      put(metrics, name + "_low", row, "low");
      put(metrics, name + "_high", row, "high");
    }
    for (var row :
        reader
            .read(SegmentTables.SEGMENT_DEFINITION)
            .groupBy("segment_set")
            .count()
            .collectAsList()) {
      metrics.put(
          "%s_segments".formatted(row.<String>getAs("segment_set")),
          (double) row.<Long>getAs("count"));
    }
    for (var row : reader.read(DecisionTables.WATERFALL).collectAsList()) {
      metrics.put("waterfall_" + row.getAs("step"), (double) row.<Long>getAs("subjects"));
    }
    return metrics;
  }

  private static void put(Map<String, Double> metrics, String name, Row row, String column) {
    var index = row.fieldIndex(column);
    if (!row.isNullAt(index) && Double.isFinite(row.getDouble(index))) {
      metrics.put(name, row.getDouble(index));
    }
  }
}
