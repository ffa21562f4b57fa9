package io.microtarget.feature;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
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
 */
final class DimensionJoin {
  private DimensionJoin() {}

  /**
   * Event rows with the used columns of the dimension; null where no row matches.
   *
   * @param key where the dimension is declared, for messages
   * @param rows event rows, perhaps with columns already added
   * @param from rows of the dimension
   * @param events the event table as read, for its size
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
    var side = from;
    var isFiltered = !Sizes.isSmall(from) && Sizes.isMedium(events);
    if (isFiltered) {
      var hashes = rows.select(hash(ofRow).as("_hash"));
      side = from.join(broadcast(hashes), hash(ofDimension).equalTo(col("_hash")), "left_semi");
    }
    var columns = new ArrayList<Column>();
    var combined = new ArrayList<Column>();
    for (int i = 0; i < names.size(); i++) {
      columns.add(ofDimension.get(i).as(names.get(i)));
    }
    for (var entry : new TreeMap<>(dimension.columns()).entrySet()) {
      if (used.contains(entry.getKey())) {
        Typed.value(from, key + ".columns." + entry.getKey(), entry.getValue());
        columns.add(expr(entry.getValue()).as(entry.getKey()));
        combined.add(max(entry.getKey()).as(entry.getKey()));
      }
    }
    var byKey = names.stream().map(n -> col(n)).toArray(Column[]::new);
    var single =
        side.select(columns.toArray(Column[]::new))
            .groupBy(byKey)
            .agg(combined.get(0), combined.subList(1, combined.size()).toArray(Column[]::new));
    var same = ofRow.get(0).equalTo(col(names.get(0)));
    for (int i = 1; i < names.size(); i++) {
      same = same.and(ofRow.get(i).equalTo(col(names.get(i))));
    }
    var ready = isFiltered || Sizes.isSmall(from) ? broadcast(single) : single;
    return rows.join(ready, same, "left").drop(names.toArray(String[]::new));
  }

  private static Column hash(ArrayList<Column> keys) {
    return xxhash64(keys.toArray(Column[]::new));
  }
}
