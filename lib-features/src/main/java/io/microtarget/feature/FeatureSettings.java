package io.microtarget.feature;

import io.microtarget.source.Basis;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The block {@code features} of the settings.
 *
 * @param windowsDays windows of features that name none, in days, or {@code all}
 * @param dimensions name to columns joined before aggregation
 * @param terms name to expression; what measures of {@code kinds} mean by a word, put in by the
 *     settings themselves ({@code ${features.terms.NAME}})
 * @param topics name to the search terms and pages that are about it
 * @param place how exactly places of people are looked at
 * @param area expression over a party row: the code of the area somebody lives in
 * @param kinds kind of source to the measures that every business with such rows has, by name
 * @param own name to aggregate over the rows of one table
 * @param derived name to expression over other features, {@code moment DATE} and {@code
 *     observed_days DOUBLE}
 * @param traits name to expression over a party row; of several rows the latest that states it
 * @param purposes what they are made for, of {@link Basis#PURPOSES}
 * @param historyMonths first days of how many months before {@code as_of} are moments, too
 */
public record FeatureSettings(
    List<String> windowsDays,
    Map<String, Dimension> dimensions,
    Map<String, String> terms,
    Map<String, Topic> topics,
    PlaceSettings place,
    Optional<String> area,
    Map<String, Map<String, Measure>> kinds,
    Map<String, Own> own,
    Map<String, String> derived,
    Map<String, String> traits,
    List<String> purposes,
    int historyMonths) {
  /** Ten years. */
  private static final int MOST_MONTHS = 120;

  public FeatureSettings {
    windowsDays = List.copyOf(windowsDays);
    dimensions = Map.copyOf(dimensions);
    terms = Map.copyOf(terms);
    topics = Map.copyOf(topics);
    kinds = Map.copyOf(kinds);
    own = Map.copyOf(own);
    derived = Map.copyOf(derived);
    traits = Map.copyOf(traits);
    purposes = List.copyOf(purposes);
    Windows.days(windowsDays);
    if (historyMonths < 0 || historyMonths > MOST_MONTHS) {
      throw new IllegalArgumentException(
          "history-months must be from 0 to %d, not %d".formatted(MOST_MONTHS, historyMonths));
    }
    if (purposes.isEmpty()) {
      throw new IllegalArgumentException("purposes must name at least one of " + Basis.PURPOSES);
    }
    for (var purpose : purposes) {
      if (!Basis.PURPOSES.contains(purpose)) {
        throw new IllegalArgumentException(
            "purposes must be of %s, not `%s`%s"
                .formatted(
                    Basis.PURPOSES, purpose, Nearest.hint(purpose, Basis.PURPOSES).orElse("")));
      }
    }
  }

  /** The same with other measures of kinds. */
  public FeatureSettings with(Map<String, Map<String, Measure>> ofKinds) {
    return new FeatureSettings(
        windowsDays,
        dimensions,
        terms,
        topics,
        place,
        area,
        ofKinds,
        own,
        derived,
        traits,
        purposes,
        historyMonths);
  }

  /** The same with other features of the business's own. */
  public FeatureSettings withOwn(Map<String, Own> others, Map<String, String> othersDerived) {
    return new FeatureSettings(
        windowsDays,
        dimensions,
        terms,
        topics,
        place,
        area,
        kinds,
        others,
        othersDerived,
        traits,
        purposes,
        historyMonths);
  }

  /** The same with other traits and dimensions. */
  public FeatureSettings withDimensions(
      Map<String, Dimension> others, Map<String, String> otherTraits) {
    return new FeatureSettings(
        windowsDays,
        others,
        terms,
        topics,
        place,
        area,
        kinds,
        own,
        derived,
        otherTraits,
        purposes,
        historyMonths);
  }

  /** The same for other purposes. */
  public FeatureSettings withPurposes(List<String> others) {
    return new FeatureSettings(
        windowsDays,
        dimensions,
        terms,
        topics,
        place,
        area,
        kinds,
        own,
        derived,
        traits,
        others,
        historyMonths);
  }

  /** The same with other topics and an area. */
  public FeatureSettings withAreas(
      Map<String, Topic> others, PlaceSettings places, Optional<String> code) {
    return new FeatureSettings(
        windowsDays,
        dimensions,
        terms,
        others,
        places,
        code,
        kinds,
        own,
        derived,
        traits,
        purposes,
        historyMonths);
  }

  /** The same with the first days of other months. */
  public FeatureSettings withHistory(int months) {
    return new FeatureSettings(
        windowsDays,
        dimensions,
        terms,
        topics,
        place,
        area,
        kinds,
        own,
        derived,
        traits,
        purposes,
        months);
  }

  /** The traits alone. */
  FeatureSettings traitsOnly() {
    return with(Map.of()).withOwn(Map.of(), Map.of());
  }

  /**
   * The columns of its table that a column of a row is made from: itself, unless features get it
   * beside them. What is no kind has no table.
   */
  public static Set<String> madeFrom(String kind, String column) {
    if (!SourceTables.isKind(kind)) {
      return Set.of(column);
    }
    return Made.of(Columns.table(kind)).getOrDefault(column, Set.of(column));
  }

  Made made() {
    return new Made(topics, place);
  }

  /** Windows of features that name none; 0 for all history. */
  List<Integer> windows() {
    return Windows.days(windowsDays);
  }
}
