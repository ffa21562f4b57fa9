package io.microtarget.jobs;

import io.microtarget.jobs.ingest.SourceCheck;
import io.microtarget.pipeline.Permissions;
import io.microtarget.pipeline.Pipeline;
import io.microtarget.table.Clocks;
import io.microtarget.table.SettingsError;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code microtarget check}: settings and sources, without running anything. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Checks settings and sources without running anything.")
final class CheckCommand implements Callable<Integer> {
  @Mixin BusinessOptions business;

  @Option(
      names = "--counts",
      description =
          "Also reads the first rows of each source and says what would be kept, and why not.")
  boolean isCounting;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Rows of each source that --counts reads. Default: ${DEFAULT-VALUE}.")
  int rows;

  @Override
  public Integer call() {
    var settings = business.settings();
    Pipeline.stages(
        settings, new Clocks(LocalDate.EPOCH, Instant.EPOCH, settings.business().zone()));
    settings.fetch().values().forEach(f -> Download.ensure(f, System.err::println));
    var problems = new ArrayList<String>();
    SparkStart.use(
        spark -> {
          new TreeMap<>(settings.sources())
              .forEach(
                  (name, source) -> {
                    var found = SourceCheck.of(spark, name, source);
                    System.out.println("%-12s %s".formatted(name, found.facts()));
                    problems.addAll(found.problems());
                    if (isCounting && found.problems().isEmpty()) {
                      var now =
                          new Clocks(LocalDate.EPOCH, Instant.now(), settings.business().zone());
                      System.out.println(
                          "%-12s %s"
                              .formatted("", SourceCheck.counts(spark, name, source, now, rows)));
                    }
                  });
        });
    Permissions.warnings(settings).forEach(line -> System.out.println("warning: " + line));
    if (!problems.isEmpty()) {
      throw new SettingsError(problems);
    }
    System.out.println("settings and %d sources are in order".formatted(settings.sources().size()));
    return Exit.OK;
  }
}
