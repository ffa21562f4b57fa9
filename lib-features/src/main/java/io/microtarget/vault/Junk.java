package io.microtarget.vault;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Placeholders that are known beforehand, by the kind of value: {@code n/a}, {@code keine Angabe},
 * {@code 1234567890}. They tell nothing of a person and link nobody. Those that no list foresees go
 * by their frequency.
 *
 * <p>The list stands in {@code junk.txt}, for people to read.
 */
public enum Junk {
  /** Of a person. */
  NAME,
  /** What stands before the @ of an e-mail address. */
  MAILBOX,
  /** Digits only. */
  PHONE,
  /** Of a card or a person, digits only. */
  NUMBER,
  /** Ids of devices and browsers. */
  DEVICE,
  /** Streets, cities and all else. */
  TEXT;

  private static final int LONGEST = 40;

  private final Set<String> values = new HashSet<>();

  static {
    for (var line : lines()) {
      int colon = line.indexOf(':');
      var kinds = Set.of(line.substring(0, colon).split(" "));
      var listed = line.substring(colon + 1).strip();
      var all = List.of(listed.split(listed.contains(" | ") ? " \\| " : " "));
      Stream.of(values())
          .filter(junk -> kinds.contains("any") || kinds.contains(junk.kind()))
          .forEach(junk -> junk.values.addAll(all));
    }
  }

  /** Whether a value is a placeholder; case and blanks around it do not matter. */
  public boolean has(String value) {
    if (value.length() > LONGEST) {
      return false;
    }
    return values.contains(value.strip().toLowerCase(Locale.ROOT));
  }

  private String kind() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static String[] lines() {
    try (InputStream in = Junk.class.getResourceAsStream("junk.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toArray(String[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
