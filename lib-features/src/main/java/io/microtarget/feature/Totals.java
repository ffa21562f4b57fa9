package io.microtarget.feature;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.rint;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.microtarget.feature.Feature.Condition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * All aggregates but count-distinct, in two steps: one partial row per key and day, then one
 * conditional aggregate per feature over those few rows.
 *
 * <p>Sums are kept as whole millionths in a BIGINT: exact, so independent of row order, and several
 * times faster than a decimal. A subject's sum must stay below 9.2e12; beyond it Spark stops with
 * an overflow.
 */
final class Totals {
  private static final double MILLIONTHS = 1e6;

  private enum Part {
    SUM,
    COUNT,
    MIN,
    MAX
  }

  /** A partial aggregate that features of several windows share. */
  private record Measure(Part part, String of, Condition condition) {}

  private final Map<Measure, String> measures = new LinkedHashMap<>();

  private Totals() {}

  /**
   * One row per {@code keys.last()} that has any event, one DOUBLE column per feature; null where
   * no row of the feature counts.
   */
  static Dataset<Row> of(Dataset<Row> rows, Keys keys, List<Feature> features) {
    return new Totals().aggregate(rows, keys, features);
  }

  /** Whether the feature is computed here: all but distinct values, and distinct days as well. */
  static boolean isFor(Keys keys, Feature feature) {
    var own = feature.own();
    return own.aggregate() != Aggregate.COUNT_DISTINCT
        || (own.of().equals(Optional.of(Keys.DAY)) && keys.partial().contains(Keys.DAY));
  }

  private Dataset<Row> aggregate(Dataset<Row> rows, Keys keys, List<Feature> features) {
    var last = features.stream().map(f -> value(f).cast("double").as(f.name())).toList();
    return keys.reached(measured(rows, keys), features)
        .groupBy(keys.lastColumns())
        .agg(last.get(0), last.subList(1, last.size()).toArray(Column[]::new));
  }

  /** The feature over partial rows; registers the measures it needs. */
  private Column value(Feature feature) {
    return switch (feature.own().aggregate()) {
      case SUM -> sum(inside(feature, measure(Part.SUM, feature))).divide(MILLIONTHS);
      case COUNT -> positive(sum(inside(feature, measure(Part.COUNT, feature))));
      case MIN -> min(inside(feature, measure(Part.MIN, feature)));
      case MAX -> max(inside(feature, measure(Part.MAX, feature)));
      case AVG ->
          sum(inside(feature, measure(Part.SUM, feature)))
              .divide(MILLIONTHS)
              .divide(positive(sum(inside(feature, measure(Part.COUNT, feature)))));
      case DAYS_SINCE_FIRST -> max(inside(feature, age(measure(Part.COUNT, feature))));
      case DAYS_SINCE_LAST -> min(inside(feature, age(measure(Part.COUNT, feature))));
      // Rows are already one a day, and days are all that is counted here: see isFor.
      case COUNT_DISTINCT -> positive(count(inside(feature, age(measure(Part.COUNT, feature)))));
      case DEVIATION, FIRST, LAST, TREND, SHARE, ENTROPY, TOP_SHARE, GAP, BURSTINESS, DECAY ->
          throw new IllegalStateException("%s is of the pass".formatted(feature.own().aggregate()));
    };
  }

  private Column measure(Part part, Feature feature) {
    var of = part == Part.COUNT ? "" : feature.own().of().orElseThrow();
    var measure = new Measure(part, of, feature.condition());
    return col(measures.computeIfAbsent(measure, m -> "_measure" + measures.size()));
  }

  /**
   * Rows first get each condition and each value once; then the measures read those columns, summed
   * by key and day where the moment is still to come.
   */
  private Dataset<Row> measured(Dataset<Row> rows, Keys keys) {
    var conditions = new LinkedHashMap<Condition, String>();
    var values = new LinkedHashMap<Column, String>();
    var ofRow = new ArrayList<>(keys.inputs());
    var partial = new ArrayList<Column>();
    measures.forEach(
        (measure, name) -> {
          var condition =
              conditions.computeIfAbsent(measure.condition(), c -> "_where" + conditions.size());
          var value = values.computeIfAbsent(input(measure), v -> "_value" + values.size());
          var counted = when(col(condition), col(value));
          ofRow.add(counted.as(name));
          partial.add(
              switch (measure.part()) {
                case SUM, COUNT -> sum(counted).as(name);
                case MIN -> min(counted).as(name);
                case MAX -> max(counted).as(name);
              });
        });
    var inputs = new ArrayList<>(keys.inputs());
    conditions.forEach((condition, name) -> inputs.add(condition.column().as(name)));
    values.forEach((value, name) -> inputs.add(value.as(name)));
    var ready = rows.select(inputs.toArray(Column[]::new));
    return keys.partial().isEmpty()
        ? ready.select(ofRow.toArray(Column[]::new))
        : ready
            .groupBy(keys.partialColumns())
            .agg(partial.get(0), partial.subList(1, partial.size()).toArray(Column[]::new));
  }

  private static Column input(Measure measure) {
    return switch (measure.part()) {
      case SUM -> rint(expr(measure.of()).cast("double").multiply(MILLIONTHS)).cast("bigint");
      case MIN, MAX -> expr(measure.of()).cast("double");
      case COUNT -> lit(1L);
    };
  }

  private static Column inside(Feature feature, Column value) {
    return feature.window() == 0 ? value : when(Keys.isInside(feature.window()), value);
  }

  private static Column age(Column counted) {
    return when(counted.gt(0), col(Keys.AGE));
  }

  private static Column positive(Column count) {
    return when(count.gt(0), count);
  }
}
