package io.microtarget.jobs.store;

import io.delta.tables.DeltaTable;
import io.microtarget.table.Table;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** Removes files of a table that no row of it needs any more. */
public final class Vacuum {
  /**
   * Off meanwhile: they refuse hours below a week, and since Delta 4.1 use a week whatever hours
   * are given. Here fewer are safe: nothing is read by an old table version.
   */
  private static final List<String> CHECKS =
      List.of(
          "spark.databricks.delta.retentionDurationCheck.enabled",
          "spark.databricks.delta.vacuum.retentionWindowIgnore.enabled");

  private Vacuum() {}

  /**
   * @param keepHours files younger than this stay, for readers still at work
   */
  public static void of(SparkSession spark, Lake lake, Table table, int keepHours) {
    var before = new HashMap<String, String>();
    for (var check : CHECKS) {
      before.put(check, spark.conf().get(check, "true"));
      spark.conf().set(check, "false");
    }
    try {
      DeltaTable.forPath(spark, lake.table(table).toString()).vacuum(keepHours);
    } finally {
      before.forEach((check, value) -> spark.conf().set(check, value));
    }
  }
}
