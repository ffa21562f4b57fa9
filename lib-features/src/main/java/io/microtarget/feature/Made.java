package io.microtarget.feature;

import static org.apache.spark.sql.functions.col;

import io.microtarget.source.SourceTables;
import io.microtarget.table.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Columns that event rows get beside those of their table, for features to read: the cell of a
 * place, the nearest shop, the topic of a search.
 *
 * @param topics name to what is about it
 * @param place how exactly places are looked at
 */
record Made(Map<String, Topic> topics, PlaceSettings place) {
  /** STRING: H3 cell of the place. */
  static final String CELL = "cell";

  /** STRING: name of the nearest shop. */
  static final String SHOP = "shop";

  /** DOUBLE: kilometres to it. */
  static final String SHOP_KM = "shop_km";

  /** STRING: what it is about. */
  static final String TOPIC = "topic";

  private static final Set<String> PLACE = Set.of("latitude", "longitude");

  Made {
    topics = Map.copyOf(topics);
  }

  /** The columns that rows of a table get, and the columns each is made from. */
  static Map<String, Set<String>> of(Table table) {
    var made = new LinkedHashMap<String, Set<String>>();
    if (table.equals(SourceTables.LOCATION)) {
      made.put(CELL, PLACE);
      made.put(SHOP, PLACE);
      made.put(SHOP_KM, PLACE);
    }
    if (table.equals(SourceTables.EVENT)) {
      made.put(TOPIC, Set.of("search_term", "url", "name"));
    }
    if (table.equals(SourceTables.MENTION)) {
      made.put(TOPIC, Set.of("text", "topic"));
    }
    return made;
  }

  /** The same columns without those that the settings say nothing for. */
  Map<String, Set<String>> columns(Table table) {
    var made = new LinkedHashMap<>(of(table));
    if (topics.isEmpty()) {
      made.remove(TOPIC);
    }
    if (place.shops().isEmpty()) {
      made.remove(SHOP);
      made.remove(SHOP_KM);
    }
    return made;
  }

  /** The rows with those of the made columns that are used; none is made that nobody reads. */
  Dataset<Row> add(Dataset<Row> rows, Table table, Set<String> used) {
    var result = rows;
    for (var name : of(table).keySet()) {
      if (used.contains(name)) {
        result = result.withColumn(name, column(table, name));
      }
    }
    return result;
  }

  private Column column(Table table, String name) {
    return switch (name) {
      case CELL -> Earth.cell(col("latitude"), col("longitude"), place.resolution());
      case SHOP -> Earth.nearest(col("latitude"), col("longitude"), place).getField("name");
      case SHOP_KM -> Earth.nearest(col("latitude"), col("longitude"), place).getField("km");
      case TOPIC ->
          table.equals(SourceTables.MENTION)
              ? Topics.ofText(topics, col("text"), col("topic"))
              : Topics.ofSteps(topics);
      default -> throw new IllegalArgumentException("no made column `" + name + "`");
    };
  }
}
