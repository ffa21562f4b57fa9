package io.microtarget.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.microtarget.testing.Sessions;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Published links beside the truth, which the sources bring as attribute {@code person}.
 *
 * @param records by their id
 */
record LinkedRecords(Map<String, Linked> records) {

  /** A row of {@code link} with what the source knows of the record. */
  record Linked(
      String id, String unified, String previous, String change, String person, String delivery) {}

  /** The publication of a date. */
  static LinkedRecords of(Path lake, LocalDate asOf) {
    var truth =
        table(lake, "party")
            .select(
                col("record_id"),
                col("attributes").getItem("person").as("person"),
                col("attributes").getItem("delivery").as("delivery"))
            .distinct();
    var records = new TreeMap<String, Linked>();
    published(lake, "link", asOf)
        .join(truth, "record_id")
        .select("record_id", "unified_id", "previous_id", "change", "person", "delivery")
        .collectAsList()
        .forEach(
            row ->
                records.put(
                    row.getString(0),
                    new Linked(
                        row.getString(0),
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5))));
    return new LinkedRecords(records);
  }

  /** Rows of a table that were published for a date. */
  static Dataset<Row> published(Path lake, String name, LocalDate asOf) {
    return table(lake, name).where(col("as_of").equalTo(lit(asOf)));
  }

  private static Dataset<Row> table(Path lake, String name) {
    return Sessions.shared().read().format("delta").load(lake.resolve(name).toString());
  }

  /** Records of each person that was found. */
  Map<String, List<Linked>> clusters() {
    var clusters = new TreeMap<String, List<Linked>>();
    records
        .values()
        .forEach(r -> clusters.computeIfAbsent(r.unified, u -> new ArrayList<>()).add(r));
    return clusters;
  }

  /** Of the pairs put together, the share that is right. */
  double precision() {
    var together = pairs(Linked::unified);
    return together == 0 ? 1 : right() / together;
  }

  /** Of the pairs that belong together, the share that was found. */
  double recall() {
    return right() / pairs(Linked::person);
  }

  /** Harmonic mean of the two. */
  double f1() {
    return 2 * right() / (pairs(Linked::unified) + pairs(Linked::person));
  }

  private double right() {
    return pairs(r -> r.person + "/" + r.unified);
  }

  private double pairs(Function<Linked, String> by) {
    var sizes = new HashMap<String, Long>();
    records.values().forEach(r -> sizes.merge(by.apply(r), 1L, Long::sum));
    return sizes.values().stream().mapToDouble(n -> n * (n - 1) / 2.0).sum();
  }
}
