package io.microtarget.feature;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Joins a dimension to event rows without multiplying them.
 *
 * <p>A large dimension (millions of special offers) is first reduced to the keys that occur in the
 * events, by a broadcast of their 64-bit hashes: 16 bytes a row instead of a shuffle of the whole
 * dimension. A false match of a hash only keeps a row that the join drops; what is left, at most a
 * row per key of the events, is broadcast in turn. Where the events are large themselves, the plain
 * join is planned by Spark.
 *
 * <p>A dimension with {@code since} is joined by its keys too, one row a key with all its days in
 * an array ({@link AsOf}).
 */
final class DimensionJoin {
  private static final String SINCE = "_since";
  private static final String AT = "_at_day";

  private DimensionJoin() {}

  /**
   * Event rows with the used columns of the dimension; null where no row matches.
   *
   * @param key where the dimension is declared, for messages
   * @param rows event rows, perhaps with columns already added
   * @param from rows of the dimension
   * @param events the event table as read, for its size
   * @throws io.microtarget.table.SettingsError names the expression that does not fit the types
   */
  static Dataset<Row> of(
      String key,
      Dimension dimension,
      Dataset<Row> rows,
      Dataset<Row> from,
      Dataset<Row> events,
      Set<String> used) {
    var ofRow = new ArrayList<Column>();
    var ofDimension = new ArrayList<Column>();
    var names = new ArrayList<String>();
    new TreeMap<>(dimension.keys())
        .forEach(
            (column, text) -> {
              Typed.value(rows, key + ".keys", text);
              names.add("_key" + names.size());
              ofRow.add(expr(text));
              ofDimension.add(col(column));
            });
    dimension.where().ifPresent(text -> Typed.condition(from, key + ".where", text));
    var counted = dimension.where().map(text -> from.where(expr(text))).orElse(from);
    var side = counted;
    var isFiltered = !Sizes.isSmall(from) && Sizes.isMedium(events);
    if (isFiltered) {
      var hashes = rows.select(hash(ofRow).as("_hash"));
      side = counted.join(broadcast(hashes), hash(ofDimension).equalTo(col("_hash")), "left_semi");
    }
    var columns = new ArrayList<Column>();
    for (int i = 0; i < names.size(); i++) {
      columns.add(ofDimension.get(i).as(names.get(i)));
    }
    var values = new ArrayList<String>();
    for (var entry : new TreeMap<>(dimension.columns()).entrySet()) {
      if (used.contains(entry.getKey())) {
        Typed.value(from, key + ".columns." + entry.getKey(), entry.getValue());
        columns.add(expr(entry.getValue()).as(entry.getKey()));
        values.add(entry.getKey());
      }
    }
    dimension
        .since()
        .ifPresent(
            text -> {
              Typed.day(from, key + ".since", text);
              columns.add(expr(text).as(SINCE));
            });
    var single = single(side.select(columns.toArray(Column[]::new)), dimension, names, values);
    var same = ofRow.get(0).equalTo(col(names.get(0)));
    for (int i = 1; i < names.size(); i++) {
      same = same.and(ofRow.get(i).equalTo(col(names.get(i))));
    }
    var ready = isFiltered || Sizes.isSmall(from) ? broadcast(single) : single;
    var joined = rows.join(ready, same, "left").drop(names.toArray(String[]::new));
    return dimension.since().isPresent() ? onItsDay(key, dimension, rows, joined, values) : joined;
  }

  /** One row a key: several rows of one, and of one day, are combined by the maximum. */
  private static Dataset<Row> single(
      Dataset<Row> rows, Dimension dimension, List<String> names, List<String> values) {
    var combined = values.stream().map(v -> max(v).as(v)).toArray(Column[]::new);
    var by = new ArrayList<>(names);
    dimension.since().ifPresent(x -> by.add(SINCE));
    var byKey =
        rows.groupBy(by.stream().map(n -> col(n)).toArray(Column[]::new))
            .agg(combined[0], java.util.Arrays.copyOfRange(combined, 1, combined.length));
    return dimension.since().isPresent() ? AsOf.byKey(byKey, names, SINCE, values) : byKey;
  }

  private static Dataset<Row> onItsDay(
      String key,
      Dimension dimension,
      Dataset<Row> rows,
      Dataset<Row> joined,
      List<String> values) {
    var at = dimension.at().orElseThrow();
    Typed.day(rows, key + ".at", at);
    var isAboutSomebody = Columns.table(dimension.from()).columns().contains("record_id");
    var last = isAboutSomebody ? AsOf.dayBefore(col(AT)) : col(AT);
    var first = dimension.daysToLive().map(days -> date_sub(col(AT), days));
    return AsOf.on(joined.withColumn(AT, expr(at)), last, first, values).drop(AT);
  }

  private static Column hash(ArrayList<Column> keys) {
    return xxhash64(keys.toArray(Column[]::new));
  }
}
