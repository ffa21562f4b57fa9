package io.microtarget.feature;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_concat;
import static org.apache.spark.sql.functions.map_from_entries;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.microtarget.source.SourceTables;
import java.util.ArrayList;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Attributes of a subject as they stand: for each trait the latest party row that states it (by
 * event time, then row key; rows without a time come first).
 */
final class Traits {
  private Traits() {}

  /** Rows with {@code traits MAP<STRING, STRING>}; an unknown trait is absent. */
  static Dataset<Row> add(Dataset<Row> rows, Events events) {
    var declared = new TreeMap<>(events.settings().traits());
    if (declared.isEmpty()) {
      return rows.withColumn("traits", expr("cast(map() as map<string, string>)"));
    }
    var parties = events.ofSubjects(SourceTables.PARTY, Set.of());
    var order = struct(col("event_time"), col("delivery_id"), col("row_index"));
    var latest = new ArrayList<Column>();
    var entries = new ArrayList<Column>();
    declared.forEach(
        (name, text) -> {
          Typed.value(parties, "features.traits." + name, text);
          var value = expr(text).cast("string");
          var column = "_trait" + latest.size();
          latest.add(max_by(value, when(value.isNotNull(), order)).as(column));
          entries.add(struct(lit(name).as("key"), col(column).as("value")));
        });
    var bySubject =
        parties
            .groupBy("subject_id")
            .agg(latest.get(0), latest.subList(1, latest.size()).toArray(Column[]::new));
    var known = filter(array(entries.toArray(Column[]::new)), e -> e.getField("value").isNotNull());
    return rows.join(bySubject, new String[] {"subject_id"}, "left")
        .withColumn("traits", map_from_entries(known))
        .select("subject_type", "subject_id", "numbers", "traits");
  }

  /**
   * Rows with the cells of home and work among their traits, where they are known.
   *
   * @param places {@code subject_id, home_cell, work_cell} of one moment, see {@link Places#of}
   */
  static Dataset<Row> withPlaces(Dataset<Row> rows, Dataset<Row> places) {
    var cells =
        array(
            struct(lit(Places.HOME).as("key"), col(Places.HOME).as("value")),
            struct(lit(Places.WORK).as("key"), col(Places.WORK).as("value")));
    var known = map_from_entries(filter(cells, e -> e.getField("value").isNotNull()));
    var columns = java.util.Arrays.stream(rows.columns()).map(n -> col(n)).toArray(Column[]::new);
    return rows.join(
            places.select("subject_id", Places.HOME, Places.WORK),
            new String[] {"subject_id"},
            "left")
        .withColumn("traits", map_concat(col("traits"), known))
        .select(columns);
  }
}
