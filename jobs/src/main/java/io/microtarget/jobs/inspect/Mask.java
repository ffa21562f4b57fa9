package io.microtarget.jobs.inspect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shape of a value without the value: {@code Anna 7} becomes {@code Aaaa 9}. */
final class Mask {
  private static final int LONGEST = 32;
  private static final int LONG_TEXT = 48;

  private Mask() {}

  /** Letters as a or A, digits as 9, signs as they are; what is long is cut. */
  static String of(String value) {
    var mask = new StringBuilder();
    value.codePoints().limit(LONGEST).forEach(sign -> mask.append(masked(sign)));
    return mask + (value.codePointCount(0, value.length()) > LONGEST ? "…" : "");
  }

  /** The same with runs of one sign as one. */
  static String run(String value) {
    return of(value).replaceAll("(.)\\1+", "$1");
  }

  /** The shape most values have; of long texts only how long they are. */
  static String ofMost(List<String> values) {
    var longest = values.stream().mapToInt(String::length).max().orElse(0);
    var usual = values.stream().mapToInt(String::length).average().orElse(0);
    if (usual > LONG_TEXT) {
      return "texts of up to %,d characters".formatted(longest);
    }
    var counts = new HashMap<String, Integer>();
    values.forEach(v -> counts.merge(of(v), 1, Integer::sum));
    return counts.entrySet().stream()
        .max(
            Map.Entry.<String, Integer>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(java.util.Comparator.reverseOrder())))
        .map(Map.Entry::getKey)
        .orElse("");
  }

  private static char masked(int sign) {
    if (Character.isDigit(sign)) {
      return '9';
    }
    if (Character.isUpperCase(sign) || Character.isTitleCase(sign)) {
      return 'A';
    }
    if (Character.isLetter(sign)) {
      return 'a';
    }
    return sign >= 32 && sign < 127 ? (char) sign : Character.isWhitespace(sign) ? ' ' : '?';
  }
}
