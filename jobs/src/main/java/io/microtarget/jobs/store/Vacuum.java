package io.microtarget.jobs.store;

import io.delta.tables.DeltaTable;
import io.microtarget.table.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/** Removes files that no commit needs any more. */
final class Vacuum {
  /**
   * Set while files are removed. The checks refuse hours below a week, and since Delta 4.1 use a
   * week whatever hours are given; here fewer are safe: nothing is read by an old table version.
   * Folders are listed in as many tasks as discovery may take, by default 10,000.
   */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.databricks.delta.retentionDurationCheck.enabled", "false",
          "spark.databricks.delta.vacuum.retentionWindowIgnore.enabled", "false",
          "spark.sql.sources.parallelPartitionDiscovery.parallelism", "2");

  private final SparkSession spark;
  private final Lake lake;

  Vacuum(SparkSession spark, Lake lake) {
    this.spark = spark;
    this.lake = lake;
  }

  /**
   * Removes what was not needed for some hours.
   *
   * @param hours 0: also what readers at work may still hold
   */
  void of(List<Table> tables, int hours) {
    var before = new HashMap<String, Option<String>>();
    SETTINGS.forEach(
        (key, value) -> {
          before.put(key, spark.conf().getOption(key));
          spark.conf().set(key, value);
        });
    try {
      InThreads.each(
          tables, table -> DeltaTable.forPath(spark, lake.table(table).toString()).vacuum(hours));
    } finally {
      before.forEach(
          (key, value) -> {
            if (value.isDefined()) {
              spark.conf().set(key, value.get());
            } else {
              spark.conf().unset(key);
            }
          });
    }
  }
}
