package io.microtarget.feature;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A feature declared as data: an aggregate over the rows of one table.
 *
 * @param from kind of source whose rows are aggregated
 * @param aggregate how
 * @param of expression over a row: what is aggregated; needed by all but count and days-since
 * @param where expression over a row: which rows count
 * @param by expression over a row: one feature for each of {@code values}
 * @param values values of {@code by}; each in snake_case is a part of the name of its feature
 * @param top instead of values: so many of the most frequent values before {@code as_of}, and
 *     {@code other} for the rest; the same for all moments, earlier ones too
 * @param windowsDays days before the moment, or {@code all}. Absent: the block's windows, and all
 *     history for days-since and for rows without a date
 * @param scope absent: campaign for rows of campaigns and offers, pair with {@code match}, else
 *     subject; {@code everyone} takes the rows of all subjects together
 * @param match column that a row shares with the campaign of the occasion, with the offers it makes
 *     or with a dimension of those; only such rows count
 * @param offerProductsAtMost only offers that cover at most so many distinct products take part
 * @param empty value where no row counts; absent: 0 for sums and counts, else unknown
 */
public record Own(
    String from,
    Aggregate aggregate,
    Optional<String> of,
    Optional<String> where,
    Optional<String> by,
    Optional<List<String>> values,
    Optional<Integer> top,
    Optional<List<String>> windowsDays,
    Optional<Scope> scope,
    Optional<String> match,
    Optional<Integer> offerProductsAtMost,
    Optional<Double> empty) {
  private static final int MOST_VALUES = 100;
  private static final Set<Scope> IN_THE_PASS = Set.of(Scope.SUBJECT, Scope.HOUSEHOLD, Scope.AREA);
  private static final Set<String> ABOUT_CAMPAIGNS = Set.of("campaign", "offer");

  public Own {
    values = values.map(List::copyOf);
    windowsDays = windowsDays.map(List::copyOf);
    require(
        of.isPresent() || !aggregate.needsValue(),
        "of must say what is aggregated by " + kebab(aggregate));
    require(
        by.isPresent() == (values.filter(v -> !v.isEmpty()).isPresent() || top.isPresent()),
        "by and values (or top) must be given together");
    require(
        values.isEmpty() || top.isEmpty(),
        "values and top exclude each other: say which, or how many");
    top.ifPresent(n -> require(n >= 1 && n <= MOST_VALUES, "top must be from 1 to 100, not " + n));
    require(
        aggregate != Aggregate.SHARE || by.isPresent() || where.isPresent(),
        "share needs where or by: the share of which rows?");
    require(
        windowsDays.isEmpty() || !windowsDays.get().isEmpty(),
        "windows-days is empty; leave it out, or write [all] for all history");
    var named = windowsDays.map(Windows::days);
    offerProductsAtMost.ifPresent(
        n -> require(n >= 1, "offer-products-at-most must be at least 1, not " + n));
    require(
        !aggregate.needsWindow() || !named.orElse(List.of()).contains(Windows.ALL),
        kebab(aggregate) + " has no meaning over all history; name windows-days in numbers");
    var level = scope.orElse(level(from, match));
    require(
        (level == Scope.CAMPAIGN) == ABOUT_CAMPAIGNS.contains(from),
        "scope campaign goes with from = campaign or offer, and only with them");
    require(
        (level == Scope.PAIR) == match.isPresent(),
        "scope pair needs match, and no other scope takes it");
    require(
        level != Scope.CAMPAIGN || !aggregate.countsDays(),
        kebab(aggregate) + " needs rows with a date, which scope campaign has not");
    require(
        (level == Scope.PAIR || level == Scope.CAMPAIGN) || offerProductsAtMost.isEmpty(),
        "offer-products-at-most needs match, or from = offer");
    require(
        level != Scope.EVERYONE || isDated(from, level),
        "scope everyone needs rows with a date, which from = " + from + " has not");
    require(
        level != Scope.EVERYONE
            || aggregate != Aggregate.COUNT_DISTINCT
            || of.equals(Optional.of(Keys.DAY)),
        "scope everyone counts distinct values of event_date only");
    require(
        IN_THE_PASS.contains(level) || aggregate.isSimple(),
        kebab(aggregate) + " goes with scope subject, household or area only");
    require(
        top.isEmpty() || IN_THE_PASS.contains(level),
        "top goes with scope subject, household or area only");
    require(
        isDated(from, level) || named.orElse(List.of(Windows.ALL)).equals(List.of(Windows.ALL)),
        "windows-days does not apply to from = " + from + ", whose rows have no date");
  }

  /** What the feature depends on, given or by default. */
  Scope level() {
    return scope.orElse(level(from, match));
  }

  /** Its windows, given or by default. */
  List<Integer> windows(List<Integer> ofTheBlock) {
    var all = List.of(Windows.ALL);
    var byDefault = aggregate.sinceEver() || !isDated(from, level()) ? all : ofTheBlock;
    var days = windowsDays.map(Windows::days).orElse(byDefault);
    return aggregate.needsWindow() ? days.stream().filter(d -> d != Windows.ALL).toList() : days;
  }

  private static Scope level(String from, Optional<String> match) {
    if (ABOUT_CAMPAIGNS.contains(from)) {
      return Scope.CAMPAIGN;
    }
    if (from.equals("indicator")) {
      return Scope.AREA;
    }
    return match.isPresent() ? Scope.PAIR : Scope.SUBJECT;
  }

  /** Whether its rows have a date, so that windows mean something. */
  boolean isDated() {
    return isDated(from, level());
  }

  private static boolean isDated(String from, Scope level) {
    return level != Scope.CAMPAIGN && !from.equals("party");
  }

  private static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
