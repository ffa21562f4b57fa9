package io.microtarget.jobs.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A source as it is proposed.
 *
 * @param name of the block
 * @param head comment lines above it
 * @param settings keys of the block to HOCON values, in order, each with a comment or an empty one
 * @param columns typed column to an expression
 * @param attributes name to an expression
 * @param identifiers type to an expression
 * @param personal attributes that go to the vault
 */
record Block(
    String name,
    List<String> head,
    List<Entry> settings,
    List<Entry> columns,
    List<Entry> attributes,
    List<Entry> identifiers,
    List<String> personal) {

  /** One key with its value as HOCON and a comment. */
  record Entry(String key, String value, String comment) {}

  /** The lines of the block. */
  String text() {
    var lines = new ArrayList<String>();
    head.forEach(line -> lines.add("# " + line));
    lines.add(Hocon.key(name) + " {");
    settings.forEach(e -> lines.add("  " + line(e, 0)));
    section("columns", columns, lines);
    section("attributes", attributes, lines);
    section("identifiers", identifiers, lines);
    if (!personal.isEmpty()) {
      lines.add("  # To the vault and nowhere else.");
      lines.add(
          "  personal = [" + String.join(", ", personal.stream().map(Hocon::key).toList()) + "]");
    }
    lines.add("}");
    return String.join("\n", lines) + "\n";
  }

  private static void section(String name, List<Entry> entries, List<String> lines) {
    if (entries.isEmpty()) {
      return;
    }
    var width =
        entries.stream().mapToInt(e -> assignment(e).length()).filter(w -> w <= 60).max().orElse(0);
    lines.add("  " + name + " {");
    entries.forEach(e -> lines.add("    " + line(e, width)));
    lines.add("  }");
  }

  private static String line(Entry entry, int width) {
    var assignment = assignment(entry);
    var padding = " ".repeat(Math.max(0, width - assignment.length()));
    return entry.comment().isEmpty() ? assignment : assignment + padding + "  # " + entry.comment();
  }

  private static String assignment(Entry entry) {
    return entry.value().startsWith("{")
        ? Hocon.key(entry.key()) + " " + entry.value()
        : Hocon.key(entry.key()) + " = " + entry.value();
  }

  /** Options and the like, on one line. */
  static String map(Map<String, String> values) {
    var parts = new ArrayList<String>();
    new TreeMap<>(values).forEach((k, v) -> parts.add(Hocon.key(k) + " = " + v));
    return "{ " + String.join(", ", parts) + " }";
  }
}
