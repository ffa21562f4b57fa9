package io.microtarget.jobs.judge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether rows that break a contract on purpose are in quarantine under the rule that they break,
 * and no other row is.
 *
 * <p>A row of the quarantine is a planted one if a planted key of its file stands in it as a whole
 * value. Several sources may read one file; that one of them puts a row aside is enough.
 */
final class QuarantineVerdict {
  /**
   * A row that was broken on purpose.
   *
   * @param file from {@code raw/} on
   * @param rule it must be quarantined under
   */
  record Breach(String source, String file, String key, String rule) {}

  /**
   * A row that is in quarantine.
   *
   * @param file from {@code raw/} on
   * @param at place of the row in its file
   * @param line as it was delivered
   */
  record Aside(String source, String file, long at, String rule, String line) {}

  private final Map<String, Map<String, Breach>> planted = new HashMap<>();
  private final Map<Breach, Set<String>> found = new HashMap<>();
  private final Map<String, String> clean = new TreeMap<>();

  QuarantineVerdict(List<Breach> breaches) {
    for (var breach : breaches) {
      planted.computeIfAbsent(breach.file(), f -> new HashMap<>()).put(breach.key(), breach);
      found.put(breach, new HashSet<>());
    }
  }

  void add(Aside row) {
    var keys = planted.getOrDefault(row.file(), Map.of());
    var isPlanted = false;
    for (var value : values(row.line())) {
      var breach = keys.get(value);
      if (breach != null) {
        found.get(breach).add(row.rule());
        isPlanted = true;
      }
    }
    if (!isPlanted) {
      clean.put(row.file() + ":" + row.at(), "%s %s".formatted(row.source(), row.rule()));
    }
  }

  /** Texts between the signs by which CSV and JSON separate values; also of a broken line. */
  private static List<String> values(String line) {
    var values = new ArrayList<String>();
    for (var part : line.split("[\\t;,\"{}\\[\\]]+")) {
      var value = part.strip();
      values.add(value.startsWith(":") ? value.substring(1).strip() : value);
    }
    return values;
  }

  Finding finding() {
    long right = found.entrySet().stream().filter(QuarantineVerdict::isRight).count();
    long aside = found.values().stream().filter(rules -> !rules.isEmpty()).count();
    var finding =
        new Finding("quarantine")
            .line(
                "%,d of %,d planted breaches are in quarantine, %,d of them under the rule they break; clean rows there: %,d",
                aside, found.size(), right, clean.size())
            .put("planted", found.size())
            .put("quarantined", aside)
            .put("right_rule", right)
            .put("clean_quarantined", clean.size());
    byRule().forEach((rule, counts) -> finding.line("  %-42s %s", rule, counts.text()));
    var cleanRules = new TreeMap<String, Integer>();
    clean.values().forEach(rule -> cleanRules.merge(rule, 1, Integer::sum));
    cleanRules.forEach((rule, rows) -> finding.line("  clean rows under %s: %,d", rule, rows));
    return finding;
  }

  private static boolean isRight(Map.Entry<Breach, Set<String>> entry) {
    return entry.getValue().contains(entry.getKey().rule());
  }

  private Map<String, Counts> byRule() {
    var counts = new TreeMap<String, Counts>();
    found.forEach(
        (breach, rules) ->
            counts
                .computeIfAbsent(
                    "%s %s".formatted(breach.source(), breach.rule()), r -> new Counts())
                .add(breach, rules));
    return counts;
  }

  private static final class Counts {
    private int planted;
    private int right;
    private final Map<String, Integer> others = new TreeMap<>();

    void add(Breach breach, Set<String> rules) {
      planted++;
      if (rules.contains(breach.rule())) {
        right++;
      } else {
        others.merge(rules.isEmpty() ? "nowhere" : String.join(" and ", rules), 1, Integer::sum);
      }
    }

    String text() {
      return "%,d of %,d%s".formatted(right, planted, others.isEmpty() ? "" : ", else " + others);
    }
  }
}
