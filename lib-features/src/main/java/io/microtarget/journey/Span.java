package io.microtarget.journey;

import java.time.LocalDate;

/**
 * Days of the business: {@code from <= day < until}.
 *
 * @param from the first day
 * @param until the first day after
 */
public record Span(LocalDate from, LocalDate until) {
  public Span {
    if (from.isAfter(until)) {
      throw new IllegalArgumentException("from %s is after until %s".formatted(from, until));
    }
  }

  /** So many days before a day. */
  public static Span before(LocalDate until, int days) {
    return new Span(until.minusDays(days), until);
  }
}
