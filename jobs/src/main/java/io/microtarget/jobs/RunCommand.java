package io.microtarget.jobs;

import io.microtarget.jobs.store.Frame;
import io.microtarget.table.Clocks;
import io.microtarget.table.SettingsError;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code microtarget run}: the whole chain for one date. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs the whole chain for one date and publishes the result.")
final class RunCommand implements Callable<Integer> {
  @Mixin BusinessOptions business;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description =
          "The date: only what happened before it is used. Default: `as-of` of the settings, else today.")
  Optional<String> asOf = Optional.empty();

  @Option(
      names = "--known-at",
      paramLabel = "INSTANT",
      description =
          "Use only what was recorded until then, such as 2026-01-31T12:00:00Z. Default: now.")
  Optional<String> knownAt = Optional.empty();

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description =
          "Names the run in tables and folders; never twice in a lake. Default: made from date and time.")
  Optional<String> runId = Optional.empty();

  @Override
  public Integer call() {
    var settings = business.settings();
    var now = Instant.now();
    var zone = settings.business().zone();
    var date =
        asOf.map(text -> BusinessOptions.date("--as-of", text))
            .or(settings::asOf)
            .orElseGet(() -> LocalDate.ofInstant(now, zone));
    var clocks = new Clocks(date, knownAt.map(RunCommand::instant).orElse(now), zone);
    var frame = frame(runId.orElseGet(() -> Chain.newRunId(date, now)), clocks, now);
    settings.fetch().values().forEach(f -> Download.ensure(f, System.err::println));
    SparkStart.use(
        spark -> {
          SharedFiles.requireLastingRoot(spark, settings);
          var chain = new Chain(spark, settings, business.config, frame, System.out::println);
          SharedFiles.check(spark, settings);
          System.out.println(chain.run().json());
        });
    return Exit.OK;
  }

  private static Frame frame(String runId, Clocks clocks, Instant now) {
    try {
      return new Frame(runId, clocks, now);
    } catch (IllegalArgumentException e) {
      throw new SettingsError("--" + e.getMessage());
    }
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new SettingsError(
          "--known-at '%s' is not an instant such as 2026-01-31T12:00:00Z".formatted(text));
    }
  }
}
