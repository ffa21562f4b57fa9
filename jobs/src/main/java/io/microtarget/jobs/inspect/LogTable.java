package io.microtarget.jobs.inspect;

import io.microtarget.source.Format;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Lines of a server or a program as a table, by a regular expression with named groups: one that
 * many programs write, {@code key=value} pairs in one order, or words between blanks.
 */
final class LogTable {
  private static final double MOSTLY = 0.95;
  private static final int PROBED = 200;
  private static final Pattern GROUP = Pattern.compile("\\(\\?<([A-Za-z][A-Za-z0-9]*)>");
  private static final Pattern PAIR =
      Pattern.compile("([A-Za-z][A-Za-z0-9_.-]*)=(\"[^\"]*\"|\\S*)");

  /** One shape of lines; what stands in `pattern` if it has a name there. */
  private record Shape(String name, String pattern) {}

  /** As `common` and `combined` stand for in the settings. */
  private static final String COMMON =
      "^(?<host>\\S+) (?<identity>\\S+) (?<user>\\S+) \\[(?<time>[^\\]]+)\\] \"(?<request>(?:[^\"\\\\]|\\\\.)*)\" (?<status>\\d{3}) (?<bytes>\\d+|-)";

  private static final String MOMENT =
      "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d)?";

  private static final List<Shape> SHAPES =
      List.of(
          new Shape(
              "combined",
              COMMON + " \"(?<referer>(?:[^\"\\\\]|\\\\.)*)\" \"(?<agent>(?:[^\"\\\\]|\\\\.)*)\"$"),
          new Shape("common", COMMON + "$"),
          new Shape(
              "",
              "^\\[?(?<time>"
                  + MOMENT
                  + ")\\]?\\s+\\[?(?<level>[A-Z]{4,8})\\]?:?\\s+\\[?(?<logger>[\\w.$/-]+)\\]?:?\\s+(?<message>.*)$"),
          new Shape(
              "",
              "^\\[?(?<time>"
                  + MOMENT
                  + ")\\]?\\s+\\[?(?<level>[A-Z]{4,8})\\]?:?\\s+(?<message>.*)$"),
          new Shape(
              "",
              "^(?<time>[A-Z][a-z]{2}\\s+\\d{1,2} \\d\\d:\\d\\d:\\d\\d) (?<host>\\S+) (?<program>[^\\s:\\[]+)(?:\\[(?<pid>\\d+)\\])?: (?<message>.*)$"));

  private LogTable() {}

  /** The table, if the lines have one shape. */
  static Optional<RawTable> of(TextSample text) {
    var lines = text.lines().stream().filter(l -> !l.isBlank()).toList();
    if (lines.size() < 2) {
      return Optional.empty();
    }
    var probe = lines.subList(0, Math.min(PROBED, lines.size()));
    var shapes = new ArrayList<>(SHAPES);
    pairs(probe).ifPresent(shapes::add);
    words(probe).ifPresent(shapes::add);
    for (var shape : shapes) {
      var pattern = Pattern.compile(shape.pattern());
      if (share(pattern, probe) >= MOSTLY) {
        return Optional.of(table(shape, pattern, lines));
      }
    }
    return Optional.empty();
  }

  private static RawTable table(Shape shape, Pattern pattern, List<String> lines) {
    var groups = groups(shape.pattern());
    var values = new ArrayList<List<String>>();
    groups.forEach(g -> values.add(new ArrayList<>()));
    int malformed = 0;
    for (var line : lines) {
      var match = pattern.matcher(line);
      if (!match.matches()) {
        malformed++;
        continue;
      }
      for (int g = 0; g < groups.size(); g++) {
        var value = match.group(groups.get(g));
        values.get(g).add(value);
      }
    }
    var notes = new ArrayList<String>();
    if (malformed > 0) {
      notes.add(
          "%,d of %,d lines of the sample do not fit the pattern; they are quarantined"
              .formatted(malformed, lines.size()));
    }
    var columns = new ArrayList<RawColumn>();
    for (int g = 0; g < groups.size(); g++) {
      columns.add(new RawColumn(List.of(groups.get(g)), RawColumn.Type.TEXT, values.get(g)));
    }
    var option =
        shape.name().isEmpty() ? "\"\"\"" + shape.pattern() + "\"\"\"" : "\"" + shape.name() + "\"";
    return new RawTable(
        Format.LOG,
        Map.of("pattern", option),
        columns,
        Map.of(),
        lines.size() - malformed,
        malformed,
        notes);
  }

  private static List<String> groups(String pattern) {
    var groups = new LinkedHashSet<String>();
    var matcher = GROUP.matcher(pattern);
    while (matcher.find()) {
      groups.add(matcher.group(1));
    }
    return List.copyOf(groups);
  }

  private static double share(Pattern pattern, List<String> lines) {
    return (double) lines.stream().filter(l -> pattern.matcher(l).matches()).count() / lines.size();
  }

  /** {@code key=value} pairs that all lines have in the order of the first one. */
  private static Optional<Shape> pairs(List<String> lines) {
    var pattern = new StringBuilder("^");
    var names = new LinkedHashSet<String>();
    var matcher = PAIR.matcher(lines.get(0));
    int end = 0;
    while (matcher.find()) {
      var name = matcher.group(1).replaceAll("[^A-Za-z0-9]", "");
      if (name.isEmpty() || !names.add(name)) {
        return Optional.empty();
      }
      pattern.append(matcher.start() > end ? ".*?" : "");
      pattern.append(matcher.group(1).replace(".", "\\.")).append('=');
      var isQuoted = matcher.group(2).startsWith("\"");
      pattern.append(isQuoted ? "\"(?<%s>[^\"]*)\"" : "(?<%s>\\S*)");
      pattern.replace(pattern.indexOf("%s"), pattern.indexOf("%s") + 2, name);
      end = matcher.end();
    }
    return names.size() < 2 ? Optional.empty() : checked(pattern + ".*$");
  }

  /** The same number of words on each line, one of them a time or an address. */
  private static Optional<Shape> words(List<String> lines) {
    var first = lines.get(0).strip().split("\\s+");
    if (first.length < 3 || first.length > 12) {
      return Optional.empty();
    }
    var isProgram = false;
    var pattern = new StringBuilder("^\\s*");
    for (int w = 0; w < first.length; w++) {
      var place = w;
      var isTime =
          lines.stream()
              .map(l -> l.strip().split("\\s+"))
              .allMatch(l -> l.length > place && TimeForm.looksLikeTime(l[place]));
      isProgram |= isTime || Meaning.isAddressOfMachine(first[w]);
      var name = isTime && pattern.indexOf("<time>") < 0 ? "time" : "c" + w;
      pattern.append(w == 0 ? "" : "\\s+").append("(?<").append(name).append(">\\S+)");
    }
    return isProgram ? checked(pattern + "\\s*$") : Optional.empty();
  }

  private static Optional<Shape> checked(String pattern) {
    try {
      Pattern.compile(pattern);
      return Optional.of(new Shape("", pattern));
    } catch (PatternSyntaxException none) {
      return Optional.empty();
    }
  }
}
