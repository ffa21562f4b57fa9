package io.microtarget.identity;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date of birth as {@code yyyymmdd}, from the forms people and programs write: {@code
 * 1971-06-24}, {@code 19710624}, {@code 24061971}, {@code 24.06.1971}, {@code 24.6.71}, {@code
 * 06/24/1971}, {@code 24. Juni 1971}, {@code June 24th, 1971}, {@code 24-JUN-71}, with a time of
 * day or without, and {@code 26108}, as spreadsheets count days since 1899-12-30.
 *
 * <p>Slashes: month first in the US and where no country is given, else day first; and the other
 * way where that alone is a day. Years of two digits: 30 to 99 are of the last century, 00 to 29 of
 * this one, as spreadsheets read them.
 *
 * <p>Days that no calendar has, years before {@value #EARLIEST_YEAR} and after {@value
 * #LATEST_YEAR}, and the first of January of 1900 and 1970, which forms and programs fill in by
 * themselves, are unknown.
 */
final class BirthDate {
  private static final int EARLIEST_YEAR = 1900;
  private static final int LATEST_YEAR = 2100;
  private static final int FIRST_OF_LAST_CENTURY = 30;
  private static final LocalDate SERIAL_ZERO = LocalDate.of(1899, 12, 30);
  private static final Set<String> MONTH_FIRST_AT_SLASHES = Set.of("", "US", "PH", "FM", "MH");

  /** No form is longer. */
  private static final int LONGEST = 60;

  private static final String TIME = "(?:[T,\\s].*)?";
  private static final Pattern YEAR_FIRST =
      Pattern.compile("(\\d{4})([-/.]?)(\\d{2})\\2(\\d{2})(?:\\d{6})?" + TIME);
  private static final Pattern YEAR_FIRST_SHORT =
      Pattern.compile("(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})" + TIME);
  private static final Pattern DAY_FIRST =
      Pattern.compile("(\\d{1,2})\\.\\s?(\\d{1,2})\\.\\s?(\\d{4}|\\d{2})" + TIME);
  private static final Pattern EITHER_FIRST =
      Pattern.compile("(\\d{1,2})([-/])(\\d{1,2})\\2(\\d{4}|\\d{2})" + TIME);
  private static final Pattern EIGHT_DIGITS = Pattern.compile("(\\d{2})(\\d{2})(\\d{4})");
  private static final Pattern SERIAL = Pattern.compile("([1-7]\\d{4})(?:[.,]\\d+)?");
  private static final String DAY = "(\\d{1,2})(?:st|nd|rd|th)?[.,]?";
  private static final String YEAR = "[ '-]*(\\d{4}|\\d{2})\\b.*";
  private static final Pattern DAY_AND_WORD =
      Pattern.compile("(?:\\p{L}+\\.?,? )?" + DAY + "[ -]*(?:of )?(\\p{L}{3,})[.,]?" + YEAR);
  private static final Pattern WORD_AND_DAY =
      Pattern.compile("(?:\\p{L}+,? )?(\\p{L}+)\\.?[ -]*" + DAY + "[ -]" + YEAR);
  private static final Pattern YEAR_AND_WORD =
      Pattern.compile("(\\d{4})[ -](\\p{L}+)\\.?[ -](\\d{1,2})");

  private static final Map<String, Integer> MONTHS = months();

  private BirthDate() {}

  /** Eight digits; empty where the value is no plausible date. */
  static String of(String raw) {
    return of(raw, "");
  }

  /**
   * Eight digits; empty where the value is no plausible date.
   *
   * @param country ISO 3166, which says what slashes mean; empty: not known
   */
  static String of(String raw, String country) {
    if (raw.length() > LONGEST) {
      return "";
    }
    var value = raw.strip();
    var form = YEAR_FIRST.matcher(value);
    if (form.matches()) {
      var date = plausible(form.group(1), form.group(3), form.group(4));
      return date.isEmpty() ? eightDigits(value) : date;
    }
    form = YEAR_FIRST_SHORT.matcher(value);
    if (form.matches()) {
      return plausible(form.group(1), form.group(3), form.group(4));
    }
    form = DAY_FIRST.matcher(value);
    if (form.matches()) {
      return plausible(form.group(3), form.group(2), form.group(1));
    }
    form = EITHER_FIRST.matcher(value);
    if (form.matches()) {
      return eitherFirst(form, MONTH_FIRST_AT_SLASHES.contains(country));
    }
    form = SERIAL.matcher(value);
    if (form.matches()) {
      return plausible(SERIAL_ZERO.plusDays(Integer.parseInt(form.group(1))));
    }
    return value.isEmpty() ? "" : inWords(value.toLowerCase(Locale.ROOT));
  }

  private static String eightDigits(String value) {
    var form = EIGHT_DIGITS.matcher(value);
    return form.matches() ? plausible(form.group(3), form.group(2), form.group(1)) : "";
  }

  private static String eitherFirst(Matcher form, boolean isMonthFirst) {
    var one = form.group(1);
    var other = form.group(3);
    var year = form.group(4);
    var usual = isMonthFirst ? plausible(year, one, other) : plausible(year, other, one);
    if (!usual.isEmpty() || isMonth(isMonthFirst ? one : other)) {
      return usual;
    }
    return isMonthFirst ? plausible(year, other, one) : plausible(year, one, other);
  }

  private static boolean isMonth(String digits) {
    int month = Integer.parseInt(digits);
    return month >= 1 && month <= 12;
  }

  private static String inWords(String value) {
    var form = DAY_AND_WORD.matcher(value);
    if (form.matches()) {
      return plausible(form.group(3), month(form.group(2)), form.group(1));
    }
    form = WORD_AND_DAY.matcher(value);
    if (form.matches()) {
      return plausible(form.group(3), month(form.group(1)), form.group(2));
    }
    form = YEAR_AND_WORD.matcher(value);
    return form.matches() ? plausible(form.group(1), month(form.group(2)), form.group(3)) : "";
  }

  private static String month(String word) {
    return String.valueOf(MONTHS.getOrDefault(Latin.of(word), 0));
  }

  private static String plausible(String year, String month, String day) {
    try {
      int number = Integer.parseInt(year);
      if (year.length() == 2) {
        number += number < FIRST_OF_LAST_CENTURY ? 2000 : 1900;
      }
      var date = LocalDate.of(number, Integer.parseInt(month), Integer.parseInt(day));
      boolean isZero = year.equals("00") && date.getDayOfYear() == 1;
      return isZero ? "" : plausible(date);
    } catch (DateTimeException impossible) {
      return "";
    }
  }

  private static String plausible(LocalDate date) {
    int year = date.getYear();
    boolean filledIn = date.getDayOfYear() == 1 && (year == 1900 || year == 1970);
    if (filledIn || year < EARLIEST_YEAR || year > LATEST_YEAR) {
      return "";
    }
    return String.valueOf((year * 100 + date.getMonthValue()) * 100 + date.getDayOfMonth());
  }

  /** German (Austrian, Swiss) and English, whole and cut. */
  private static Map<String, Integer> months() {
    var names =
        new String[] {
          "january jan januar jaenner jaen",
          "february feb februar feber febr",
          "march mar maerz maer mrz",
          "april apr",
          "may mai",
          "june jun juni",
          "july jul juli",
          "august aug",
          "september sep sept",
          "october oct oktober okt",
          "november nov",
          "december dec dezember dez"
        };
    var months = new TreeMap<String, Integer>();
    for (int i = 0; i < names.length; i++) {
      for (var name : names[i].split(" ")) {
        months.put(name, i + 1);
      }
    }
    return Map.copyOf(months);
  }
}
