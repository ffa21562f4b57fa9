package io.microtarget.jobs.settings;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a value stands: {@code grocery.conf:12}, or {@code --set}. */
final class Place {
  /** {@code file: 12}, {@code file: 12-14}, {@code reference.conf @ jar:file:…: 3}. */
  private static final Pattern ORIGIN =
      Pattern.compile("(?<name>.*?)(?: @ .*?)?(?:: (?<line>\\d+)(?:-\\d+)?)?");

  /** The origin of what the command line sets. */
  static final String OVERRIDE = "--set";

  private static final String REFERENCE = "reference.conf:";

  private Place() {}

  /** The place of a value; a block merged from several files stands where it is written first. */
  static String of(ConfigValue value) {
    return of(value.origin());
  }

  static String of(ConfigOrigin origin) {
    return one(all(origin)[0]);
  }

  /** Whether any of it stands in the reference, be it beside what the business says. */
  static boolean isOfReference(ConfigValue value) {
    return Arrays.stream(all(value.origin())).anyMatch(p -> one(p).startsWith(REFERENCE));
  }

  private static String[] all(ConfigOrigin origin) {
    return origin.description().replaceFirst("^merge of ", "").split(",");
  }

  private static String one(String description) {
    var parts = ORIGIN.matcher(description);
    if (!parts.matches()) {
      return description;
    }
    var file = fileName(parts.group("name"));
    return file.equals(OVERRIDE)
        ? file
        : Optional.ofNullable(parts.group("line")).map(line -> file + ":" + line).orElse(file);
  }

  static String fileName(String pathOrUri) {
    return pathOrUri.replaceFirst(".*/", "");
  }
}
