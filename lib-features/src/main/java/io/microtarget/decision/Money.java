package io.microtarget.decision;

import static org.apache.spark.sql.functions.lit;

import java.math.BigDecimal;
import org.apache.spark.sql.Column;

/** Amounts of the settings as exact decimals: 714 x 0.70 must be 499.80, not a little more. */
final class Money {
  /** Digits after the point; finer amounts are refused. */
  static final int SCALE = 6;

  /** Largest amount: 12 digits before the point keep sums over billions of rows exact. */
  private static final double LARGEST = 1e12;

  private Money() {}

  static void check(String key, double amount) {
    // Written so that NaN fails too.
    if (!(amount >= 0 && amount < LARGEST)) {
      throw new IllegalArgumentException(
          "%s must be at least 0 and below 1e12, not %s".formatted(key, amount));
    }
    if (exact(amount).scale() > SCALE) {
      throw new IllegalArgumentException(
          "%s must have at most %d decimals, not %s".formatted(key, SCALE, amount));
    }
  }

  static Column column(double amount) {
    return lit(exact(amount)).cast("decimal(18,6)");
  }

  /** At least two decimals, more where the amount has them. */
  static String text(double amount) {
    var exact = exact(amount);
    return exact.setScale(Math.max(2, exact.scale())).toPlainString();
  }

  static BigDecimal exact(double amount) {
    return BigDecimal.valueOf(amount).stripTrailingZeros();
  }
}
