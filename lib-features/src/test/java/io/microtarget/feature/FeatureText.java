package io.microtarget.feature;

import io.microtarget.table.Origin;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Declarations of features for tests: one line each. */
public final class FeatureText {
  /** How exactly places are looked at where nobody says. */
  public static final PlaceSettings PLACE = new PlaceSettings(7, false, 91, 5, Map.of());

  private FeatureText() {}

  /** No feature at all. */
  public static FeatureSettings none(String... windowsDays) {
    return new FeatureSettings(
        List.of(windowsDays),
        Map.of(),
        Map.of(),
        Map.of(),
        PLACE,
        Optional.empty(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        List.of("analysis"),
        0);
  }

  /** A feature as {@code from=purchase; aggregate=sum; of=amount; windows-days=28 91}. */
  public static Own own(String text) {
    var keys = keys(text);
    return new Own(
        keys.get("from"),
        aggregate(keys.get("aggregate")),
        Optional.ofNullable(keys.get("of")),
        Optional.ofNullable(keys.get("where")),
        Optional.ofNullable(keys.get("by")),
        values(keys),
        Optional.ofNullable(keys.get("top")).map(Integer::valueOf),
        windows(keys),
        Optional.ofNullable(keys.get("scope")).map(v -> Scope.valueOf(v.toUpperCase(Locale.ROOT))),
        Optional.ofNullable(keys.get("match")),
        Optional.ofNullable(keys.get("offer-products-at-most")).map(Integer::valueOf),
        Optional.ofNullable(keys.get("empty")).map(Double::valueOf));
  }

  /** A measure of a kind as {@code aggregate=sum; of=amount}, with one aggregate. */
  public static Measure measure(Origin origin, String text) {
    var keys = keys(text);
    return new Measure(
        List.of(aggregate(keys.get("aggregate"))),
        Optional.ofNullable(keys.get("of")),
        Optional.ofNullable(keys.get("where")),
        Optional.ofNullable(keys.get("by")),
        values(keys),
        Optional.ofNullable(keys.get("top")).map(Integer::valueOf),
        windows(keys),
        Optional.empty(),
        Optional.empty(),
        origin);
  }

  private static Map<String, String> keys(String text) {
    var keys = new TreeMap<String, String>();
    for (var part : text.split(";")) {
      var pair = part.split("=", 2);
      keys.put(pair[0].strip(), pair[1].strip());
    }
    return keys;
  }

  private static Aggregate aggregate(String name) {
    return Aggregate.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static Optional<List<String>> values(Map<String, String> keys) {
    return Optional.ofNullable(keys.get("values")).map(v -> List.of(v.split(",")));
  }

  private static Optional<List<String>> windows(Map<String, String> keys) {
    return Optional.ofNullable(keys.get("windows-days"))
        .map(v -> v.isEmpty() ? List.of() : List.of(v.split(" ")));
  }
}
