package io.microtarget.jobs.store;

import static org.apache.spark.sql.functions.col;

import io.microtarget.source.Balance;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Table;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The deliveries whose typed rows are visible.
 *
 * <p>A delivery counts once its ledger row is committed; typed rows of a killed run have none and
 * so are seen by nobody. If the mapping of a file was changed, the latest delivery of the same
 * content counts.
 */
public final class Ledger {
  private final SparkSession spark;
  private final Lake lake;
  private List<Entry> entries;

  Ledger(SparkSession spark, Lake lake) {
    this.spark = spark;
    this.lake = lake;
  }

  /** A committed delivery; {@code balance} accounts for its raw rows. */
  public record Entry(
      String deliveryId,
      String source,
      String kind,
      String file,
      long bytes,
      String content,
      String mapping,
      Balance balance,
      String runId,
      Instant recordedAt) {

    private boolean hasOnlyDuplicates() {
      return balance.in() > 0 && balance.duplicates() == balance.in();
    }

    private String typing() {
      return source + "/" + content + "/" + mapping;
    }
  }

  /** All committed deliveries, oldest first. */
  public List<Entry> entries() {
    if (entries == null) {
      entries = load();
    }
    return entries;
  }

  /** Deliveries that were typed, oldest first: without files whose content had come before. */
  public List<Entry> typed() {
    var others = new HashSet<String>();
    entries().stream().filter(e -> !e.hasOnlyDuplicates()).forEach(e -> others.add(e.typing()));
    return entries().stream()
        .filter(e -> !e.hasOnlyDuplicates() || !others.contains(e.typing()))
        .toList();
  }

  /** Forgets what was read, after a commit to the ledger. */
  public void refresh() {
    entries = null;
  }

  /** Deliveries of a kind recorded until a moment, with typed rows of the latest mapping. */
  List<Entry> visible(Table kind, Instant knownAt) {
    var latest = new LinkedHashMap<String, Entry>();
    for (var entry : typed()) {
      if (!entry.recordedAt().isAfter(knownAt) && entry.kind().equals(kind.name())) {
        latest.put(entry.source() + "/" + entry.content(), entry);
      }
    }
    return new ArrayList<>(latest.values());
  }

  /** Accepted rows of each source, recorded until a moment. */
  public Map<String, Long> rowsOf(List<Table> kinds, Instant knownAt) {
    var rows = new LinkedHashMap<String, Long>();
    for (var kind : kinds) {
      for (var entry : visible(kind, knownAt)) {
        rows.merge(kind.name(), entry.balance().kept() + entry.balance().late(), Long::sum);
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
        row.getAs("content"),
        row.getAs("mapping"),
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
}
