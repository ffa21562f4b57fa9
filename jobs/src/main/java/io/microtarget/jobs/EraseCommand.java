package io.microtarget.jobs;

import io.microtarget.jobs.erase.Erasure;
import io.microtarget.jobs.erase.Request;
import io.microtarget.jobs.erase.Requests;
import io.microtarget.jobs.store.Frame;
import io.microtarget.jobs.store.Lake;
import io.microtarget.jobs.store.Lease;
import io.microtarget.jobs.store.Removal;
import io.microtarget.jobs.store.VaultKey;
import io.microtarget.pipeline.Settings;
import io.microtarget.table.Clocks;
import io.microtarget.table.SettingsError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code microtarget erase}: who asked for it is forgotten, everywhere and for good. */
@Command(
    name = "erase",
    mixinStandardHelpOptions = true,
    description = {
      "Erases people: vault, typed tables, publications, quarantine, exports, and the history of all.",
      "Prints the certificate. Killed or repeated, it ends what was begun; late files bring nobody back."
    })
final class EraseCommand implements Callable<Integer> {
  @Mixin BusinessOptions business;

  @ArgGroup(multiplicity = "1")
  Who who;

  /** One person, or many. */
  static final class Who {
    @Option(
        names = "--person",
        paramLabel = "VALUE",
        description =
            "An e-mail address or other identifier, an id its source gave, or a record id. Others see a command line: `-` reads the first line of the standard input.")
    String person;

    @Option(
        names = "--requests",
        paramLabel = "FILE",
        description =
            "CSV with a header: value, and type, source or id_space; request_id if there is one.")
    String requests;
  }

  @Option(names = "--type", description = "VALUE is an identifier of this type: email, phone, …")
  Optional<String> type = Optional.empty();

  @Option(names = "--source", description = "VALUE is an id that this source gave.")
  Optional<String> source = Optional.empty();

  @Option(names = "--id-space", description = "VALUE is an id of this id space.")
  Optional<String> idSpace = Optional.empty();

  @Option(names = "--dry-run", description = "Only says how many records are meant.")
  boolean isRehearsal;

  @Option(
      names = "--exports",
      paramLabel = "DIR",
      description =
          "Folder with the folders of exports; removal files go there too. Default: beside the lake, LAKE-exports.")
  Optional<String> exports = Optional.empty();

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "Also writes the certificate there, as JSON. Must not be there yet.")
  Optional<String> certificate = Optional.empty();

  @Override
  public Integer call() {
    var settings = business.settings();
    var now = Instant.now();
    var id = "erase-" + now.toString().replaceAll("[-:.]", "");
    var requests = requests(settings, id);
    certificate.ifPresent(EraseCommand::requireFree);
    var zone = settings.business().zone();
    var frame = new Frame(id, new Clocks(LocalDate.ofInstant(now, zone), now, zone), now);
    SparkStart.use(spark -> erase(spark, settings, frame, requests));
    return Exit.OK;
  }

  private List<Request> requests(Settings settings, String id) {
    var all = new Requests(settings, id);
    if (who.person == null) {
      if (type.isPresent() || source.isPresent() || idSpace.isPresent()) {
        throw new SettingsError(
            "--requests: what a value is stands in its line (type, source, id_space)");
      }
      return all.ofFile(text(who.requests));
    }
    return all.of(
        who.person.equals("-") ? firstLine() : who.person,
        new Requests.Hint(type, source, idSpace));
  }

  private void erase(SparkSession spark, Settings settings, Frame frame, List<Request> requests) {
    var hadoop = spark.sparkContext().hadoopConfiguration();
    var lake = Lake.at(settings.lake().root(), hadoop);
    if (!lake.exists()) {
      throw new SettingsError(
          "lake.root '%s' is empty; there is nobody to erase".formatted(lake.root()));
    }
    var lasts = Duration.ofSeconds(settings.lake().leaseSeconds());
    Removal.settings().forEach((key, value) -> spark.conf().set(key, value));
    try (var lease = Lease.take(spark, lake, frame.runId(), lasts, Clock.systemUTC())) {
      Consumer<String> steps =
          step -> {
            lease.check();
            System.err.println(
                "erase: %s done after %.1f s"
                    .formatted(
                        step,
                        Duration.between(frame.startedAt(), Instant.now()).toMillis() / 1000.0));
          };
      var pseudonym = VaultKey.of(settings.vault().key(), lake);
      var erasure =
          new Erasure(
              spark,
              lake,
              settings,
              pseudonym,
              frame,
              Clock.systemUTC(),
              exports.orElse(lake.root() + "-exports"),
              steps);
      if (isRehearsal) {
        erasure.rehearsal(requests).forEach(System.out::println);
        return;
      }
      var done = erasure.run(requests);
      done.text().forEach(System.out::println);
      certificate.ifPresent(file -> write(file, done.json()));
    } finally {
      Removal.settings().keySet().forEach(key -> spark.conf().unset(key));
    }
  }

  private static String text(String file) {
    try {
      return Files.readString(Path.of(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new SettingsError(
          "--requests %s cannot be read (%s)".formatted(file, e.getClass().getSimpleName()));
    }
  }

  private static String firstLine() {
    try {
      var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      return Optional.ofNullable(in.readLine())
          .filter(line -> !line.isBlank())
          .orElseThrow(() -> new SettingsError("--person -: the standard input is empty"));
    } catch (IOException e) {
      throw new SettingsError("--person -: the standard input cannot be read");
    }
  }

  private static void requireFree(String file) {
    if (Files.exists(Path.of(file))) {
      throw new SettingsError("--certificate %s is there already; name a new file".formatted(file));
    }
  }

  private static void write(String file, String text) {
    try {
      Files.writeString(Path.of(file), text);
    } catch (IOException e) {
      throw new SettingsError(
          "--certificate %s cannot be written (%s); the erasure is done and stands in table erasure"
              .formatted(file, e.getClass().getSimpleName()));
    }
  }
}
