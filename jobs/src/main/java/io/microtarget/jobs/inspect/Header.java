package io.microtarget.jobs.inspect;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether the first line of a table names its columns.
 *
 * <p>It does not if a value in it is a number, a date, an address or another value of a person, or
 * if it comes again further down in its column. Where both may be, known words and plain names
 * without blanks speak for it. In doubt it is data: a name that is none would show a value.
 */
final class Header {
  private static final int LOOKED_AT = 500;

  private Header() {}

  static boolean isThere(List<String[]> rows) {
    if (rows.isEmpty()) {
      return false;
    }
    var first = rows.get(0);
    var names = Arrays.stream(first).filter(n -> n != null && !n.isBlank()).toList();
    if (names.isEmpty() || names.stream().anyMatch(Header::isValue)) {
      return false;
    }
    var known = names.stream().filter(Synonyms::knows).count();
    var plain = names.stream().filter(n -> n.matches("[\\p{L}_$][\\p{L}\\p{N}_.$#-]*")).count();
    var rest = rows.subList(1, Math.min(rows.size(), LOOKED_AT));
    if (names.stream().anyMatch(Names::isFirstName) || comesAgain(first, rest) > 0) {
      return known == names.size();
    }
    return known > 0
        || contrasts(first, rest) > 0
        || plain == names.size() && Set.copyOf(names).size() == names.size() && isNamed(names);
  }

  private static boolean isNamed(List<String> names) {
    return names.stream()
            .allMatch(n -> n.equals(n.toLowerCase(java.util.Locale.ROOT)) || n.contains("_"))
        || names.stream().allMatch(n -> n.matches("\\p{Lu}?\\p{Ll}+(\\p{Lu}\\p{Ll}*)+"));
  }

  private static boolean isValue(String text) {
    return text.matches("[+-]?[\\d.,' ]*\\d[\\d.,' ]*[%€$£]?")
        || text.matches("(?i)true|false|null|nan|n/a")
        || text.length() > 200
        || TimeForm.looksLikeTime(text)
        || Meaning.isPersonalValue(text);
  }

  /** Columns whose first value is there again below. */
  private static int comesAgain(String[] first, List<String[]> rest) {
    int again = 0;
    for (int c = 0; c < first.length; c++) {
      var seen = new HashSet<String>();
      for (var row : rest) {
        if (c < row.length) {
          seen.add(row[c]);
        }
      }
      var name = first[c];
      again += name != null && !name.isBlank() && seen.contains(name) ? 1 : 0;
    }
    return again;
  }

  /** Columns of numbers or times below a word. */
  private static int contrasts(String[] first, List<String[]> rest) {
    int contrasts = 0;
    for (int c = 0; c < first.length; c++) {
      var place = c;
      var filled =
          rest.stream()
              .filter(r -> place < r.length && r[place] != null && !r[place].isBlank())
              .map(r -> r[place])
              .toList();
      var values = filled.stream().filter(v -> v.matches(".*\\d.*")).count();
      var hasDigits = first[c] != null && first[c].matches(".*\\d{3,}.*");
      contrasts += filled.size() > 2 && values > 0.9 * filled.size() && !hasDigits ? 1 : 0;
    }
    return contrasts;
  }
}
