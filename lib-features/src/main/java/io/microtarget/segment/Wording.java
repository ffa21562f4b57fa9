package io.microtarget.segment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Names and rules of segments in plain words, made from their figures alone.
 *
 * <p>A name is its two largest standardised differences ("high spend 364d, low recency"); where two
 * segments would share a name, both get their next difference, until all names differ. Differences
 * below 0.1 standard deviations are not worth a name ("near the average").
 */
final class Wording {
  private static final double NOTABLE = 0.1;
  private static final int IN_NAME = 2;
  private static final int IN_RULE = 3;

  private Wording() {}

  /** A name per segment, in the order given, no two the same. */
  static List<String> names(List<Profile> segments) {
    if (segments.size() == 1) {
      return List.of("all");
    }
    var lengths = new HashMap<Integer, Integer>();
    var names = segments.stream().map(s -> name(s, IN_NAME)).collect(Collectors.toList());
    for (int round = IN_NAME; hasTwins(names) && round < features(segments); round++) {
      var twins = counts(names);
      for (int s = 0; s < names.size(); s++) {
        if (twins.get(names.get(s)) > 1) {
          names.set(s, name(segments.get(s), lengths.merge(s, IN_NAME + 1, (a, b) -> a + 1)));
        }
      }
    }
    var twins = counts(names);
    for (int s = 0; s < names.size(); s++) {
      if (twins.get(names.get(s)) > 1) {
        names.set(s, "%s (%d)".formatted(names.get(s), s + 1));
      }
    }
    return List.copyOf(names);
  }

  /**
   * "nearest of 4 centres: spend_364d 5,200 on average against 1,900 overall; …".
   *
   * @param overall mean of each feature over all subjects, in its own unit
   */
  static String rule(Profile segment, int segments, Map<String, Double> overall) {
    if (segments == 1) {
      return "all subjects";
    }
    var figures =
        segment.byDifference().stream()
            .filter(segment.centre()::containsKey)
            .limit(IN_RULE)
            .map(
                f ->
                    "%s %s on average against %s overall"
                        .formatted(f, figure(segment.centre().get(f)), figure(overall.get(f))))
            .collect(Collectors.joining("; "));
    return "nearest of %d centres: %s".formatted(segments, figures);
  }

  /** Thousands without decimals, small figures with two significant ones. */
  static String figure(double value) {
    var size = Math.abs(value);
    var pattern = size >= 100 ? "%,.0f" : size >= 1 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, pattern, value);
  }

  private static String name(Profile segment, int length) {
    var parts = new ArrayList<String>();
    for (var feature : segment.byDifference()) {
      var difference = segment.difference().get(feature);
      if (parts.size() < length && (Math.abs(difference) >= NOTABLE || length > IN_NAME)) {
        parts.add((difference < 0 ? "low " : "high ") + feature.replaceAll("_+", " "));
      }
    }
    return parts.isEmpty() ? "near the average" : String.join(", ", parts);
  }

  private static int features(List<Profile> segments) {
    return segments.stream().mapToInt(s -> s.difference().size()).max().orElse(0);
  }

  private static boolean hasTwins(List<String> names) {
    return counts(names).values().stream().anyMatch(n -> n > 1);
  }

  private static Map<String, Integer> counts(List<String> names) {
    var counts = new HashMap<String, Integer>();
    names.forEach(n -> counts.merge(n, 1, Integer::sum));
    return counts;
  }
}
