package io.microtarget.jobs;

import io.microtarget.jobs.store.Cleaner;
import io.microtarget.jobs.store.Lake;
import io.microtarget.jobs.store.Lease;
import io.microtarget.pipeline.Catalog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code microtarget clean}: drops orphans and superseded runs. */
@Command(
    name = "clean",
    mixinStandardHelpOptions = true,
    description = {
      "Drops what killed and superseded runs left, and files no table needs.",
      "`lake.keep-runs` superseded runs of each date stay for a rollback."
    })
final class CleanCommand implements Callable<Integer> {
  @Mixin BusinessOptions business;

  @Override
  public Integer call() {
    var settings = business.settings();
    SparkStart.use(
        spark -> {
          var lake =
              Lake.open(
                  settings.lake().root(),
                  spark.sparkContext().hadoopConfiguration(),
                  Product.VERSION);
          var lasts = Duration.ofSeconds(settings.lake().leaseSeconds());
          var owner = "clean-" + Instant.now().toString().replaceAll("[-:.]", "");
          var cleaner = new Cleaner(spark, lake, Clock.systemUTC());
          try (var lease = Lease.take(spark, lake, owner, lasts, Clock.systemUTC())) {
            var dropped =
                cleaner.clean(
                    Catalog.tables(), settings.lake().keepRuns(), settings.lake().keepHours());
            lease.check();
            dropped.forEach(
                d ->
                    System.out.println(
                        "%-20s %s (%s)".formatted(d.table(), d.partition(), d.reason())));
            System.out.println("dropped %d leftovers".formatted(dropped.size()));
          }
        });
    return Exit.OK;
  }
}
