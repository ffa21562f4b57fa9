package io.microtarget.jobs.judge;

import io.microtarget.identity.LinkQuality.Figure;
import io.microtarget.measurement.Wilson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was found about one part of the product.
 *
 * @param name of the part, such as {@code links}
 * @param lines what a person reads
 * @param figures the same for a program
 */
record Finding(String name, List<String> lines, Map<String, Object> figures) {
  Finding(String name) {
    this(name, new ArrayList<>(), new LinkedHashMap<>());
  }

  /** A part that the product does not publish. */
  static Finding missing(String name, String what) {
    return new Finding(name).line(what + ": not published yet").put("published", false);
  }

  Finding line(String format, Object... values) {
    lines.add(String.format(Locale.ROOT, format, values));
    return this;
  }

  Finding put(String key, Object value) {
    figures.put(key, value instanceof Double number ? number(number) : value);
    return this;
  }

  Finding put(String key, Figure figure) {
    return put(key, fields(figure));
  }

  /** A share of counts with its interval by Wilson; an empty map for 0 of 0. */
  static Map<String, Object> share(long some, long all) {
    var fields = new LinkedHashMap<String, Object>();
    if (all > 0) {
      var interval = Wilson.of(some, all);
      fields.putAll(fields(new Figure(some / (double) all, interval.low(), interval.high())));
    }
    fields.put("count", some);
    fields.put("of", all);
    return fields;
  }

  static Map<String, Object> fields(Figure figure) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("value", number(figure.value()));
    fields.put("low", number(figure.low()));
    fields.put("high", number(figure.high()));
    return fields;
  }

  /** {@code 0.9876 [0.9812, 0.9901]}. */
  static String text(Figure figure) {
    return String.format(
        Locale.ROOT, "%.4f [%.4f, %.4f]", figure.value(), figure.low(), figure.high());
  }

  /** {@code 0.9876 [0.9812, 0.9901] (80 of 81)}. */
  static String text(long some, long all) {
    if (all == 0) {
      return "– (0 of 0)";
    }
    var interval = Wilson.of(some, all);
    return text(new Figure(some / (double) all, interval.low(), interval.high()))
        + String.format(Locale.ROOT, " (%,d of %,d)", some, all);
  }

  /** Null where there is no number. */
  static BigDecimal number(double value) {
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_UP)
        : null;
  }
}
