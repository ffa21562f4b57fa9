package io.microtarget.source;

import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/**
 * How numbers and times are written in the texts of a source. Typed raw columns (Parquet) are taken
 * as they are.
 *
 * @param decimal what stands before the decimals, {@code .} or {@code ,}
 * @param grouping what stands between thousands, such as {@code .} or a blank; empty: nothing
 * @param times patterns of dates and times that are tried in turn, such as {@code dd.MM.yyyy HH:mm}
 *     (<a href="https://spark.apache.org/docs/latest/sql-ref-datetime-pattern.html">Spark's
 *     letters</a>) or {@code epoch-seconds}, {@code epoch-millis}, {@code epoch-micros}, before the
 *     forms of ISO 8601, which always count
 */
public record Values(String decimal, String grouping, List<String> times) {
  /** Patterns that stand for a count since 1970, with how many make a second. */
  public static final Map<String, Long> EPOCH =
      Map.of("epoch-seconds", 1L, "epoch-millis", 1_000L, "epoch-micros", 1_000_000L);

  /** A point, no grouping, ISO 8601. */
  public static final Values PLAIN = new Values(".", "", List.of());

  public Values {
    times = List.copyOf(times);
    if (!decimal.equals(".") && !decimal.equals(",")) {
      throw new IllegalArgumentException("decimal must be . or , and not '%s'".formatted(decimal));
    }
    if (grouping.length() > 1 || grouping.equals(decimal) || grouping.matches("[0-9+-]")) {
      throw new IllegalArgumentException(
          "grouping must be empty or one sign other than the decimal one, not '%s'"
              .formatted(grouping));
    }
    for (var pattern : times) {
      if (EPOCH.containsKey(pattern)) {
        continue;
      }
      try {
        DateTimeFormatter.ofPattern(pattern);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "times: '%s' is no pattern of a date or time: %s".formatted(pattern, e.getMessage()),
            e);
      }
    }
  }
}
