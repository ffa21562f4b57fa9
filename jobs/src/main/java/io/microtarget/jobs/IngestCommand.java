package io.microtarget.jobs;

import io.microtarget.jobs.store.Frame;
import io.microtarget.source.Balance;
import io.microtarget.table.Clocks;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code microtarget ingest}: takes in what was delivered, and nothing more. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description = "Takes in new files of all sources without running the chain.")
final class IngestCommand implements Callable<Integer> {
  @Mixin BusinessOptions business;

  @Override
  public Integer call() {
    var settings = business.settings();
    var now = Instant.now();
    var zone = settings.business().zone();
    var today = LocalDate.ofInstant(now, zone);
    var frame = new Frame(Chain.newRunId(today, now), new Clocks(today, now, zone), now);
    settings.fetch().values().forEach(f -> Download.ensure(f, System.err::println));
    SparkStart.use(
        spark -> {
          SharedFiles.requireLastingRoot(spark, settings);
          var chain = new Chain(spark, settings, business.config, frame, System.out::println);
          SharedFiles.check(spark, settings);
          chain.takeIn().bySource().forEach((name, b) -> System.out.println(line(name, b)));
          System.out.println("peak memory of this process: %,d MB".formatted(Usage.peakRssMb()));
        });
    return Exit.OK;
  }

  private static String line(String name, Balance b) {
    return "%-12s %,12d in = %,d kept + %,d filtered + %,d quarantined + %,d duplicates + %,d late"
        .formatted(name, b.in(), b.kept(), b.filtered(), b.quarantined(), b.duplicates(), b.late());
  }
}
