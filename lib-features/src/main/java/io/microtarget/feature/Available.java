package io.microtarget.feature;

import io.microtarget.journey.Genuine;
import io.microtarget.journey.JourneySettings;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Expression;
import io.microtarget.table.SettingsError;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the sources of a business give, so that measures of columns that nobody gives are left out.
 *
 * @param columns kind of source to its typed columns that any source fills, and to its attributes
 *     as {@code attributes.NAME}
 * @param genuine which of the rows count
 */
public record Available(Map<String, Set<String>> columns, Genuine genuine) {
  /** Columns the lake fills itself. */
  private static final Set<String> ALWAYS =
      Set.of(
          "source",
          "delivery_id",
          "row_index",
          "element_index",
          "event_time",
          "event_date",
          "recorded_at",
          "record_id",
          "currency");

  private static final String ATTRIBUTES = "attributes";

  public Available {
    columns = Map.copyOf(columns);
  }

  /** Nobody says what calls itself a machine. */
  public Available(Map<String, Set<String>> columns) {
    this(columns, Genuine.of(JourneySettings.DEFAULT, Map.of()));
  }

  Set<String> kinds() {
    return columns.keySet();
  }

  /** The same, but nobody says where somebody was. */
  public Available withoutPlaces() {
    var others = new HashMap<>(columns);
    others.remove(SourceTables.LOCATION.name());
    return new Available(others, genuine);
  }

  /** Whether any source says where somebody was, in degrees. */
  boolean saysPlaces() {
    return columns
        .getOrDefault(SourceTables.LOCATION.name(), Set.of())
        .containsAll(Set.of("latitude", "longitude"));
  }

  /** Whether each expression of a declaration reads at least one column that is given. */
  boolean has(FeatureSettings settings, Own own) {
    return has(settings, own, own.of())
        && has(settings, own, own.where())
        && has(settings, own, own.by());
  }

  private boolean has(FeatureSettings settings, Own own, Optional<String> text) {
    if (text.isEmpty()) {
      return true;
    }
    var given = new TreeSet<>(columns.getOrDefault(own.from(), Set.of()));
    given.addAll(ALWAYS);
    Columns.dimensions(settings, Columns.table(own.from()))
        .values()
        .forEach(d -> given.addAll(d.columns().keySet()));
    settings
        .made()
        .columns(Columns.table(own.from()))
        .forEach(
            (name, from) -> {
              if (from.stream().anyMatch(given::contains)) {
                given.add(name);
              }
            });
    try {
      var expression = Expression.of(text.get(), Columns.of(settings, own));
      var read = new TreeSet<>(expression.columns());
      if (read.remove(ATTRIBUTES)) {
        expression
            .keysOf(ATTRIBUTES)
            .ifPresentOrElse(
                keys -> keys.forEach(k -> read.add(ATTRIBUTES + "." + k)),
                () -> given.addAll(read));
      }
      return read.isEmpty() || read.stream().anyMatch(given::contains);
    } catch (SettingsError e) {
      return true; // What is wrong with it is said where it is checked.
    }
  }
}
