package io.microtarget.jobs.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What becomes of odd files and rows, as {@code target/drift.md}: a line a case that passed. */
final class DriftTable {
  private static final Path TABLE = Path.of("target/drift.md");

  private final Map<String, List<String>> groups = new LinkedHashMap<>();

  void row(String group, String name, String outcome) {
    groups
        .computeIfAbsent(group, g -> new ArrayList<>())
        .add("| %s | %s |".formatted(cell(name), cell(outcome)));
  }

  void write() throws IOException {
    var lines = new ArrayList<String>();
    lines.add("# What becomes of files that drift and rows that poison");
    lines.add("");
    lines.add("Written by the test: each case with its declared outcome, an exact balance, and no");
    lines.add("kept row in which a raw value became null.");
    groups.forEach(
        (group, rows) -> {
          lines.addAll(List.of("", "## %s (%d cases)".formatted(group, rows.size()), ""));
          lines.addAll(List.of("| case | outcome |", "| --- | --- |"));
          lines.addAll(rows);
        });
    Files.createDirectories(TABLE.getParent());
    Files.write(TABLE, lines);
  }

  private static String cell(String text) {
    var visible = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                visible.append("\\u%04x".formatted(c));
              } else {
                visible.appendCodePoint(c);
              }
            });
    return visible.toString().replace("|", "\\|");
  }
}
