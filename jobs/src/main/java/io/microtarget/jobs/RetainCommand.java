package io.microtarget.jobs;

import io.microtarget.jobs.retain.Retaining;
import io.microtarget.jobs.retain.Retaining.Mode;
import io.microtarget.jobs.store.Lake;
import io.microtarget.jobs.store.Lease;
import io.microtarget.jobs.store.VaultKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code microtarget retain}: what is older than the contracts allow goes. */
@Command(
    name = "retain",
    mixinStandardHelpOptions = true,
    description = {
      "Removes what is older than the retention of the contracts: rows, columns, clear values.",
      "`microtarget catalog` prints the days of each column."
    })
final class RetainCommand implements Callable<Integer> {
  @Mixin BusinessOptions business;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "The day that is counted to. Default: today.")
  Optional<String> asOf = Optional.empty();

  @Option(names = "--dry-run", description = "Only counts what would go.")
  boolean isCountingOnly;

  @Override
  public Integer call() {
    var settings = business.settings();
    var zone = settings.business().zone();
    var day =
        asOf.map(text -> BusinessOptions.date("--as-of", text))
            .orElseGet(() -> LocalDate.ofInstant(Instant.now(), zone));
    SparkStart.use(
        spark -> {
          var hadoop = spark.sparkContext().hadoopConfiguration();
          var lake = Lake.open(settings.lake().root(), hadoop, Product.VERSION);
          var lasts = Duration.ofSeconds(settings.lake().leaseSeconds());
          var owner = "retain-" + Instant.now().toString().replaceAll("[-:.]", "");
          try (var lease = Lease.take(spark, lake, owner, lasts, Clock.systemUTC())) {
            VaultKey.checkWhole(lake);
            var mode = isCountingOnly ? Mode.COUNT : Mode.REMOVE;
            var removed = new Retaining(spark, lake, day, settings, mode).run();
            lease.check();
            removed.forEach(r -> System.out.println(line(r)));
            System.out.println(
                "%s what was too old on %s: %,d rows, values of columns in %,d rows"
                    .formatted(
                        isCountingOnly ? "would remove" : "removed",
                        day,
                        removed.stream()
                            .filter(r -> r.what().equals("rows"))
                            .mapToLong(r -> r.count())
                            .sum(),
                        removed.stream()
                            .filter(r -> !r.what().equals("rows"))
                            .mapToLong(r -> r.count())
                            .sum()));
          }
        });
    return Exit.OK;
  }

  private static String line(Retaining.Removed removed) {
    var what = removed.what().equals("rows") ? "rows" : "values of " + removed.what();
    var from = removed.source().isEmpty() ? "" : " of " + removed.source();
    return "%-20s %,12d %s%s (%s)"
        .formatted(removed.table(), removed.count(), what, from, removed.why());
  }
}
