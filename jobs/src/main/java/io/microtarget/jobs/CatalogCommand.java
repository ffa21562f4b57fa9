package io.microtarget.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.microtarget.feature.FeatureTables;
import io.microtarget.jobs.settings.Loader;
import io.microtarget.pipeline.CatalogPage;
import io.microtarget.pipeline.OpenDataContract;
import io.microtarget.pipeline.PolicyPage;
import io.microtarget.pipeline.Settings;
import io.microtarget.privacy.PolicyTable;
import io.microtarget.source.Contract;
import io.microtarget.source.Mapping;
import io.microtarget.table.SettingsError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code microtarget catalog}: all tables and what is promised about them. Starts Spark only for
 * {@code --features}, which stand in the lake.
 */
@Command(
    name = "catalog",
    mixinStandardHelpOptions = true,
    description =
        "Writes the catalogue of all tables with the contract of each column; with --config also"
            + " what the sources of a business add.")
final class CatalogCommand implements Callable<Integer> {
  @Option(names = "--config", paramLabel = "FILE", description = "Settings of a business.")
  String config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replaces one setting, such as policy.budget=900. May be repeated.")
  Map<String, String> overrides = new LinkedHashMap<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "markdown",
      description = "markdown, or odcs: Open Data Contract Standard 3.1.0 as YAML.")
  Format format;

  @Option(
      names = "--out",
      paramLabel = "PATH",
      description = "File to write; a name that ends in .odcs.yaml is known to editors.")
  Path out;

  @Option(
      names = "--policy",
      description =
          "Writes instead what the law makes of a message: every rule, with its reference.")
  boolean isPolicy;

  @Option(
      names = "--features",
      description = "Writes instead the feature dictionary of the published run; needs --config.")
  boolean areFeatures;

  @Option(names = "--all", description = "With --features: all of them, not the first page only.")
  boolean areAll;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "With --features: of this date. Default: the latest publication.")
  Optional<String> asOf = Optional.empty();

  enum Format {
    MARKDOWN,
    ODCS
  }

  @Override
  public Integer call() throws JsonProcessingException {
    var settings = settings();
    var text =
        isPolicy
            ? PolicyPage.of(PolicyTable.STANDARD)
            : areFeatures ? features(settings) : catalog(settings);
    if (out == null) {
      System.out.print(text);
    } else {
      write(text);
    }
    return Exit.OK;
  }

  private String features(Optional<Settings> settings) {
    var business =
        settings.orElseThrow(
            () -> new SettingsError("--features needs --config: features are those of a business"));
    var text = new StringBuilder();
    SparkStart.use(
        spark -> {
          var published = PublishedRun.of(spark, business, asOf);
          var rows = published.store().own(FeatureTables.FEATURE_DEFINITION).collectAsList();
          text.append(
              FeaturePage.of(published.head(), rows, areAll ? rows.size() : FeaturePage.ROWS));
        });
    return text.toString();
  }

  private String catalog(Optional<Settings> settings) throws JsonProcessingException {
    return switch (format) {
      case MARKDOWN -> CatalogPage.of(settings.map(Settings::sources).orElse(Map.of()));
      case ODCS -> yaml(OpenDataContract.of(Product.VERSION, settings));
    };
  }

  private Optional<Settings> settings() {
    if (config == null) {
      if (!overrides.isEmpty()) {
        throw new SettingsError("--set needs --config: without a business there is nothing to set");
      }
      return Optional.empty();
    }
    var settings =
        Loader.load(SubmittedFile.of(config, new SparkConf()), overrides, Settings.class);
    var problems =
        new TreeMap<>(settings.sources())
            .entrySet().stream()
                .flatMap(
                    source ->
                        Contract.problems(
                                Mapping.kind(source.getValue()), source.getValue().contract())
                            .stream()
                            .map(problem -> "sources." + source.getKey() + "." + problem))
                .toList();
    if (!problems.isEmpty()) {
      throw new SettingsError(problems);
    }
    return Optional.of(settings);
  }

  /** Every text in quotes, so that no reader takes {@code no} or a date for something else. */
  private static String yaml(Map<String, Object> contract) throws JsonProcessingException {
    var factory =
        YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();
    return new YAMLMapper(factory).writeValueAsString(contract);
  }

  private void write(String text) {
    try {
      Files.writeString(out, text);
    } catch (IOException e) {
      throw new SettingsError(
          "--out: cannot write %s (%s)".formatted(out, e.getClass().getSimpleName()));
    }
  }
}
