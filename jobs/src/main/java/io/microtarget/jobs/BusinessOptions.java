package io.microtarget.jobs;

import io.microtarget.jobs.settings.Loader;
import io.microtarget.pipeline.Settings;
import io.microtarget.table.SettingsError;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import picocli.CommandLine.Option;

/** Options of every command that is about one business. */
final class BusinessOptions {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Settings of the business.")
  String config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replaces one setting, such as policy.budget=900. May be repeated.")
  Map<String, String> overrides = new LinkedHashMap<>();

  Settings settings() {
    return Loader.load(SubmittedFile.of(config, new SparkConf()), overrides, Settings.class);
  }

  /** A date as people write it in commands. */
  static LocalDate date(String option, String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new SettingsError("%s '%s' is not a date such as 2017-12-31".formatted(option, text));
    }
  }
}
