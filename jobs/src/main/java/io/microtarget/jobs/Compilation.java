package io.microtarget.jobs;

import io.microtarget.jobs.raw.Listing;
import io.microtarget.jobs.store.Ledger;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.SourceTables;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * Whether Spark compiles its plans. A run has hundreds of them, and to compile one takes longer
 * than to interpret it over some ten thousand rows: on a small business that is a sixth of all the
 * work. The content is the same.
 *
 * <p>Decided in local mode only, and only where the session was not told.
 */
final class Compilation {
  private static final String WHOLE_STAGE = "spark.sql.codegen.wholeStage";
  private static final String FACTORY = "spark.sql.codegen.factoryMode";
  private static final long SMALL_BYTES = 8L << 20;
  private static final long SMALL_ROWS = 500_000;

  private Compilation() {}

  /** Interprets the plans of this session if there is little data, raw and typed. */
  static void choose(
      SparkSession spark, Map<String, SourceSettings> sources, Ledger ledger, Instant knownAt) {
    var given = spark.sparkContext().getConf();
    if (given.contains(WHOLE_STAGE) || given.contains(FACTORY) || !spark.sparkContext().isLocal()) {
      return;
    }
    long rows =
        ledger.rowsOf(SourceTables.kinds(), knownAt).values().stream()
            .mapToLong(Long::longValue)
            .sum();
    var isSmall = rows < SMALL_ROWS && bytes(spark, sources.values()) < SMALL_BYTES;
    spark.conf().set(WHOLE_STAGE, String.valueOf(!isSmall));
    spark.conf().set(FACTORY, isSmall ? "NO_CODEGEN" : "FALLBACK");
  }

  private static long bytes(SparkSession spark, Collection<SourceSettings> sources) {
    var listing = new Listing(spark.sparkContext().hadoopConfiguration());
    return sources.stream().mapToLong(source -> listing.bytes(source.path())).sum();
  }
}
