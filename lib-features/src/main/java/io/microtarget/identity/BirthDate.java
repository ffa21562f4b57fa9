package io.microtarget.identity;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;

/**
 * A date of birth as {@code yyyymmdd}, from the forms people write: {@code 1971-06-24}, {@code
 * 19710624}, {@code 24.06.1971}, {@code 06/24/1971} (month first, as the slash is American).
 *
 * <p>Days that no calendar has, years before {@value #EARLIEST_YEAR}, and the first of January of
 * 1900 and 1970, which forms and programs fill in by themselves, are unknown.
 */
final class BirthDate {
  private static final int EARLIEST_YEAR = 1900;
  private static final Pattern YEAR_FIRST =
      Pattern.compile("(\\d{4})([-/.]?)(\\d{2})\\2(\\d{2})(?:[T ].*)?");
  private static final Pattern DAY_FIRST = Pattern.compile("(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})");
  private static final Pattern MONTH_FIRST = Pattern.compile("(\\d{1,2})/(\\d{1,2})/(\\d{4})");

  private BirthDate() {}

  /** Eight digits; empty where the value is no plausible date. */
  static String of(String raw) {
    var value = raw.strip();
    var yearFirst = YEAR_FIRST.matcher(value);
    if (yearFirst.matches()) {
      return plausible(yearFirst.group(1), yearFirst.group(3), yearFirst.group(4));
    }
    var dayFirst = DAY_FIRST.matcher(value);
    if (dayFirst.matches()) {
      return plausible(dayFirst.group(3), dayFirst.group(2), dayFirst.group(1));
    }
    var monthFirst = MONTH_FIRST.matcher(value);
    return monthFirst.matches()
        ? plausible(monthFirst.group(3), monthFirst.group(1), monthFirst.group(2))
        : "";
  }

  private static String plausible(String year, String month, String day) {
    LocalDate date;
    try {
      date = LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
    } catch (DateTimeException impossible) {
      return "";
    }
    boolean filledIn = date.getDayOfYear() == 1 && date.getYear() % 70 == 1900 % 70;
    return date.getYear() < EARLIEST_YEAR || filledIn
        ? ""
        : "%04d%02d%02d".formatted(date.getYear(), date.getMonthValue(), date.getDayOfMonth());
  }
}
