package io.microtarget.jobs;

import io.microtarget.jobs.ingest.Redrive;
import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.jobs.store.Frame;
import io.microtarget.jobs.store.Lake;
import io.microtarget.jobs.store.Lease;
import io.microtarget.jobs.store.VaultKey;
import io.microtarget.table.Clocks;
import io.microtarget.table.Nearest;
import io.microtarget.table.SettingsError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code microtarget redrive}: quarantined rows once more, after what was wrong was mended. */
@Command(
    name = "redrive",
    mixinStandardHelpOptions = true,
    description = "Takes quarantined rows of a source in that are in order now.")
final class RedriveCommand implements Callable<Integer> {
  @Mixin BusinessOptions business;

  @Parameters(paramLabel = "SOURCE", description = "Name of the source in the settings.")
  String source;

  @Override
  public Integer call() {
    var settings = business.settings();
    var names = settings.sources().keySet();
    if (!names.contains(source)) {
      throw new SettingsError(
          "SOURCE: no source `%s`%s"
              .formatted(source, Nearest.hint(source, names).orElse("; there are " + names)));
    }
    var now = Instant.now();
    var zone = settings.business().zone();
    var today = LocalDate.ofInstant(now, zone);
    var frame =
        new Frame("redrive-" + Chain.newRunId(today, now), new Clocks(today, now, zone), now);
    SparkStart.use(
        spark -> {
          var hadoop = spark.sparkContext().hadoopConfiguration();
          var lake = Lake.open(settings.lake().root(), hadoop, Product.VERSION);
          var lasts = Duration.ofSeconds(settings.lake().leaseSeconds());
          try (var lease = Lease.take(spark, lake, frame.runId(), lasts, Clock.systemUTC())) {
            var store = new DeltaStore(spark, lake, frame);
            var pseudonym = VaultKey.of(settings.vault().key(), lake);
            var result =
                new Redrive(
                        spark,
                        store,
                        pseudonym,
                        settings.business().currency(),
                        settings.identity().country())
                    .run(source, settings.sources().get(source));
            lease.check();
            print(result);
          }
        });
    return Exit.OK;
  }

  private void print(Redrive.Result result) {
    var b = result.rows();
    System.out.println(
        "%s: %,d quarantined rows = %,d kept + %,d late + %,d filtered + %,d duplicates + %,d still in quarantine"
            .formatted(
                source, b.in(), b.kept(), b.late(), b.filtered(), b.duplicates(), b.quarantined()));
    for (var file : result.leftToRun()) {
      System.out.println(
          "%s: the settings changed and file %s is still there: the next run types it anew"
              .formatted(source, file));
    }
  }
}
