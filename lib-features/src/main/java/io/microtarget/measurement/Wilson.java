package io.microtarget.measurement;

/**
 * The 95 % score interval of a proportion (Wilson 1927, J. Am. Stat. Assoc. 22, 209-212; without
 * continuity correction).
 *
 * <p>{@code (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)} with {@code z = 1.959964}.
 *
 * @param low lower end, at least 0
 * @param high upper end, at most 1
 */
public record Wilson(double low, double high) {
  private static final double Z = 1.959964;

  /**
   * The interval of {@code successes} out of {@code trials}.
   *
   * @throws IllegalArgumentException if there is no trial, or more successes than trials
   */
  public static Wilson of(long successes, long trials) {
    if (trials < 1 || successes < 0 || successes > trials) {
      throw new IllegalArgumentException(
          "%d successes out of %d trials have no rate".formatted(successes, trials));
    }
    var n = (double) trials;
    var rate = successes / n;
    var scale = 1 + Z * Z / n;
    var middle = (rate + Z * Z / (2 * n)) / scale;
    var half = Z * Math.sqrt(rate * (1 - rate) / n + Z * Z / (4 * n * n)) / scale;
    // At rates 0 and 1 the end is exact; rounding of doubles would pass it by.
    return new Wilson(
        successes == 0 ? 0.0 : middle - half, successes == trials ? 1.0 : middle + half);
  }
}
