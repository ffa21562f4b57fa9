package io.microtarget.testing;

import org.apache.spark.sql.SparkSession;

/** The one Spark session of a test JVM; never stopped by a test. */
public final class Sessions {
  private static final SparkSession SHARED = start();

  private Sessions() {}

  private static final String LOCAL_FILES = "io.microtarget.jobs.store.LocalFiles";

  /**
   * {@code local[2]}, two shuffle partitions, no UI, UTC; Delta, and files without a process for
   * each, where they are on the class path.
   */
  public static SparkSession shared() {
    return SHARED;
  }

  private static SparkSession start() {
    var builder =
        SparkSession.builder()
            .master("local[2]")
            .appName("tests")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.default.parallelism", "2")
            // Small tables: planning every stage anew and compiling each plan cost more than the
            // rows.
            .config("spark.sql.adaptive.enabled", "false")
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
            .config("spark.databricks.delta.stats.collect", "false")
            .config("spark.databricks.delta.snapshotPartitions", "1")
            .config("spark.databricks.delta.allFilesInCrc.enabled", "false")
            .config("spark.sql.ui.explainMode", "simple")
            .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", "2")
            .config("spark.sql.warehouse.dir", "target/spark-warehouse")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1");
    if (isThere("/io/delta/sql/DeltaSparkSessionExtension.class")) {
      builder
          .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
          .config(
              "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    }
    if (isThere("/" + LOCAL_FILES.replace('.', '/') + ".class")) {
      builder
          .config("spark.hadoop.fs.file.impl", LOCAL_FILES)
          .config("spark.hadoop.fs.AbstractFileSystem.file.impl", LOCAL_FILES + "$Context");
    }
    var session = builder.getOrCreate();
    session.sparkContext().setLogLevel("ERROR");
    return session;
  }

  private static boolean isThere(String resource) {
    return Sessions.class.getResource(resource) != null;
  }
}
