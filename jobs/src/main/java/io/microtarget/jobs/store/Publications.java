package io.microtarget.jobs.store;

import static org.apache.spark.sql.functions.lit;

import io.microtarget.activation.PublicationTables;
import io.microtarget.table.SettingsError;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** The switch that makes a whole run visible at once, and turns it back. */
public final class Publications {
  private static final String PUBLISHED = "published";
  private static final String ROLLED_BACK = "rolled_back";
  private static final String WITHDRAWN = "withdrawn";

  private final SparkSession spark;
  private final Lake lake;

  public Publications(SparkSession spark, Lake lake) {
    this.spark = spark;
    this.lake = lake;
  }

  /** One table of a publication. */
  public record Content(String table, long rows, String checksum) {}

  /** One publication of a date: the run to read, or none if it was withdrawn. */
  public record Head(
      long sequence,
      LocalDate asOf,
      Optional<String> runId,
      Instant knownAt,
      String predecessor,
      String productVersion,
      String status,
      List<Content> contents) {}

  /** Every publication ever made, oldest first. */
  public List<Head> history() {
    if (!lake.hasTable(PublicationTables.PUBLICATION)) {
      return List.of();
    }
    var bySequence = new TreeMap<Long, List<Row>>();
    for (var row : load()) {
      bySequence.computeIfAbsent(row.<Long>getAs("sequence"), s -> new ArrayList<>()).add(row);
    }
    return bySequence.values().stream().map(Publications::head).toList();
  }

  /** The publication that counts for each date. */
  public Map<LocalDate, Head> heads() {
    var heads = new TreeMap<LocalDate, Head>();
    history().forEach(h -> heads.put(h.asOf(), h));
    heads.values().removeIf(h -> h.runId().isEmpty());
    return heads;
  }

  /** The publication of the latest date before this one. */
  public Optional<Head> predecessor(LocalDate asOf) {
    return heads().values().stream()
        .filter(h -> h.asOf().isBefore(asOf))
        .max(Comparator.comparing(Head::asOf));
  }

  /** Makes the partitions of a run the ones to read for its date: one commit. */
  public void publish(Frame frame, List<Content> contents, String productVersion) {
    var predecessor = predecessor(frame.clocks().asOf()).flatMap(Head::runId).orElse("");
    append(
        new Head(
            nextSequence(),
            frame.clocks().asOf(),
            Optional.of(frame.runId()),
            frame.clocks().knownAt(),
            predecessor,
            productVersion,
            PUBLISHED,
            contents),
        frame);
  }

  /**
   * Makes the publication before the present one of a date count again; a date with only one is
   * withdrawn. One more commit; nothing is deleted.
   *
   * @return what counts now
   * @throws SettingsError if the date has no publication
   */
  public Head rollback(LocalDate asOf, Frame frame) {
    var ofDate = history().stream().filter(h -> h.asOf().equals(asOf)).toList();
    var present = heads().get(asOf);
    if (present == null) {
      throw new SettingsError("--as-of %s has no publication to roll back".formatted(asOf));
    }
    var runs = new LinkedHashMap<String, Head>();
    ofDate.stream()
        .filter(h -> h.status().equals(PUBLISHED))
        .forEach(h -> runs.put(h.runId().orElseThrow(), h));
    var order = new ArrayList<>(runs.keySet());
    var position = order.indexOf(present.runId().orElseThrow());
    var before = position <= 0 ? null : runs.get(order.get(position - 1));
    var shown = before == null ? present : before;
    var head =
        new Head(
            nextSequence(),
            asOf,
            before == null ? Optional.empty() : before.runId(),
            shown.knownAt(),
            shown.predecessor(),
            shown.productVersion(),
            before == null ? WITHDRAWN : ROLLED_BACK,
            shown.contents());
    append(head, frame);
    return head;
  }

  private long nextSequence() {
    return history().stream().mapToLong(Head::sequence).max().orElse(0) + 1;
  }

  private void append(Head head, Frame frame) {
    var rows = new ArrayList<Row>();
    for (var content : head.contents()) {
      rows.add(
          RowFactory.create(
              head.sequence(),
              head.runId().orElse(null),
              java.sql.Date.valueOf(head.asOf()),
              content.table(),
              content.rows(),
              content.checksum(),
              Timestamp.from(head.knownAt()),
              head.predecessor(),
              head.productVersion(),
              head.status()));
    }
    spark
        .createDataFrame(rows, PublicationTables.PUBLICATION.schema())
        .coalesce(1)
        .withColumn("recorded_at", lit(frame.startedAt()))
        .withColumn("run_id", lit(frame.runId()))
        .write()
        .format("delta")
        .mode("append")
        .save(lake.table(PublicationTables.PUBLICATION).toString());
  }

  private List<Row> load() {
    return spark
        .read()
        .format("delta")
        .load(lake.table(PublicationTables.PUBLICATION).toString())
        .collectAsList();
  }

  private static Head head(List<Row> rows) {
    var first = rows.get(0);
    return new Head(
        first.<Long>getAs("sequence"),
        first.<java.sql.Date>getAs("as_of").toLocalDate(),
        Optional.ofNullable(first.getAs("published_run")),
        first.<Timestamp>getAs("known_at").toInstant(),
        first.getAs("predecessor"),
        first.getAs("product_version"),
        first.getAs("status"),
        rows.stream()
            .map(
                r -> new Content(r.getAs("table_name"), r.<Long>getAs("rows"), r.getAs("checksum")))
            .sorted(Comparator.comparing(Content::table))
            .toList());
  }
}
