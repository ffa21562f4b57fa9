package io.microtarget.feature;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.microtarget.feature.Feature.Condition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counts of distinct values for all windows at once.
 *
 * <p>A value is inside a window if its youngest row is. So it is enough to keep, per subject,
 * moment and value, the age of the youngest row, and to count those up to each window: plain hash
 * aggregates instead of sets of values.
 */
final class Distincts {
  private static final String VALUE = "_value";

  private Distincts() {}

  /**
   * One result per distinct expression: one row per {@code keys.last()}, one DOUBLE column per
   * feature, 0 or null where no row counts.
   */
  static List<Dataset<Row>> of(Dataset<Row> rows, Keys keys, List<Feature> features) {
    var byValue =
        features.stream()
            .collect(
                Collectors.groupingBy(
                    f -> f.own().of().orElseThrow(), TreeMap::new, Collectors.toList()));
    return byValue.entrySet().stream().map(e -> of(rows, keys, e.getKey(), e.getValue())).toList();
  }

  private static Dataset<Row> of(
      Dataset<Row> rows, Keys keys, String value, List<Feature> features) {
    var conditions = new LinkedHashMap<Condition, String>();
    for (var feature : features) {
      conditions.computeIfAbsent(feature.condition(), c -> "_where" + conditions.size());
    }
    // Of a value only its equality matters; within one subject a 64-bit hash is as good.
    var inputs = new ArrayList<>(keys.inputs());
    inputs.add(xxhash64(expr(value)).as(VALUE));
    conditions.forEach((c, name) -> inputs.add(coalesce(c.column(), lit(false)).as(name)));
    var isCounted = conditions.values().stream().map(n -> col(n)).reduce(Column::or).orElseThrow();
    var counted = rows.select(inputs.toArray(Column[]::new)).where(isCounted);

    var age = coalesce(col(Keys.AGE), lit(0));
    var youngest = conditions.values().stream().map(n -> min(when(col(n), age)).as(n)).toList();
    var counts =
        features.stream()
            .map(f -> count(inside(f, col(conditions.get(f.condition())))))
            .map(c -> when(c.gt(0), c).cast("double"))
            .toList();
    var named = new ArrayList<Column>();
    for (int i = 0; i < counts.size(); i++) {
      named.add(counts.get(i).as(features.get(i).name()));
    }
    return keys.reached(counted, features)
        .groupBy(keys.lastColumns(VALUE))
        .agg(youngest.get(0), rest(youngest))
        .groupBy(keys.lastColumns())
        .agg(named.get(0), rest(named));
  }

  private static Column inside(Feature feature, Column age) {
    return feature.window() == 0 ? age : when(age.leq(feature.window()), age);
  }

  private static Column[] rest(List<Column> columns) {
    return columns.subList(1, columns.size()).toArray(Column[]::new);
  }
}
