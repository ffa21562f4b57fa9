package io.microtarget.report;

import java.util.Locale;
import java.util.Optional;

/** Figures and names as people read them; the same on every machine. */
final class Words {
  /** Stands where there is no figure. */
  static final String NONE = "–";

  private Words() {}

  /** {@code 1,469,307}. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 row}, {@code 2 rows}. */
  static String count(long number, String one, String many) {
    return count(number) + " " + (number == 1 ? one : many);
  }

  /** {@code 12.3 %} of a share. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share + 0.0);
  }

  /** {@code 12 %} of a share. */
  static String wholePercent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share + 0.0);
  }

  /** Three decimals, as figures of a model are read. */
  static String figure(double value) {
    return String.format(Locale.ROOT, "%.3f", value + 0.0);
  }

  static String figure(Optional<Double> value) {
    return value.map(Words::figure).orElse(NONE);
  }

  /** {@code 0.812 to 0.858}, or nothing. */
  static Optional<String> interval(Optional<Double> low, Optional<Double> high) {
    return low.flatMap(l -> high.map(h -> figure(l) + " to " + figure(h)));
  }

  /** {@code USD 1,234.50}; a loss is {@code −USD 1,234.50}. */
  static String money(String currency, double amount) {
    var text = String.format(Locale.ROOT, "%,.2f", Math.abs(amount));
    return (amount < 0 && !text.equals("0.00") ? "−" : "") + currency + " " + text;
  }

  /** {@code rate_28_days} as {@code rate 28 days}. */
  static String name(String identifier) {
    return identifier.replace('_', ' ').strip();
  }

  /** The same with a capital first letter. */
  static String title(String identifier) {
    var name = name(identifier);
    return name.isEmpty()
        ? name
        : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }
}
