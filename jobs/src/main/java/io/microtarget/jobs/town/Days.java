package io.microtarget.jobs.town;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;

/**
 * The calendar of the town: days are numbers from 2025-01-01 = 0, moments are seconds since 1970.
 *
 * <p>Texts of days are made once; a town has hundreds of millions of them.
 */
final class Days {
  static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  static final LocalDate FIRST = LocalDate.of(2025, 1, 1);

  /** The day the truth is told for: what happened before it may be known. */
  static final int AS_OF = (int) ChronoUnit.DAYS.between(FIRST, LocalDate.of(2026, 7, 1));

  /** Days that are simulated: the last one is 2026-07-14. */
  static final int COUNT = (int) ChronoUnit.DAYS.between(FIRST, LocalDate.of(2026, 7, 15));

  static final int MONTHS = 19;
  static final int WEEKS = 81;
  static final int SECONDS = 86_400;

  /** The earliest day that has texts: people joined since 2015. */
  private static final int EARLIEST = -3_700;

  private static final int LATEST = COUNT + 60;
  private static final int SPAN = LATEST - EARLIEST;
  private static final LocalDate MONDAY = LocalDate.of(2024, 12, 30);
  private static final long FIRST_EPOCH_DAY = FIRST.toEpochDay();

  private static final String[] ISO = new String[SPAN];
  private static final String[] GERMAN = new String[SPAN];
  private static final long[] MIDNIGHT = new long[SPAN];
  private static final int[] MONTH = new int[COUNT];
  private static final int[] MONTH_OF_YEAR = new int[COUNT];
  private static final int[] WEEKDAY = new int[COUNT];
  private static final long SUMMER_25 = Instant.parse("2025-03-30T01:00:00Z").getEpochSecond();
  private static final long WINTER_25 = Instant.parse("2025-10-26T01:00:00Z").getEpochSecond();
  private static final long SUMMER_26 = Instant.parse("2026-03-29T01:00:00Z").getEpochSecond();

  static {
    for (int day = EARLIEST; day < LATEST; day++) {
      var date = FIRST.plusDays(day);
      ISO[day - EARLIEST] = date.toString();
      GERMAN[day - EARLIEST] = german(date);
      MIDNIGHT[day - EARLIEST] = date.atStartOfDay(ZONE).toEpochSecond();
      if (day >= 0 && day < COUNT) {
        MONTH[day] = (date.getYear() - 2025) * 12 + date.getMonthValue() - 1;
        MONTH_OF_YEAR[day] = date.getMonthValue() - 1;
        WEEKDAY[day] = date.getDayOfWeek().getValue() - 1;
      }
    }
  }

  private Days() {}

  static int of(LocalDate date) {
    return (int) ChronoUnit.DAYS.between(FIRST, date);
  }

  static String iso(int day) {
    return ISO[day - EARLIEST];
  }

  static String german(int day) {
    return GERMAN[day - EARLIEST];
  }

  static String german(LocalDate date) {
    return "%02d.%02d.%04d".formatted(date.getDayOfMonth(), date.getMonthValue(), date.getYear());
  }

  /** From 0, January 2025, to 18, July 2026; what crosses the last midnight is of that month. */
  static int month(int day) {
    return MONTH[Math.min(COUNT - 1, day)];
  }

  /** From 0, January, to 11. */
  static int monthOfYear(int day) {
    return MONTH_OF_YEAR[day];
  }

  /** From 0, Monday, to 6. */
  static int weekday(int day) {
    return WEEKDAY[day];
  }

  /** Week from 0; the first one begins on Monday, 30 December 2024. */
  static int week(int day) {
    return (day + 2) / 7;
  }

  static LocalDate monday(int week) {
    return MONDAY.plusWeeks(week);
  }

  /** {@code 2025-W01}. */
  static String weekName(int week) {
    var monday = monday(week);
    return "%d-W%02d"
        .formatted(
            monday.get(IsoFields.WEEK_BASED_YEAR), monday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
  }

  /** {@code 2025-01}. */
  static String monthName(int month) {
    return "%d-%02d".formatted(2025 + month / 12, month % 12 + 1);
  }

  /** The moment of a local time of a day. */
  static long at(int day, int secondOfDay) {
    return MIDNIGHT[day - EARLIEST] + secondOfDay;
  }

  /** The local day a moment lies in. */
  static int day(long epoch) {
    int day = (int) Math.floorDiv(epoch + offset(epoch), SECONDS) - (int) FIRST_EPOCH_DAY;
    return day;
  }

  /** {@code 2025-01-31T12:00:00Z}. */
  static StringBuilder utc(StringBuilder text, long epoch) {
    int day = (int) (Math.floorDiv(epoch, SECONDS) - FIRST_EPOCH_DAY);
    clock(text.append(ISO[day - EARLIEST]).append('T'), Math.floorMod(epoch, SECONDS));
    seconds(text, epoch);
    return text.append('Z');
  }

  /** {@code 31.01.2025 13:00}, on the town's clock. */
  static StringBuilder german(StringBuilder text, long epoch) {
    long local = epoch + offset(epoch);
    int day = (int) (Math.floorDiv(local, SECONDS) - FIRST_EPOCH_DAY);
    return clock(text.append(GERMAN[day - EARLIEST]).append(' '), Math.floorMod(local, SECONDS));
  }

  /** {@code 2025-01-31T13:00:00}, on the town's clock. */
  static StringBuilder isoLocal(StringBuilder text, long epoch) {
    long local = epoch + offset(epoch);
    int day = (int) (Math.floorDiv(local, SECONDS) - FIRST_EPOCH_DAY);
    clock(text.append(ISO[day - EARLIEST]).append('T'), Math.floorMod(local, SECONDS));
    return seconds(text, local);
  }

  /** Before 2025 by the rules of the zone, which is slower. */
  private static long offset(long epoch) {
    if (epoch < FIRST_EPOCH_DAY * SECONDS) {
      return ZONE.getRules().getOffset(Instant.ofEpochSecond(epoch)).getTotalSeconds();
    }
    boolean isSummer = epoch >= SUMMER_25 && epoch < WINTER_25 || epoch >= SUMMER_26;
    return isSummer ? 7_200 : 3_600;
  }

  private static StringBuilder clock(StringBuilder text, int secondOfDay) {
    two(text, secondOfDay / 3_600).append(':');
    return two(text, secondOfDay / 60 % 60);
  }

  private static StringBuilder seconds(StringBuilder text, long epoch) {
    return two(text.append(':'), (int) Math.floorMod(epoch, 60L));
  }

  private static StringBuilder two(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
