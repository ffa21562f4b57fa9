package io.microtarget.table;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The two clocks of a run.
 *
 * @param asOf what the business may know: strictly before midnight of this day in {@code zone}
 * @param knownAt what the lake had recorded; consent is evaluated at this moment
 * @param zone the business's time zone
 */
public record Clocks(LocalDate asOf, Instant knownAt, ZoneId zone) {
  /** Midnight of {@code asOf} in the business's zone; events at or after it are the future. */
  public Instant midnight() {
    return asOf.atStartOfDay(zone).toInstant();
  }
}
