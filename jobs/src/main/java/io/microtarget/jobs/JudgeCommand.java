package io.microtarget.jobs;

import io.microtarget.jobs.judge.Judge;
import io.microtarget.jobs.store.VaultKey;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code microtarget judge}: a publication of a made-up town beside its truth. */
@Command(
    name = "judge",
    mixinStandardHelpOptions = true,
    description = {
      "Judges what was published of a made-up town (make-town) by its truth: balance, quarantine,",
      "links, households, open carts, places, segments, response, effect and decision, each with",
      "intervals. Ends with one line of JSON that names the version of the generator and its seed.",
      "",
      "It reads clear ids from the vault to find who is who, and writes nothing."
    })
final class JudgeCommand implements Callable<Integer> {
  @Mixin BusinessOptions business;

  @Option(
      names = "--truth",
      required = true,
      paramLabel = "FOLDER",
      description = "The folder truth of a town; town.json stands in it or beside it.")
  String truth;

  @Option(names = "--as-of", paramLabel = "DATE", description = "Default: the latest publication.")
  Optional<String> asOf = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Of the intervals. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Override
  public Integer call() {
    var settings = business.settings();
    SparkStart.use(
        spark -> {
          var published = PublishedRun.of(spark, settings, asOf);
          var key = VaultKey.of(settings.vault().key(), published.lake());
          var verdict = Judge.of(spark, settings, published.store(), key, truth, seed);
          verdict.lines().forEach(System.out::println);
          System.out.println(verdict.json());
        });
    return Exit.OK;
  }
}
