package io.microtarget.identity;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which records are compared at all ({@code identity.blocking} in the settings).
 *
 * @param mostRecords of a block; larger ones are left out, and counted
 * @param mostPairsPerRecord of a rule, on average over all records
 * @param rules empty for those that the compared fields suggest; else each as {@code
 *     postal-code+sound | postal-code+sounds}: keys from coarse to fine, made of fields, {@code
 *     mailbox}, {@code year-month}, {@code month-day}, {@code year-day}, and at the end what is
 *     taken of the names: {@code sound}, {@code sound-initial}, {@code sounds} or {@code names}
 */
public record BlockingSettings(int mostRecords, double mostPairsPerRecord, List<String> rules) {
  private static final int RECORDS = 100;
  private static final double PAIRS = 3;

  /** As {@code conf/reference.conf} has them. */
  public static final BlockingSettings DEFAULT = new BlockingSettings(RECORDS, PAIRS, List.of());

  static final Set<String> OF_NAMES = Set.of("sound", "sound-initial", "sounds", "names");
  static final Set<String> OF_VALUES = Set.of("mailbox", "year-month", "month-day", "year-day");

  public BlockingSettings {
    if (mostRecords < 2) {
      throw new IllegalArgumentException(
          "blocking.most-records must be at least 2, not %d: one record is no pair"
              .formatted(mostRecords));
    }
    if (!(mostPairsPerRecord > 0)) {
      throw new IllegalArgumentException(
          "blocking.most-pairs-per-record must be above 0, not " + mostPairsPerRecord);
    }
    rules = List.copyOf(rules);
    rules.forEach(rule -> steps(rule).forEach(step -> check(rule, step)));
  }

  /** The keys of a rule, coarse to fine, each by its parts. */
  static List<List<String>> steps(String rule) {
    return Arrays.stream(rule.split("\\|", -1))
        .map(step -> Arrays.stream(step.split("\\+", -1)).map(String::strip).toList())
        .toList();
  }

  private static void check(String rule, List<String> step) {
    for (int i = 0; i < step.size(); i++) {
      var part = step.get(i);
      var isLast = i == step.size() - 1;
      if (OF_NAMES.contains(part) && !isLast) {
        throw new IllegalArgumentException(
            "blocking.rules: `%s` in `%s` may only be the last part".formatted(part, rule));
      }
      if (!OF_NAMES.contains(part) && !ofValues().contains(part)) {
        throw new IllegalArgumentException(
            "blocking.rules: `%s` in `%s` is none of %s, %s"
                .formatted(
                    part,
                    rule,
                    String.join(", ", ofValues()),
                    String.join(", ", new TreeSet<>(OF_NAMES))));
      }
    }
  }

  private static Set<String> ofValues() {
    var values = new TreeSet<>(OF_VALUES);
    Arrays.stream(Field.values()).forEach(field -> values.add(field.key()));
    return values;
  }
}
