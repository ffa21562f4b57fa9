package io.microtarget.jobs;

import io.microtarget.identity.IdentityTables;
import io.microtarget.jobs.judge.LinkVerdict;
import io.microtarget.jobs.judge.TruthFile;
import io.microtarget.jobs.store.VaultKey;
import io.microtarget.table.SettingsError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code microtarget judge-links}: the persons of a publication beside a table of the truth. */
@Command(
    name = "judge-links",
    mixinStandardHelpOptions = true,
    description = {
      "Judges who was taken for one person by a file that knows who is.",
      "",
      "The file is CSV with a header, or Parquet: a row a record, with source (or id_space),",
      "native_id and person. Its ids become pseudonyms with the vault's key; nothing of it is kept.",
      "Prints precision, recall and F1 of pairs, B-cubed and exact clusters with 95 %% intervals,",
      "as published and by shared identifiers alone, and ends with one line of JSON."
    })
final class JudgeLinksCommand implements Callable<Integer> {
  @Mixin BusinessOptions business;

  @Option(
      names = "--truth",
      required = true,
      paramLabel = "FILE",
      description = "File that ends in .csv, .csv.gz or .parquet.")
  String truth;

  @Option(names = "--as-of", paramLabel = "DATE", description = "Default: the latest publication.")
  Optional<String> asOf = Optional.empty();

  @Option(
      names = "--native-id-column",
      paramLabel = "NAME",
      defaultValue = "native_id",
      description = "Id that the source gave. Default: ${DEFAULT-VALUE}.")
  String nativeId;

  @Option(
      names = "--person-column",
      paramLabel = "NAME",
      defaultValue = "person",
      description = "The true person. Default: ${DEFAULT-VALUE}.")
  String person;

  @Option(
      names = "--source-column",
      paramLabel = "NAME",
      defaultValue = "source",
      description = "Name of a source in the settings. Default: ${DEFAULT-VALUE}.")
  String source;

  @Option(
      names = "--id-space-column",
      paramLabel = "NAME",
      defaultValue = "id_space",
      description = "Id space, instead of the source. Default: ${DEFAULT-VALUE}.")
  String idSpaceColumn;

  @Option(
      names = "--id-space",
      paramLabel = "SPACE",
      description = "Id space of all rows; then neither column is needed.")
  Optional<String> idSpace = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Of the intervals. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(names = "--out", paramLabel = "FILE", description = "Writes the line of JSON there too.")
  Path out;

  @Override
  public Integer call() {
    var settings = business.settings();
    SparkStart.use(
        spark -> {
          var published = PublishedRun.of(spark, settings, asOf);
          var key = VaultKey.of(settings.vault().key(), published.lake());
          var file =
              new TruthFile(
                  truth, new TruthFile.Names(nativeId, person, idSpaceColumn, source, idSpace));
          var verdict =
              LinkVerdict.of(
                  file.rows(spark, settings.sources(), key),
                  published.store().own(IdentityTables.LINK),
                  published.store().own(IdentityTables.MATCH),
                  seed);
          verdict.lines().forEach(System.out::println);
          write(verdict.json(about(published)));
        });
    return Exit.OK;
  }

  private Map<String, String> about(PublishedRun published) {
    var about = new LinkedHashMap<String, String>();
    about.put("truth", truth);
    about.put("as_of", published.head().asOf().toString());
    about.put("run", published.head().runId().orElse(""));
    return about;
  }

  private void write(String json) {
    System.out.println(json);
    if (out == null) {
      return;
    }
    try {
      Files.writeString(out, json + "\n");
    } catch (IOException e) {
      throw new SettingsError(
          "--out: cannot write %s (%s)".formatted(out, e.getClass().getSimpleName()));
    }
  }
}
