package io.microtarget.feature;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.hour;

import io.microtarget.source.SourceTables;
import io.microtarget.table.Table;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Columns that event rows get beside those of their table, for features to read: the hour of the
 * day, the cell of a place, the topic of a search.
 *
 * @param topics name to what is about it
 * @param place how exactly places are looked at
 * @param zone of the business
 */
record Made(Map<String, Topic> topics, PlaceSettings place, ZoneId zone) {
  /** INT: hour of the day in the zone of the business, 0 to 23. */
  static final String LOCAL_HOUR = "local_hour";

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
    if (table.columns().contains("event_time")) {
      made.put(LOCAL_HOUR, Set.of("event_time"));
    }
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
      case LOCAL_HOUR -> hour(from_utc_timestamp(col("event_time"), zone.getId()));
      case CELL -> Earth.cell(col("latitude"), col("longitude"), place.resolution());
      case SHOP -> Earth.nearest(col("latitude"), col("longitude"), place).getField("name");
      case SHOP_KM -> Earth.nearest(col("latitude"), col("longitude"), place).getField("km");
      case TOPIC ->
          table.equals(SourceTables.MENTION)
              ? Topics.ofTexts(topics, List.of(col("text")), col("topic"))
              : Topics.ofSteps(topics);
      default -> throw new IllegalArgumentException("no made column `" + name + "`");
    };
  }
}
