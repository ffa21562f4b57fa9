package io.microtarget.jobs.store;

import static org.apache.spark.sql.functions.col;

import io.delta.tables.DeltaTable;
import io.microtarget.table.Kind;
import io.microtarget.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Drops what no reader can reach: partitions of killed runs, of superseded ones beyond those kept
 * for a rollback, typed rows of deliveries that were never committed, and scratch folders.
 *
 * <p>Partitions are deleted by predicate, which touches no data file; VACUUM then removes files
 * older than the retention. Must run under the lease.
 */
public final class Cleaner {
  private final SparkSession spark;
  private final Lake lake;

  public Cleaner(SparkSession spark, Lake lake) {
    this.spark = spark;
    this.lake = lake;
  }

  /** What was dropped from one table. */
  public record Dropped(String table, String partition, String reason) {}

  /**
   * Cleans every table of the catalogue.
   *
   * @param keepRuns superseded runs of a date that stay for a rollback
   * @param keepHours files younger than this stay, for readers still at work
   */
  public List<Dropped> clean(List<Table> catalogue, int keepRuns, int keepHours) {
    var dropped = new ArrayList<Dropped>();
    var kept = keptRuns(keepRuns);
    var everPublished = new HashSet<String>();
    new Publications(spark, lake)
        .history()
        .forEach(h -> h.runId().ifPresent(r -> everPublished.add(h.asOf() + "/" + r)));
    for (var table : catalogue) {
      if (!lake.hasTable(table)) {
        continue;
      }
      if (table.kind() == Kind.SNAPSHOT) {
        dropped.addAll(snapshots(table, kept, everPublished));
      } else if (table.kind() == Kind.EVENT) {
        dropped.addAll(events(table));
      }
    }
    dropped.addAll(scratches());
    for (var table : catalogue) {
      if (dropped.stream().anyMatch(d -> d.table().equals(table.name()))) {
        vacuum(table, keepHours);
      }
    }
    return dropped;
  }

  private Map<String, Set<String>> keptRuns(int keepRuns) {
    var kept = new HashMap<String, Set<String>>();
    new Publications(spark, lake)
        .standing()
        .forEach(
            (date, heads) -> {
              var from = Math.max(0, heads.size() - 1 - keepRuns);
              var runs = new HashSet<String>();
              heads.subList(from, heads.size()).forEach(h -> runs.add(h.runId().orElseThrow()));
              kept.put(date.toString(), runs);
            });
    return kept;
  }

  private List<Dropped> snapshots(
      Table table, Map<String, Set<String>> kept, Set<String> everPublished) {
    var dropped = new ArrayList<Dropped>();
    var partitions =
        load(table).select(col("as_of").cast("string"), col("run_id")).distinct().collectAsList();
    for (var partition : partitions) {
      var asOf = partition.getString(0);
      var runId = partition.getString(1);
      if (kept.getOrDefault(asOf, Set.of()).contains(runId)) {
        continue;
      }
      delta(table).delete(col("as_of").equalTo(asOf).and(col("run_id").equalTo(runId)));
      var reason = everPublished.contains(asOf + "/" + runId) ? "superseded" : "orphan";
      dropped.add(new Dropped(table.name(), asOf + "/" + runId, reason));
    }
    return dropped;
  }

  private List<Dropped> events(Table table) {
    var dropped = new ArrayList<Dropped>();
    var committed = new HashSet<String>();
    new Ledger(spark, lake).entries().forEach(e -> committed.add(e.deliveryId() + "/" + e.runId()));
    for (Row row :
        load(table).select(col("delivery_id"), col("run_id")).distinct().collectAsList()) {
      var delivery = row.getString(0);
      var runId = row.getString(1);
      if (!committed.contains(delivery + "/" + runId)) {
        delta(table).delete(col("delivery_id").equalTo(delivery).and(col("run_id").equalTo(runId)));
        dropped.add(new Dropped(table.name(), delivery + "/" + runId, "orphan"));
      }
    }
    return dropped;
  }

  private List<Dropped> scratches() {
    var dropped = new ArrayList<Dropped>();
    try {
      var files = lake.files();
      if (files.exists(lake.scratches())) {
        for (var folder : files.listStatus(lake.scratches())) {
          lake.delete(folder.getPath());
          dropped.add(new Dropped("scratch", folder.getPath().getName(), "orphan"));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return dropped;
  }

  private void vacuum(Table table, int keepHours) {
    var check = "spark.databricks.delta.retentionDurationCheck.enabled";
    var before = spark.conf().get(check, "true");
    // A shorter retention than a week is safe here: nothing is read by an old table version.
    spark.conf().set(check, "false");
    try {
      delta(table).vacuum(keepHours);
    } finally {
      spark.conf().set(check, before);
    }
  }

  private DeltaTable delta(Table table) {
    return DeltaTable.forPath(spark, path(table).toString());
  }

  private org.apache.spark.sql.Dataset<Row> load(Table table) {
    return spark.read().format("delta").load(path(table).toString());
  }

  private Path path(Table table) {
    return lake.table(table);
  }
}
