package io.microtarget.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Tables of values as typed and what becomes of them, for people to read and add to. */
final class Examples {
  private Examples() {}

  /** Cells of each line, without the blank on either side that sets them apart. */
  static List<String[]> of(String file) {
    try (var in = Examples.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.contains("|") && !line.startsWith("#"))
          .map(line -> Arrays.stream(line.split("\\|", -1)).map(Examples::cell))
          .map(cells -> cells.toArray(String[]::new))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line for each example that comes out otherwise than its cells from a place on say. */
  static List<String> wrong(List<String[]> examples, int from, Function<String[], String> made) {
    var wrong = new ArrayList<String>();
    for (var row : examples) {
      var expected = String.join(" | ", Arrays.copyOfRange(row, from, row.length));
      var found = made.apply(row);
      if (!found.equals(expected)) {
        var typed = String.join(" | ", Arrays.copyOf(row, from));
        wrong.add("%s: `%s`, not `%s`".formatted(typed, found, expected));
      }
    }
    return wrong;
  }

  private static String cell(String text) {
    var from = text.startsWith(" ") ? text.substring(1) : text;
    return from.endsWith(" ") ? from.substring(0, from.length() - 1) : from;
  }
}
