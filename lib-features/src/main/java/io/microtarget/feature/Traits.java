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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    var columns = new LinkedHashMap<String, String>();
    var stated = declared.isEmpty() ? rows : stated(rows, events, declared, columns);
    more.forEach(name -> columns.put(name, name));
    return stated
        .withColumn("traits", known(columns))
        .select("subject_type", "subject_id", "numbers", "traits");
  }

  /**
   * {@code MAP<STRING, STRING>} of what is known.
   *
   * @param columns name of a trait to its column
   */
  static Column known(Map<String, String> columns) {
    if (columns.isEmpty()) {
      return expr("cast(map() as map<string, string>)");
    }
    var entries =
        columns.entrySet().stream()
            .map(e -> struct(lit(e.getKey()).as("key"), col(e.getValue()).as("value")))
            .toArray(Column[]::new);
    return map_from_entries(filter(array(entries), e -> e.getField("value").isNotNull()));
  }

  private static Dataset<Row> stated(
      Dataset<Row> rows,
      Events events,
      SortedMap<String, String> declared,
      Map<String, String> columns) {
    var parties = events.ofSubjects(SourceTables.PARTY, Set.of());
    var order = struct(col("event_time"), col("delivery_id"), col("row_index"));
    var latest = new ArrayList<Column>();
    declared.forEach(
        (name, text) -> {
          Typed.value(parties, "features.traits." + name, text);
          var value = expr(text).cast("string");
          var column = "_trait" + latest.size();
          latest.add(max_by(value, when(value.isNotNull(), order)).as(column));
          columns.put(name, column);
        });
    var bySubject =
        parties
            .groupBy("subject_id")
            .agg(latest.get(0), latest.subList(1, latest.size()).toArray(Column[]::new));
    return rows.join(bySubject, new String[] {"subject_id"}, "left");
  }
}
