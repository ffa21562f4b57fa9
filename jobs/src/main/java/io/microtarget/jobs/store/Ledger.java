package io.microtarget.jobs.store;

import static org.apache.spark.sql.functions.col;

import io.microtarget.source.Balance;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Table;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The deliveries whose typed rows are visible.
 *
 * <p>A delivery counts once its ledger row is committed; typed rows of a killed run have none and
 * so are seen by nobody. A delivery stands until another one replaces it: a file of the same name
 * was written anew, or the same content was typed under other settings. What people said about
 * their consent is a ledger of its own: a file written anew adds to it, and takes nothing back.
 */
public final class Ledger {
  private final SparkSession spark;
  private final Lake lake;
  private List<Entry> entries;

  public Ledger(SparkSession spark, Lake lake) {
    this.spark = spark;
    this.lake = lake;
  }

  /**
   * A committed delivery; {@code balance} accounts for its raw rows.
   *
   * @param replaces deliveries whose rows are seen no more
   * @param columns names and types of the columns of the file, as DDL
   * @param firstEvent day of its first event, if its rows have a time
   */
  public record Entry(
      String deliveryId,
      String source,
      String kind,
      String file,
      long bytes,
      Instant modifiedAt,
      String content,
      String mapping,
      Outcome outcome,
      List<String> replaces,
      String columns,
      List<String> notes,
      Optional<LocalDate> firstEvent,
      Optional<LocalDate> lastEvent,
      Balance balance,
      String runId,
      Instant recordedAt) {

    /** The same delivery as if it had been recorded at another moment. */
    public Entry movedTo(Instant moment) {
      return new Entry(
          deliveryId,
          source,
          kind,
          file,
          bytes,
          modifiedAt,
          content,
          mapping,
          outcome,
          replaces,
          columns,
          notes,
          firstEvent,
          lastEvent,
          balance,
          runId,
          moment);
    }
  }

  /** Typed rows of a delivery that a run wrote. */
  record Typed(String source, String deliveryId, String runId) {}

  /** All committed deliveries, oldest first. */
  public List<Entry> entries() {
    if (entries == null) {
      entries = load();
    }
    return entries;
  }

  /** Deliveries that were typed, oldest first: without copies and repairs of others. */
  public List<Entry> typed() {
    return entries().stream()
        .filter(e -> e.outcome() != Outcome.COPY && e.outcome() != Outcome.REDRIVEN)
        .toList();
  }

  /**
   * Deliveries whose rows are seen at a moment, oldest first: without those that others replace.
   *
   * @param knownAt later entries do not count
   */
  public List<Entry> standing(Instant knownAt) {
    return standing(knownAt, entry -> true);
  }

  /** Only deliveries that fulfil the condition replace others. */
  private List<Entry> standing(Instant knownAt, Predicate<Entry> replaces) {
    var standing = new LinkedHashMap<String, Entry>();
    for (var entry : typed()) {
      if (!entry.recordedAt().isAfter(knownAt)) {
        if (replaces.test(entry)) {
          entry.replaces().forEach(id -> standing.values().removeIf(e -> is(e, entry, id)));
        }
        // A content that comes back after it was replaced stands again, as it was typed last.
        var key = entry.source() + "/" + entry.deliveryId();
        standing.remove(key);
        standing.put(key, entry);
      }
    }
    return List.copyOf(standing.values());
  }

  private static boolean is(Entry entry, Entry newer, String deliveryId) {
    return entry.source().equals(newer.source()) && entry.deliveryId().equals(deliveryId);
  }

  /** Forgets what was read, after a commit to the ledger. */
  public void refresh() {
    entries = null;
  }

  /**
   * Typed rows of a kind that are seen at a moment: those of standing deliveries. Of consents also
   * those of files that were written anew since, as what was said stays said; what was only typed
   * again under other settings was misread before, and is not.
   */
  List<Typed> visible(Table kind, Instant knownAt) {
    return kind.equals(SourceTables.CONSENT)
        ? rows(kind, standing(knownAt, entry -> entry.outcome() == Outcome.RETYPED), knownAt)
        : standingRows(kind, knownAt);
  }

