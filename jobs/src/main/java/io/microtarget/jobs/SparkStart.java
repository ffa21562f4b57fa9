package io.microtarget.jobs;

import io.microtarget.table.SettingsError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** The Spark session of a command: what spark-submit set stays, the rest gets our defaults. */
final class SparkStart {
  private static final String DELTA = "io.delta.sql.DeltaSparkSessionExtension";

  private SparkStart() {}

  /**
   * Lends a session to some work: one that was there already, or a new one that is stopped after
   * it.
   *
   * @throws SettingsError if Delta is not on the class path; Spark itself would only log it
   */
  static void use(Consumer<SparkSession> work) {
    requireDelta(SparkStart.class.getClassLoader());
    var isOurs = SparkSession.getDefaultSession().isEmpty();
    var session = session();
    try {
      work.accept(session);
    } finally {
      if (isOurs) {
        session.stop();
      }
    }
  }

  private static SparkSession session() {
    var given = new SparkConf();
    var builder = SparkSession.builder().appName("microtarget");
    var isLocal = !given.contains("spark.master") || given.get("spark.master").startsWith("local");
    defaults(isLocal)
        .forEach(
            (key, value) -> {
              if (!given.contains(key)) {
                builder.config(key, value);
              }
            });
    var session = builder.getOrCreate();
    session.conf().set("spark.sql.session.timeZone", "UTC");
    return session;
  }

  static void requireDelta(ClassLoader loader) {
    try {
      Class.forName(DELTA, false, loader);
    } catch (ClassNotFoundException e) {
      throw new SettingsError(
          "Delta Lake is not on the class path (no class %s); add the delta-spark jar that names Spark's minor version, or use the jar microtarget was built into"
              .formatted(DELTA));
    }
  }

  private static Map<String, String> defaults(boolean isLocal) {
    var defaults = new LinkedHashMap<String, String>();
    defaults.put("spark.sql.extensions", DELTA);
    defaults.put(
        "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    // No statistics: pruning goes by partition, and no personal value may stand in a log.
    defaults.put("spark.databricks.delta.stats.collect", "false");
    defaults.put("spark.databricks.delta.properties.defaults.dataSkippingNumIndexedCols", "0");
    defaults.put("spark.sql.parquet.compression.codec", "zstd");
    if (isLocal) {
      var cores = Runtime.getRuntime().availableProcessors();
      defaults.put("spark.master", "local[*]");
      defaults.put("spark.ui.enabled", "false");
      defaults.put("spark.driver.host", "127.0.0.1");
      defaults.put("spark.driver.bindAddress", "127.0.0.1");
      defaults.put("spark.sql.shuffle.partitions", String.valueOf(Math.max(2, cores)));
      defaults.put("spark.default.parallelism", String.valueOf(Math.max(2, cores)));
      defaults.put("spark.databricks.delta.snapshotPartitions", "1");
      defaults.put("spark.sql.sources.parallelPartitionDiscovery.parallelism", "2");
      defaults.put("spark.sql.maxConcurrentOutputFileWriters", "64");
      // On one machine planning costs more than the data: adaptive execution plans every stage
      // anew.
      defaults.put("spark.sql.adaptive.enabled", "false");
    }
    return defaults;
  }
}
