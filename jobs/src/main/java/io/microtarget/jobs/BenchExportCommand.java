package io.microtarget.jobs;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code microtarget bench-export}: a published run in the layout of the benchmark's judge. */
@Command(
    name = "bench-export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes what was published for conf/bench.conf as the judge of the benchmark reads it:",
      "identity, scores, features and segments as Parquet.",
      "",
      "It reads clear ids of the sources from the vault and writes them: for made-up data only."
    })
final class BenchExportCommand implements Callable<Integer> {
  @Mixin BusinessOptions business;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Where to write; what is there under the same names is replaced.")
  String out;

  @Option(names = "--as-of", paramLabel = "DATE", description = "Default: the latest publication.")
  Optional<String> asOf = Optional.empty();

  @Override
  public Integer call() {
    var settings = business.settings();
    SparkStart.use(
        spark -> {
          var published = PublishedRun.of(spark, settings, asOf);
          new BenchExport(published.store(), published.links()).write(out);
        });
    return Exit.OK;
  }
}