  /** Typed rows of a kind that new files are compared with: those of standing deliveries. */
  List<Typed> standingRows(Table kind, Instant knownAt) {
    return rows(kind, standing(knownAt), knownAt);
  }

  private List<Typed> rows(Table kind, List<Entry> deliveries, Instant knownAt) {
    var standing = new LinkedHashMap<String, Entry>();
    deliveries.stream()
        .filter(e -> e.kind().equals(kind.name()))
        .forEach(e -> standing.put(e.source() + "/" + e.deliveryId(), e));
    var visible = new ArrayList<Typed>();
    standing.values().forEach(e -> visible.add(new Typed(e.source(), e.deliveryId(), e.runId())));
    // What a redrive took in later belongs to the delivery it came with.
    for (var entry : entries()) {
      var of = standing.get(entry.source() + "/" + entry.deliveryId());
      if (entry.outcome() == Outcome.REDRIVEN
          && of != null
          && !entry.recordedAt().isAfter(knownAt)
          && entry.recordedAt().isAfter(of.recordedAt())) {
        visible.add(new Typed(entry.source(), entry.deliveryId(), entry.runId()));
      }
    }
    return visible;
  }

  /** Where the raw rows of a source went, over all its standing deliveries and copies of them. */
  public Balance balance(String source, Instant knownAt) {
    var counted = new HashSet<String>();
    var balance = Balance.NONE;
    for (var entry : standing(knownAt)) {
      if (entry.source().equals(source)) {
        balance = balance.plus(entry.balance());
        counted.add(entry.deliveryId());
      }
    }
    var copies = new LinkedHashMap<String, Balance>();
    for (var entry : entries()) {
      if (!entry.source().equals(source) || entry.recordedAt().isAfter(knownAt)) {
        continue;
      }
      if (entry.outcome() == Outcome.COPY) {
        copies.put(entry.content() + "/" + entry.file(), entry.balance());
      } else if (entry.outcome() == Outcome.REDRIVEN && counted.contains(entry.deliveryId())) {
        balance = balance.plus(entry.balance());
      }
    }
    return copies.values().stream().reduce(balance, Balance::plus);
  }

  /** Accepted rows of each kind, recorded until a moment. */
  public Map<String, Long> rowsOf(List<Table> kinds, Instant knownAt) {
    var names = kinds.stream().map(Table::name).toList();
    var rows = new LinkedHashMap<String, Long>();
    for (var entry : standing(knownAt)) {
      if (names.contains(entry.kind())) {
        rows.merge(entry.kind(), entry.balance().kept() + entry.balance().late(), Long::sum);
      }
    }
    return rows;
  }

  private List<Entry> load() {
    if (!lake.hasTable(SourceTables.DELIVERY)) {
      return List.of();
    }
    return spark
        .read()
        .format("delta")
        .load(lake.table(SourceTables.DELIVERY).toString())
        .select(col("*"))
        .collectAsList()
        .stream()
        .map(Ledger::entry)
        .sorted(Comparator.comparing(Entry::recordedAt).thenComparing(Entry::deliveryId))
        .toList();
  }

  private static Entry entry(Row row) {
    return new Entry(
        row.getAs("delivery_id"),
        row.getAs("source"),
        row.getAs("kind"),
        row.getAs("file"),
        row.<Long>getAs("bytes"),
        row.<Timestamp>getAs("modified_at").toInstant(),
        row.getAs("content"),
        row.getAs("mapping"),
        Outcome.of(row.getAs("outcome")),
        row.getList(row.fieldIndex("replaces")),
        row.getAs("raw_schema"),
        row.getList(row.fieldIndex("notes")),
        day(row, "first_event_date"),
        day(row, "last_event_date"),
        new Balance(
            row.<Long>getAs("rows_in"),
            row.<Long>getAs("rows_kept"),
            row.<Long>getAs("rows_filtered"),
            row.<Long>getAs("rows_quarantined"),
            row.<Long>getAs("rows_duplicate"),
            row.<Long>getAs("rows_late")),
        row.getAs("run_id"),
        row.<Timestamp>getAs("recorded_at").toInstant());
  }

  private static Optional<LocalDate> day(Row row, String column) {
    return Optional.ofNullable(row.<Date>getAs(column)).map(Date::toLocalDate);
  }
}
