package io.microtarget.jobs;

import io.microtarget.jobs.store.Frame;
import io.microtarget.jobs.store.Lake;
import io.microtarget.jobs.store.Lease;
import io.microtarget.jobs.store.Publications;
import io.microtarget.table.Clocks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code microtarget rollback}: the publication before the present one counts again. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description =
        "Makes the run published before for a date count again; one commit, nothing deleted.")
final class RollbackCommand implements Callable<Integer> {
  @Mixin BusinessOptions business;

  @Option(names = "--as-of", required = true, paramLabel = "DATE", description = "The date.")
  String asOf;

  @Override
  public Integer call() {
    var settings = business.settings();
    var date = BusinessOptions.date("--as-of", asOf);
    var now = Instant.now();
    var frame =
        new Frame(
            "rollback-" + Chain.newRunId(date, now),
            new Clocks(date, now, settings.business().zone()),
            now);
    SparkStart.use(
        spark -> {
          var lake =
              Lake.open(
                  settings.lake().root(),
                  spark.sparkContext().hadoopConfiguration(),
                  Product.VERSION);
          var lasts = Duration.ofSeconds(settings.lake().leaseSeconds());
          try (var lease = Lease.take(spark, lake, frame.runId(), lasts, Clock.systemUTC())) {
            var publications = new Publications(spark, lake);
            var before = publications.heads().get(date);
            var head = publications.rollback(date, frame);
            lease.check();
            System.out.println(
                "%s: run %s -> %s"
                    .formatted(
                        date,
                        before.runId().orElse("none"),
                        head.runId().orElse("none (withdrawn: there was no run before it)")));
          }
        });
    return Exit.OK;
  }
}
