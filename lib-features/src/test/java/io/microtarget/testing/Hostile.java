package io.microtarget.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Values that somebody may have typed into a form, from a table for people to read. */
public final class Hostile {
  private static final String SEPARATOR = " : ";

  private Hostile() {}

  /** All values, with their control characters. */
  public static List<String> values() {
    try (var in = Hostile.class.getResourceAsStream("/io/microtarget/testing/hostile.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && line.contains(SEPARATOR))
          .map(line -> value(line.substring(line.indexOf(SEPARATOR) + SEPARATOR.length())))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String value(String written) {
    var value = new StringBuilder();
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c != '\\') {
        value.append(c);
        continue;
      }
      char code = written.charAt(++i);
      if (code == 'u') {
        value.append((char) Integer.parseInt(written.substring(i + 1, i + 5), 16));
        i += 4;
      } else {
        value.append("trn\\".indexOf(code) < 0 ? code : "\t\r\n\\".charAt("trn\\".indexOf(code)));
      }
    }
    return value.toString();
  }
}
