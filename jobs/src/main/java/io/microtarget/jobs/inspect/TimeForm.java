package io.microtarget.jobs.inspect;

import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the times of a column are written.
 *
 * @param patterns for {@code values.times}; empty: ISO 8601, or numbers
 * @param count what numbers count
 * @param cut signs to leave out at the beginning: a day of the week, which patterns cannot read
 * @param isDay dates without a time of the day
 * @param hasZone each value names its zone
 * @param isAmbiguous day and month could be exchanged
 */
record TimeForm(
    List<String> patterns,
    Count count,
    int cut,
    boolean isDay,
    boolean hasZone,
    boolean isAmbiguous) {
  private static final double MOSTLY = 0.98;
  private static final int ENOUGH = 2_000;
  private static final String DAY_OF_WEEK = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun),? ";
  private static final Pattern ISO =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d([T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?\\s?(Z|UTC|[+-]\\d\\d:?(\\d\\d)?)?)?");
  private static final Pattern LIKE_TIME =
      Pattern.compile(
          "\\d{1,4}[./-]\\d{1,2}[./-]\\d{1,4}([T ,].*)?|\\d{1,2}[ /-][A-Za-z]{3}[ /-]\\d{2,4}.*");

  /** Day first before month first: more of the world writes so; the note says what was guessed. */
  private static final List<String> PATTERNS = tried();

  /** What a number that means a time counts. */
  enum Count {
    NONE,
    SECONDS,
    MILLISECONDS,
    /** Days since 1899-12-30, as spreadsheets count. */
    SHEET_DAYS
  }

  private static List<String> tried() {
    var patterns = new ArrayList<String>();
    var dates =
        List.of(
            "d.M.yyyy",
            "d/M/yyyy",
            "M/d/yyyy",
            "yyyy/M/d",
            "d-M-yyyy",
            "M-d-yyyy",
            "d.M.yy",
            "d/M/yy",
            "M/d/yy",
            "d-MMM-yyyy",
            "d MMM yyyy",
            "MMM d, yyyy",
            "yyyy.M.d");
    for (var date : dates) {
      for (var time :
          List.of(
              "",
              " H:mm:ss",
              " H:mm",
              " h:mm:ss a",
              " h:mm a",
              ", H:mm",
              ", H:mm:ss",
              " H:mm:ss Z")) {
        patterns.add(date + time);
      }
    }
    patterns.addAll(
        List.of(
            "d/MMM/yyyy:HH:mm:ss Z",
            "yyyyMMdd'T'HHmmss",
            "yyyyMMdd'T'HHmmssX",
            "yyyy-MM-dd HH:mm:ss,SSS",
            "MMM d HH:mm:ss Z yyyy",
            "MMM d HH:mm:ss yyyy"));
    return patterns;
  }

  /**
   * The form nearly all values have; empty if they are no times.
   *
   * @param isNamedTime the name of the column speaks of time, so that plain numbers may be some
   */
  static Optional<TimeForm> of(List<String> all, boolean isNamedTime) {
    var values = all.stream().map(String::strip).limit(ENOUGH).toList();
    if (values.isEmpty()) {
      return Optional.empty();
    }
    var iso = values.stream().filter(v -> ISO.matcher(v).matches()).toList();
    if (iso.size() >= MOSTLY * values.size()) {
      return Optional.of(iso(iso));
    }
    if (isNamedTime) {
      var counted = counted(values);
      if (counted.isPresent()) {
        return counted;
      }
    }
    var cut = cut(values);
    var texts = values.stream().map(v -> v.substring(Math.min(cut, v.length()))).toList();
    return covering(texts, cut);
  }

  /** Whether a single text has the outline of a date or time. */
  static boolean looksLikeTime(String text) {
    return ISO.matcher(text.strip()).matches() || LIKE_TIME.matcher(text.strip()).matches();
  }

  /** Whether a value has it. */
  boolean fits(String value) {
    var text = value.strip();
    return isCount()
        ? text.matches("[\\d.]+")
        : ISO.matcher(text).matches()
            || patterns.stream()
                .anyMatch(
                    p ->
                        parsed(formatter(p), text.substring(Math.min(cut, text.length())))
                            .isPresent());
  }

  /** For {@code values.times}: the patterns, or the name of what is counted. */
  List<String> asSettings() {
    return switch (count) {
      case NONE, SHEET_DAYS -> patterns;
      case SECONDS -> List.of("epoch-seconds");
      case MILLISECONDS -> List.of("epoch-millis");
    };
  }

  /** Plain numbers, or dates written together. */
  boolean isCount() {
    return count != Count.NONE;
  }

  private static TimeForm iso(List<String> values) {
    return new TimeForm(
        List.of(),
        Count.NONE,
        0,
        values.stream().allMatch(v -> v.length() == 10),
        values.stream().allMatch(v -> v.matches(".*\\d:\\d.*(Z|UTC|[+-]\\d\\d:?(\\d\\d)?)")),
        false);
  }

  private static Optional<TimeForm> counted(List<String> values) {
    if (share(values, "(19|20)\\d\\d(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])") >= MOSTLY) {
      return Optional.of(new TimeForm(List.of("yyyyMMdd"), Count.NONE, 0, true, false, false));
    }
    if (share(values, "(9[5-9]|1\\d{1}|20|21)\\d{7,8}(\\.\\d{1,6}|\\.0)?") >= MOSTLY
        && share(values, "\\d{9,10}(\\.\\d+)?") >= MOSTLY) {
      return Optional.of(new TimeForm(List.of(), Count.SECONDS, 0, false, true, false));
    }
    if (share(values, "(9[5-9]|1\\d|20|21)\\d{10,11}") >= MOSTLY
        && share(values, "\\d{12,13}") >= MOSTLY) {
      return Optional.of(new TimeForm(List.of(), Count.MILLISECONDS, 0, false, true, false));
    }
    if (share(values, "[34]\\d{4}\\.\\d{3,}") >= 0.9) {
      return Optional.of(new TimeForm(List.of(), Count.SHEET_DAYS, 0, false, false, false));
    }
    return Optional.empty();
  }

  private static double share(List<String> values, String pattern) {
    var compiled = Pattern.compile(pattern);
    return (double) values.stream().filter(v -> compiled.matcher(v).matches()).count()
        / values.size();
  }

  private static int cut(List<String> values) {
    if (share(values, DAY_OF_WEEK + ".*") < MOSTLY) {
      return 0;
    }
    return values.get(0).charAt(3) == ',' ? 5 : 4;
  }

  /** One pattern if it fits nearly all, else up to three that do together. */
  private static Optional<TimeForm> covering(List<String> values, int cut) {
    if (values.stream().filter(v -> v.matches(".*\\d.*\\D.*\\d.*")).count()
        < MOSTLY * values.size()) {
      return Optional.empty();
    }
    var open = new ArrayList<>(values);
    open.removeIf(v -> ISO.matcher(v).matches());
    var chosen = new ArrayList<String>();
    var isAmbiguous = false;
    while (!open.isEmpty() && chosen.size() < 3 && open.size() > (1 - MOSTLY) * values.size()) {
      String best = null;
      long most = 0;
      for (var pattern : PATTERNS) {
        var fits = fits(pattern, open);
        if (fits > most) {
          best = pattern;
          most = fits;
        }
      }
      if (best == null) {
        return Optional.empty();
      }
      isAmbiguous |= isAmbiguous(best, open, most);
      var formatter = formatter(best);
      open.removeIf(v -> parsed(formatter, v).isPresent());
      chosen.add(best);
    }
    if (open.size() > (1 - MOSTLY) * values.size() || chosen.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new TimeForm(
            chosen,
            Count.NONE,
            cut,
            chosen.stream().noneMatch(p -> p.contains("m")),
            chosen.stream().allMatch(p -> p.matches(".*[ZX].*")),
            isAmbiguous));
  }

  private static boolean isAmbiguous(String pattern, List<String> values, long fits) {
    var other =
        pattern.contains("d/M/")
            ? pattern.replace("d/M/", "M/d/")
            : pattern.contains("d-M-") ? pattern.replace("d-M-", "M-d-") : pattern;
    return !other.equals(pattern) && fits(other, values) == fits;
  }

  private static long fits(String pattern, List<String> values) {
    var formatter = formatter(pattern);
    long fits = 0;
    for (int i = 0; i < values.size(); i++) {
      fits += parsed(formatter, values.get(i)).isPresent() ? 1 : 0;
      if (i == 50 && fits == 0) {
        return 0;
      }
    }
    return fits;
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  private static Optional<TemporalAccessor> parsed(DateTimeFormatter formatter, String value) {
    try {
      var time = formatter.parse(value);
      var year = time.get(ChronoField.YEAR);
      return year >= 1850 && year <= 2100 ? Optional.of(time) : Optional.empty();
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }
}
