package io.microtarget.jobs.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import io.microtarget.table.SettingsError;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/**
 * The settings file as it was read.
 *
 * <p>A path or {@code file:} URI includes files beside it; any other URI is read through Hadoop and
 * includes what is packaged with the program.
 *
 * @param name what a message calls it
 * @param local the file, unless it is remote
 * @param content its text
 */
record Text(String name, Optional<Path> local, String content) {
  private static final Pattern REMOTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");
  private static final Pattern INCLUDES_REFERENCE =
      Pattern.compile("(?m)^\\s*include\\s+(required\\()?\\s*\"reference(\\.conf)?\"");

  static Text of(String config) {
    if (REMOTE.matcher(config).matches() && !config.startsWith("file:")) {
      return remote(config);
    }
    var file = config.startsWith("file:") ? Path.of(URI.create(config)) : Path.of(config);
    if (!Files.exists(file)) {
      throw new SettingsError("settings file %s does not exist".formatted(file));
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new SettingsError("settings file %s cannot be read as a file".formatted(file));
    }
    try {
      return new Text(file.toString(), Optional.of(file), Files.readString(file));
    } catch (IOException unreadable) {
      throw new SettingsError(
          "settings file %s cannot be read: it is not UTF-8 text".formatted(file));
    }
  }

  static Text remote(String config) {
    var path = new org.apache.hadoop.fs.Path(config);
    try (var in = path.getFileSystem(new Configuration()).open(path)) {
      var content = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Text(config, Optional.empty(), content);
    } catch (IOException unreadable) {
      throw new SettingsError(
          "settings file %s cannot be read: %s".formatted(config, unreadable.getMessage()));
    }
  }

  boolean includesReference() {
    return INCLUDES_REFERENCE.matcher(content).find();
  }

  /**
   * @throws SettingsError file, line and what was expected there
   */
  Config parsed() {
    var options = ConfigParseOptions.defaults().setAllowMissing(false);
    try {
      return local
          // A bare name has no folder, and what it includes would be looked for nowhere.
          .map(file -> ConfigFactory.parseFile(file.toAbsolutePath().toFile(), options))
          .orElseGet(() -> ConfigFactory.parseString(content, options.setOriginDescription(name)));
    } catch (ConfigException unparsable) {
      throw new SettingsError(problem(unparsable, name));
    }
  }

  /** The library's message behind the place as file and line. */
  static String problem(ConfigException thrown, String name) {
    var message = thrown.getMessage();
    var what =
        Optional.ofNullable(thrown.origin())
            .map(ConfigOrigin::description)
            .filter(message::startsWith)
            .map(place -> message.substring(place.length()).replaceFirst("^:\\s*", ""))
            .orElse(message);
    var place = Optional.ofNullable(thrown.origin()).map(Place::of).orElse(Place.fileName(name));
    var hint =
        message.contains("env:") || message.contains("file:") || message.contains("':'")
            ? "; a secret is written in quotes, \"${env:NAME}\" or \"${file:/path}\""
            : "";
    return "%s: %s%s".formatted(place, what, hint);
  }
}
