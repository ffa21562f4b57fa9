package io.microtarget.jobs.store;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.microtarget.activation.PublicationTables;
import io.microtarget.table.Checksum;
import io.microtarget.table.SettingsError;
import io.microtarget.table.Table;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The switch that makes a whole run visible at once, and turns it back. */
public final class Publications {
  private static final StructType RENEWED =
      StructType.fromDDL(
          "published_run STRING, as_of DATE, table_name STRING, rows BIGINT, checksum STRING");
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

  /** Runs that counted at some time for some date, also if they were rolled back since. */
  Set<String> everPublished() {
    return history().stream().flatMap(h -> h.runId().stream()).collect(Collectors.toSet());
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
    var standing = standing().getOrDefault(asOf, List.of());
    if (standing.isEmpty()) {
      throw new SettingsError("--as-of %s has no publication to roll back".formatted(asOf));
    }
    var present = standing.get(standing.size() - 1);
    var before = standing.size() == 1 ? null : standing.get(standing.size() - 2);
    if (before != null) {
      checkKept(before);
    }
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

  /**
   * The publications of each date that stand on each other: the last one counts, a rollback takes
   * it away.
   */
  Map<LocalDate, List<Head>> standing() {
    var standing = new TreeMap<LocalDate, List<Head>>();
    for (var head : history()) {
      var ofDate = standing.computeIfAbsent(head.asOf(), d -> new ArrayList<>());
      if (head.status().equals(PUBLISHED)) {
        ofDate.add(head);
      } else {
        ofDate.remove(ofDate.size() - 1);
      }
    }
    return standing;
  }

  /** A table of a run whose rows are not what they were. */
  public record Changed(Table table, LocalDate asOf, String runId) {}

  /**
   * Counts rows and checksum anew where rows were taken out of what was published; which run counts
   * stays as it is.
   *
   * @return how many tables of runs were counted anew
   */
  public long renew(Collection<Changed> changed) {
    var published = everPublished();
    var renewed =
        InThreads.map(
            changed.stream().filter(c -> published.contains(c.runId())).toList(),
            c -> {
              var rows =
                  spark
                      .read()
                      .format("delta")
                      .load(lake.table(c.table()).toString())
                      .filter(
                          col("as_of")
                              .equalTo(lit(c.asOf()))
                              .and(col("run_id").equalTo(c.runId())));
              var content = Checksum.of(c.table(), rows).first();
              return RowFactory.create(
                  c.runId(),
                  java.sql.Date.valueOf(c.asOf()),
                  c.table().name(),
                  content.<Long>getAs("rows"),
                  content.<String>getAs("checksum"));
            });
    if (!renewed.isEmpty()) {
      new Removal(spark, lake)
          .update(
              PublicationTables.PUBLICATION,
              spark.createDataFrame(renewed, RENEWED),
              List.of("published_run", "as_of", "table_name"),
              Map.of("rows", "rows", "checksum", "checksum"));
    }
    return renewed.size();
  }

  private void checkKept(Head head) {
    var run = head.runId().orElseThrow();
    for (var content : head.contents()) {
      if (content.rows() == 0) {
        continue;
      }
      // Not by the folder: cleaned rows stay as files until VACUUM takes them.
      var rows =
          spark
              .read()
              .format("delta")
              .load(new Path(lake.root(), content.table()).toString())
              .filter(col("as_of").equalTo(lit(head.asOf())).and(col("run_id").equalTo(run)));
      if (rows.isEmpty()) {
        throw new SettingsError(
            "--as-of %s: run %s was cleaned away and cannot count again; run that date anew"
                .formatted(head.asOf(), run));
      }
    }
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
