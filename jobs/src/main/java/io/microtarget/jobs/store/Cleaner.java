package io.microtarget.jobs.store;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;

import io.delta.tables.DeltaTable;
import io.microtarget.activation.PublicationTables;
import io.microtarget.table.Table;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;

/**
 * Drops what no reader can reach: rows and files of killed runs, of superseded ones beyond those
 * kept for a rollback, and what an earlier clean left because it was too young or was killed.
 *
 * <p>Of a killed run these are partitions of snapshots, typed rows, vault and quarantine rows of
 * deliveries that were never committed, other states of a run that was never published, scratch and
 * report, and files written without a commit. What it had committed to the ledger stays: it is
 * visible and the next run builds on it.
 *
 * <p>Rows are deleted by predicates on ids, so that no value stands in a log; VACUUM then removes
 * files older than the retention. Make it before the lease is taken, and clean under the lease:
 * unfinished commits older than the cleaner are nobody's.
 */
public final class Cleaner {
  private final SparkSession spark;
  private final Lake lake;
  private final long begun;

  public Cleaner(SparkSession spark, Lake lake, Clock clock) {
    this.spark = spark;
    this.lake = lake;
    this.begun = clock.millis();
  }

  /** What was dropped from one table, or one folder of the lake. */
  public record Dropped(String table, String partition, String reason) {}

  /**
   * Cleans every table of the catalogue.
   *
   * @param keepRuns superseded runs of a date that stay for a rollback
   * @param keepHours files younger than this stay, for readers still at work
   */
  public List<Dropped> clean(List<Table> catalogue, int keepRuns, int keepHours) {
    var dropped = new ArrayList<Dropped>();
    var files = new ArrayList<TableFiles>();
    for (var table : catalogue) {
      var oldest = begun - Duration.ofHours(hours(table, keepHours)).toMillis();
      files.add(TableFiles.of(spark, lake, table, begun, oldest));
    }
    var kept = keptRuns(keepRuns);
    var published = new Publications(spark, lake).everPublished();
    var committed = new HashSet<String>();
    var typed = new HashSet<String>();
    for (var entry : new Ledger(spark, lake).entries()) {
      committed.add(entry.deliveryId() + "/" + entry.runId());
      typed.add(entry.source() + "/" + entry.runId());
    }
    for (var of : files) {
      var table = of.table();
      if (!lake.hasTable(table) || Books.has(table)) {
        continue;
      }
      switch (table.kind()) {
        case SNAPSHOT -> dropped.addAll(snapshots(table, of.partitions(), kept, published));
        case EVENT -> dropped.addAll(deliveries(table, "source", of.partitions(), typed));
        case STATE ->
            dropped.addAll(
                table.columns().contains("delivery_id")
                    ? deliveries(
                        table, "delivery_id", distinct(table, "delivery_id", "run_id"), committed)
                    : states(table, distinct(table, "run_id"), published));
        case SCRATCH -> {}
      }
    }
    dropped.addAll(folders(published));
    for (var of : files) {
      var hasDropped = dropped.stream().anyMatch(d -> d.table().equals(of.table().name()));
      if (lake.hasTable(of.table()) && (hasDropped || of.hasLeftovers())) {
        Vacuum.of(spark, lake, of.table(), hours(of.table(), keepHours));
      }
      of.dropUncommitted();
      dropped.addAll(of.gone(dropped));
    }
    return dropped;
  }

  /** The heartbeat of our own lease goes on writing: its latest files may not be committed yet. */
  private static int hours(Table table, int keepHours) {
    return table.equals(PublicationTables.LEASE) ? Math.max(1, keepHours) : keepHours;
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
      Table table, Set<String> partitions, Map<String, Set<String>> kept, Set<String> published) {
    var dropped = new ArrayList<Dropped>();
    for (var partition : partitions) {
      var runId = second(partition);
      if (!kept.getOrDefault(first(partition), Set.of()).contains(runId)) {
        var reason = published.contains(runId) ? "superseded" : "orphan";
        dropped.add(new Dropped(table.name(), partition, reason));
      }
    }
    delete(table, dropped, d -> isOf("as_of", d.partition()));
    return dropped;
  }

  /** Rows of deliveries that a run has not committed to the ledger. */
  private List<Dropped> deliveries(
      Table table, String column, Set<String> partitions, Set<String> committed) {
    var dropped = new ArrayList<Dropped>();
    for (var partition : partitions) {
      if (!committed.contains(partition)) {
        dropped.add(new Dropped(table.name(), partition, "orphan"));
      }
    }
    delete(table, dropped, d -> isOf(column, d.partition()));
    return dropped;
  }

  /** Rows of runs that were never published. */
  private List<Dropped> states(Table table, Set<String> runs, Set<String> published) {
    var dropped = new ArrayList<Dropped>();
    for (var runId : runs) {
      if (!published.contains(runId)) {
        dropped.add(new Dropped(table.name(), runId, "orphan"));
      }
    }
    delete(table, dropped, d -> col("run_id").equalTo(d.partition()));
    return dropped;
  }

  /** One commit a table, however many partitions: a commit takes half a second. */
  private void delete(Table table, List<Dropped> dropped, Function<Dropped, Column> rows) {
    dropped.stream()
        .map(rows)
        .reduce(Column::or)
        .ifPresent(any -> DeltaTable.forPath(spark, lake.table(table).toString()).delete(any));
  }

  private static Column isOf(String column, String partition) {
    return col(column).equalTo(first(partition)).and(col("run_id").equalTo(second(partition)));
  }

  private List<Dropped> folders(Set<String> published) {
    var dropped = new ArrayList<Dropped>();
    for (var folder : lake.list(lake.scratches())) {
      lake.delete(folder.getPath());
      dropped.add(new Dropped("scratch", folder.getPath().getName(), "orphan"));
    }
    for (var folder : lake.list(lake.reports())) {
      var runId = folder.getPath().getName();
      for (var file : lake.list(folder.getPath())) {
        // The folder itself stays: no other run may ever use its run id.
        if (!published.contains(runId) || Lake.isUnfinished(file.getPath())) {
          lake.delete(file.getPath());
          dropped.add(new Dropped("report", runId + "/" + file.getPath().getName(), "orphan"));
        }
      }
    }
    for (var folder : List.of(lake.root(), lake.keys())) {
      for (var file : lake.list(folder)) {
        if (Lake.isUnfinished(file.getPath())) {
          lake.delete(file.getPath());
          dropped.add(new Dropped("lake", file.getPath().getName(), "orphan"));
        }
      }
    }
    return dropped;
  }

  private Set<String> distinct(Table table, String... columns) {
    var rows = spark.read().format("delta").load(lake.table(table).toString());
    var names = Arrays.stream(columns).map(c -> col(c)).toArray(Column[]::new);
    return rows.select(concat_ws("/", names)).distinct().collectAsList().stream()
        .map(r -> r.getString(0))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String first(String partition) {
    return partition.substring(0, partition.indexOf('/'));
  }

  private static String second(String partition) {
    return partition.substring(partition.indexOf('/') + 1);
  }
}
