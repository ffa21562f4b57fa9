package io.microtarget.jobs;

import io.microtarget.identity.IdentityTables;
import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.jobs.store.Frame;
import io.microtarget.jobs.store.Lake;
import io.microtarget.jobs.store.Publications;
import io.microtarget.pipeline.Settings;
import io.microtarget.table.Clocks;
import io.microtarget.table.SettingsError;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What counts for a date, to be looked at.
 *
 * @param head the publication
 * @param store reads as the run did that was published
 */
record PublishedRun(Settings settings, Lake lake, Publications.Head head, DeltaStore store) {
  /**
   * The publication of a date, or the latest one.
   *
   * @throws SettingsError if there is none
   */
  static PublishedRun of(SparkSession spark, Settings settings, Optional<String> asOf) {
    var lake = Lake.at(settings.lake().root(), spark.sparkContext().hadoopConfiguration());
    if (!lake.exists()) {
      throw new SettingsError(
          "lake.root '%s' is empty; run `microtarget run` first".formatted(lake.root()));
    }
    var heads = new Publications(spark, lake).heads();
    var date =
        asOf.map(text -> BusinessOptions.date("--as-of", text))
            .or(() -> heads.keySet().stream().max(LocalDate::compareTo))
            .orElseThrow(() -> new SettingsError("nothing was published yet"));
    var head = heads.get(date);
    if (head == null) {
      throw new SettingsError(
          "--as-of %s was never published; there are %s".formatted(date, heads.keySet()));
    }
    var clocks = new Clocks(date, head.knownAt(), settings.business().zone());
    var frame = new Frame(head.runId().orElseThrow(), clocks, Instant.now());
    return new PublishedRun(settings, lake, head, new DeltaStore(spark, lake, frame));
  }

  /** Rows of {@link IdentityTables#LINK}. */
  Dataset<Row> links() {
    return store.own(IdentityTables.LINK);
  }
}
