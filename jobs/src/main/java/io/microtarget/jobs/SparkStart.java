package io.microtarget.jobs;

import io.microtarget.jobs.store.LocalFiles;
import io.microtarget.table.SettingsError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** The Spark session of a command: what spark-submit set stays, the rest gets our defaults. */
final class SparkStart {
  private static final String DELTA = "io.delta.sql.DeltaSparkSessionExtension";

  /** Spark's own list has no {@code account.key}, {@code sas} and the like of object stores. */
  private static final String SECRETS =
      "(?i)secret|passw|passphrase|token|credential|signature|(^|[-._])(sas|key)($|[-._])|(account|access|api|private)[-._]?key";

  private SparkStart() {}

  /**
   * Lends a session to some work: one that was there already, or a new one that is stopped after
   * it.
   *
   * @throws SettingsError if Delta is not on the class path, where Spark itself would only log it;
   *     if the JVM lacks the module flags; if a port is taken
   */
  static void use(Consumer<SparkSession> work) {
    requireDelta(SparkStart.class.getClassLoader());
    requireModules();
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
    var conf = given.clone();
    defaults(isLocal)
        .forEach(
            (key, value) -> {
              if (!given.contains(key)) {
                builder.config(key, value);
                conf.set(key, value);
              }
            });
    if (!isLocal) {
      var plugins = given.get("spark.plugins", "");
      var ours = QuietLog.class.getName();
      builder.config("spark.plugins", plugins.isEmpty() ? ours : plugins + "," + ours);
    }
    if (SparkSession.getDefaultSession().isEmpty()) {
      Ports.check(conf);
    }
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

  /** Without the flags Spark fails in the middle of a run, at the first date it shows to Java. */
  private static void requireModules() {
    var java = Object.class.getModule();
    var ours = SparkSession.class.getModule();
    for (var room : List.of("sun.util.calendar", "sun.nio.ch", "java.nio", "java.lang.invoke")) {
      if (!java.isOpen(room, ours)) {
        throw new SettingsError(
            "this JVM was started without the module flags Spark needs (--add-opens=java.base/%s=ALL-UNNAMED and more); on a standalone cluster set spark.driver.extraJavaOptions as conf/spark/standalone.properties does, for plain java give @conf/spark/java-options"
                .formatted(room));
      }
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
    // Settings of these names are hidden in event logs, on web pages and in plans.
    defaults.put("spark.redaction.regex", SECRETS);
    defaults.put("spark.sql.redaction.options.regex", SECRETS + "|url");
    defaults.put("spark.sql.parquet.compression.codec", "zstd");
    // To look every text up in a dictionary takes a tenth of an ingest and saves a twentieth of the
    // bytes, since what repeats is packed anyway.
    defaults.put("spark.hadoop.parquet.enable.dictionary", "false");
    // What Spark writes as one longer method the JVM never compiles: such a plan runs in smaller
    // steps.
    defaults.put("spark.sql.codegen.hugeMethodLimit", "8000");
    // Rows are kept between two jobs only; to find the best encoding costs more than it saves.
    defaults.put("spark.sql.inMemoryColumnarStorage.compressed", "false");
    // A log has a few hundred lines; Delta would replay it in 50 tasks.
    defaults.put("spark.databricks.delta.snapshotPartitions", "1");
    // Else each commit replays the log before it, only to repeat all files beside the log.
    defaults.put("spark.databricks.delta.allFilesInCrc.enabled", "false");
    if (isLocal) {
      var cores = Runtime.getRuntime().availableProcessors();
      defaults.put("spark.master", "local[*]");
      defaults.put("spark.ui.enabled", "false");
      defaults.put("spark.driver.host", "127.0.0.1");
      defaults.put("spark.driver.bindAddress", "127.0.0.1");
      defaults.put("spark.sql.shuffle.partitions", String.valueOf(Math.max(2, cores)));
      defaults.put("spark.default.parallelism", String.valueOf(Math.max(2, cores)));
      defaults.put("spark.sql.sources.parallelPartitionDiscovery.parallelism", "2");
      defaults.put("spark.sql.maxConcurrentOutputFileWriters", "64");
      // On one machine planning costs more than the data: adaptive execution plans every stage
      // anew.
      defaults.put("spark.sql.adaptive.enabled", "false");
      // Each action writes its plan as text for a web page nobody opens here; in the long form that
      // takes an eighth of a run over little data.
      defaults.put("spark.sql.ui.explainMode", "simple");
      LocalFiles.settings(new Configuration())
          .forEach((key, value) -> defaults.put("spark.hadoop." + key, value));
    }
    return defaults;
  }
}
