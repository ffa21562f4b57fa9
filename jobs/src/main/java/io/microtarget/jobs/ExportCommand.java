package io.microtarget.jobs;

import io.microtarget.jobs.export.Exporter;
import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.jobs.store.Frame;
import io.microtarget.jobs.store.Lake;
import io.microtarget.jobs.store.Lease;
import io.microtarget.jobs.store.Publications;
import io.microtarget.jobs.store.VaultKey;
import io.microtarget.pipeline.Settings;
import io.microtarget.table.Clocks;
import io.microtarget.table.DataError;
import io.microtarget.table.Nearest;
import io.microtarget.table.SettingsError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code microtarget export}: the audiences of the newest publication leave the house. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the audiences of the newest publication as files for their destinations.",
      "Everybody's permission is asked again with all that was taken in until now; who may not be",
      "contacted any more stays, with a line for each rule. A rehearsal never leaves."
    })
final class ExportCommand implements Callable<Integer> {
  @Mixin BusinessOptions business;

  @Option(
      names = "--destination",
      paramLabel = "NAME",
      description = "Of the settings; may be repeated. Default: all that have columns.")
  List<String> destinations = new ArrayList<>();

  @Option(names = "--as-of", paramLabel = "DATE", description = "Default: the newest publication.")
  Optional<String> asOf = Optional.empty();

  @Option(
      names = "--resend",
      description = "Also an older publication, or one that a destination was handed before.")
  boolean isResend;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the folder of the export. Default: beside the lake, LAKE-exports.")
  Optional<String> out = Optional.empty();

  @Override
  public Integer call() {
    var settings = business.settings();
    var names = names(settings);
    SparkStart.use(spark -> export(spark, settings, names));
    return Exit.OK;
  }

  private void export(SparkSession spark, Settings settings, List<String> names) {
    var hadoop = spark.sparkContext().hadoopConfiguration();
    var lake = Lake.open(settings.lake().root(), hadoop, Product.VERSION);
    var now = Instant.now();
    var heads = new Publications(spark, lake).heads();
    var head = head(heads);
    var clocks = new Clocks(head.asOf(), now, settings.business().zone());
    var frame = new Frame("export-" + Chain.newRunId(head.asOf(), now), clocks, now);
    var lasts = Duration.ofSeconds(settings.lake().leaseSeconds());
    try (var lease = Lease.take(spark, lake, frame.runId(), lasts, Clock.systemUTC())) {
      VaultKey.checkWhole(lake);
      Stale.of(Map.of(head.asOf(), head), new DeltaStore(spark, lake, frame).ledger().entries())
          .forEach(stale -> System.out.println(stale.line()));
      var exporter =
          new Exporter(spark, settings, lake, head, frame, Product.VERSION, System.out::println);
      if (!isResend) {
        exporter.checkFirst(names);
      }
      System.out.println(
          "exit: publication of %s (run %s), consents and objections known at %s"
              .formatted(head.asOf(), head.runId().orElseThrow(), now));
      var folder =
          exporter.run(names, out.orElseGet(() -> Exporter.besideLake(lake)), lease::check);
      System.out.println(folder.map(f -> "exported to " + f).orElse("nothing leaves"));
    }
  }

  private Publications.Head head(Map<LocalDate, Publications.Head> heads) {
    var newest =
        heads.keySet().stream()
            .max(LocalDate::compareTo)
            .orElseThrow(() -> new SettingsError("nothing was published yet"));
    var date = asOf.map(text -> BusinessOptions.date("--as-of", text)).orElse(newest);
    var head = heads.get(date);
    if (head == null) {
      throw new SettingsError(
          "--as-of %s was never published; there are %s".formatted(date, heads.keySet()));
    }
    if (date.isBefore(newest) && !isResend) {
      throw DataError.gate(
          "the publication of %s is not the newest, which is that of %s; --resend hands it over all the same"
              .formatted(date, newest));
    }
    return head;
  }

  private List<String> names(Settings settings) {
    var known = new TreeSet<>(settings.destinations().keySet());
    var problems = new ArrayList<String>();
    for (var name : destinations) {
      if (!known.contains(name)) {
        problems.add(
            "--destination %s: there is no such destination%s"
                .formatted(name, Nearest.hint(name, known).orElse("; there are " + known)));
      } else if (settings.destinations().get(name).columns().isEmpty()) {
        problems.add(
            "destinations.%s.columns is missing: nothing would stand in the file".formatted(name));
      }
    }
    if (!problems.isEmpty()) {
      throw new SettingsError(problems);
    }
    if (!destinations.isEmpty()) {
      return destinations.stream().distinct().sorted().toList();
    }
    known.removeIf(name -> settings.destinations().get(name).columns().isEmpty());
    if (known.isEmpty()) {
      throw new SettingsError(
          "destinations: none has columns, so that nothing would stand in a file");
    }
    return List.copyOf(known);
  }
}
