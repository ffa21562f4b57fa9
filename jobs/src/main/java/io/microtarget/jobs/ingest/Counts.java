package io.microtarget.jobs.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import io.microtarget.source.Balance;
import io.microtarget.source.Mapping;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Where the raw rows of one delivery went, and when its events were.
 *
 * @param typed rows that become visible; more than raw ones where these explode
 */
record Counts(
    Balance balance, long typed, Optional<LocalDate> firstEvent, Optional<LocalDate> lastEvent) {
  static final Counts NONE = new Counts(Balance.NONE, 0, Optional.empty(), Optional.empty());

  /** By delivery, in one job over rows that are at hand. */
  static Map<String, Counts> of(Dataset<Row> marked) {
    var counts = new ArrayList<Column>();
    aggregates().forEach((name, count) -> counts.add(count.as(name)));
    var rows =
        marked
            .groupBy("delivery_id")
            .agg(counts.get(0), counts.subList(1, counts.size()).toArray(Column[]::new));
    var byDelivery = new HashMap<String, Counts>();
    rows.collectAsList()
        .forEach(
            row -> {
              var values = new HashMap<String, Object>();
              for (var name : row.schema().fieldNames()) {
                values.put(name, row.getAs(name));
              }
              byDelivery.put(row.getAs("delivery_id"), of(values));
            });
    return byDelivery;
  }

  private static Map<String, Column> aggregates() {
    var all = new LinkedHashMap<>(Mapping.counts());
    all.put("typed", count_if(Mapping.accepted()));
    all.put("first", min(when(Mapping.accepted(), col("event_date"))));
    all.put("last", max(when(Mapping.accepted(), col("event_date"))));
    return all;
  }

  private static Counts of(Map<String, ?> values) {
    var counted = new HashMap<String, Long>();
    Mapping.counts().keySet().forEach(k -> counted.put(k, (Long) values.get(k)));
    return new Counts(
        Mapping.balance(counted),
        (Long) values.get("typed"),
        Optional.ofNullable((Date) values.get("first")).map(Date::toLocalDate),
        Optional.ofNullable((Date) values.get("last")).map(Date::toLocalDate));
  }
}
