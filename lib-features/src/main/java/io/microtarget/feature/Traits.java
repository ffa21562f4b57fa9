package io.microtarget.feature;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_from_entries;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.microtarget.source.SourceTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
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

  /**
   * Rows with {@code traits MAP<STRING, STRING>}; an unknown trait is absent.
   *
   * @param more columns of the rows that become traits, too
   */
  static Dataset<Row> add(Dataset<Row> rows, Events events, List<String> more) {
    var declared = new TreeMap<>(events.settings().traits());
    var entries = new ArrayList<Column>();
    var stated = declared.isEmpty() ? rows : stated(rows, events, declared, entries);
    more.forEach(name -> entries.add(struct(lit(name).as("key"), col(name).as("value"))));
    if (entries.isEmpty()) {
      return rows.withColumn("traits", expr("cast(map() as map<string, string>)"));
    }
    var known = filter(array(entries.toArray(Column[]::new)), e -> e.getField("value").isNotNull());
    return stated
        .withColumn("traits", map_from_entries(known))
        .select("subject_type", "subject_id", "numbers", "traits");
  }

  private static Dataset<Row> stated(
      Dataset<Row> rows, Events events, SortedMap<String, String> declared, List<Column> entries) {
    var parties = events.ofSubjects(SourceTables.PARTY, Set.of());
    var order = struct(col("event_time"), col("delivery_id"), col("row_index"));
    var latest = new ArrayList<Column>();
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
    return rows.join(bySubject, new String[] {"subject_id"}, "left");
  }
}
