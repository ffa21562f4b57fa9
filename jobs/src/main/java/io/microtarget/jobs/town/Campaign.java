package io.microtarget.jobs.town;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/**
 * A mailing to a part of the customers.
 *
 * @param number from 0
 * @param day the day it goes out; answers count for 14 days from it on
 */
record Campaign(int number, String id, String name, Kind kind, int day) {
  enum Kind {
    RANDOMISED,
    TARGETED,
    PLACEBO;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Days from the first on in which an answer counts. */
  static final int WINDOW = 14;

  static final List<Campaign> ALL =
      List.of(
          of(0, "k1", "Fruehling", Kind.RANDOMISED, "2025-04-07"),
          of(1, "k2", "Sommer", Kind.RANDOMISED, "2025-06-16"),
          of(2, "k3", "Herbst", Kind.RANDOMISED, "2025-09-01"),
          of(3, "n1", "Stammkunden", Kind.TARGETED, "2025-10-06"),
          of(4, "k4", "Advent", Kind.RANDOMISED, "2025-11-17"),
          of(5, "k5", "Winter", Kind.RANDOMISED, "2026-02-02"),
          of(6, "p1", "Gruss", Kind.PLACEBO, "2026-03-02"),
          of(7, "k6", "Mai", Kind.RANDOMISED, "2026-05-04"));

  int lastDay() {
    return day + WINDOW - 1;
  }

  private static Campaign of(int number, String id, String name, Kind kind, String day) {
    return new Campaign(number, id, name, kind, Days.of(LocalDate.parse(day)));
  }
}
