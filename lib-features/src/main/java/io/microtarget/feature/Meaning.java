package io.microtarget.feature;

import java.util.ArrayList;
import java.util.Optional;

/**
 * What a feature means, in words made from its declaration: {@code sum of amount over purchase rows
 * where discount > 0, 91 days before the moment}.
 */
final class Meaning {
  private Meaning() {}

  /** Of a feature that is aggregated from rows. */
  static String of(Feature feature) {
    var own = feature.own();
    var words = new StringBuilder(told(own.aggregate(), feature));
    window(feature).ifPresent(text -> words.append(", ").append(text));
    own.empty()
        .ifPresent(
            value -> words.append("; ").append(number(value)).append(" where no row counts"));
    return words.toString();
  }

  /** Of a feature that is computed from others. */
  static String derived(String expression) {
    return "computed: " + expression.strip().replaceAll("\\s+", " ");
  }

  private static String told(Aggregate aggregate, Feature feature) {
    var own = feature.own();
    var of = own.of().map(Meaning::flat).orElse("");
    var rows = rows(feature);
    return switch (aggregate) {
      case SUM -> "sum of %s over %s".formatted(of, rows);
      case COUNT -> of.isEmpty() ? "number of " + rows : "number of %s with %s".formatted(rows, of);
      case COUNT_DISTINCT -> "number of different values of %s in %s".formatted(of, rows);
      case MIN -> "least %s of %s".formatted(of, rows);
      case MAX -> "greatest %s of %s".formatted(of, rows);
      case AVG -> "mean %s of %s".formatted(of, rows);
      case DEVIATION -> "standard deviation of %s over %s".formatted(of, rows);
      case FIRST -> "%s of the first of %s".formatted(of, rows);
      case LAST -> "%s of the last of %s".formatted(of, rows);
      case DAYS_SINCE_FIRST -> "days since the first of " + rows;
      case DAYS_SINCE_LAST -> "days since the last of " + rows;
      case TREND ->
          "trend of the %s %s from -1 (only before) to 1 (only lately)"
              .formatted(of.isEmpty() ? "number of" : "sum of " + of + " over", rows);
      case SHARE ->
          "share of %s in %s"
              .formatted(
                  of.isEmpty() ? rows : "the sum of %s over %s".formatted(of, rows),
                  "all " + of(own) + "rows");
      case ENTROPY -> "variety of %s in %s, in bits".formatted(of, rows);
      case TOP_SHARE -> "share of the most frequent %s in %s".formatted(of, rows);
      case GAP -> "mean days from one day with %s to the next".formatted(rows);
      case BURSTINESS ->
          "regularity of days with %s from -1 (like a clock) over 0 (by chance) to 1 (in bursts)"
              .formatted(rows);
      case DECAY ->
          "%s %s, each counting half as much every %d days"
              .formatted(
                  of.isEmpty() ? "number of" : "sum of " + of + " over", rows, feature.window());
    };
  }

  private static String rows(Feature feature) {
    var own = feature.own();
    var words = new ArrayList<String>();
    words.add(of(own) + "rows");
    own.match().ifPresent(m -> words.add("that share " + m + " with the campaign"));
    own.offerProductsAtMost()
        .ifPresent(n -> words.add("(offers of at most %d products)".formatted(n)));
    scope(own.level()).ifPresent(words::add);
    var conditions = new ArrayList<String>();
    own.where().map(Meaning::flat).ifPresent(conditions::add);
    own.by()
        .ifPresent(
            by ->
                conditions.add(
                    feature
                        .value()
                        .map(value -> "%s = '%s'".formatted(flat(by), flat(value)))
                        .orElse(flat(by) + " is any other value")));
    if (!conditions.isEmpty()) {
      words.add("where " + String.join(" and ", conditions));
    }
    return String.join(" ", words);
  }

  private static String of(Own own) {
    return own.from() + " ";
  }

  private static Optional<String> scope(Scope scope) {
    return switch (scope) {
      case SUBJECT, PAIR -> Optional.empty();
      case HOUSEHOLD -> Optional.of("of the household");
      case AREA -> Optional.of("of the area");
      case EVERYONE -> Optional.of("of everyone");
      case CAMPAIGN -> Optional.of("of the campaign");
    };
  }

  private static Optional<String> window(Feature feature) {
    var own = feature.own();
    if (own.aggregate() == Aggregate.DECAY || !own.isDated()) {
      return Optional.empty();
    }
    if (own.aggregate() == Aggregate.TREND) {
      return Optional.of(
          "%d days before the moment against as many before them".formatted(feature.window()));
    }
    return Optional.of(
        feature.window() == Windows.ALL
            ? "ever before the moment"
            : feature.window() == 1
                ? "the day before the moment"
                : feature.window() + " days before the moment");
  }

  private static String flat(String expression) {
    return expression.strip().replaceAll("\\s+", " ");
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
