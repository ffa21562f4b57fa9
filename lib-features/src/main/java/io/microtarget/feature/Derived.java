package io.microtarget.feature;

import io.microtarget.table.Expression;
import io.microtarget.table.SettingsError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A feature computed from other features.
 *
 * @param name name in {@code numbers}
 * @param expression over features and {@link #BUILT_IN}
 * @param needsCampaign whether it reads, however indirectly, what only an occasion has
 */
record Derived(String name, Expression expression, boolean needsCampaign) {
  static final String OBSERVED_DAYS = "observed_days";
  static final Set<String> BUILT_IN = Set.of("moment", OBSERVED_DAYS);

  /**
   * The declared expressions, each after those it reads.
   *
   * @param names all features, derived ones too
   * @param campaignOnly own features that only an occasion has
   * @param problems gets unknown names and cycles
   */
  static List<Derived> ordered(
      Map<String, String> declared,
      Set<String> names,
      Set<String> campaignOnly,
      List<String> problems) {
    var allowed = new TreeSet<>(names);
    allowed.addAll(BUILT_IN);
    var waiting = new TreeMap<String, Expression>();
    new TreeMap<>(declared)
        .forEach(
            (name, text) -> {
              try {
                waiting.put(name, Expression.of(text, allowed));
              } catch (SettingsError e) {
                e.problems().forEach(p -> problems.add("features.derived." + name + ": " + p));
              }
            });
    var ordered = new ArrayList<Derived>();
    var ofCampaign = new HashSet<>(campaignOnly);
    while (!waiting.isEmpty()) {
      var ready =
          waiting.entrySet().stream()
              .filter(e -> e.getValue().columns().stream().noneMatch(waiting::containsKey))
              .toList();
      if (ready.isEmpty()) {
        problems.add(
            "features.derived: %s read each other in a circle".formatted(waiting.keySet()));
        return List.of();
      }
      for (var entry : ready) {
        var isOfCampaign = entry.getValue().columns().stream().anyMatch(ofCampaign::contains);
        ordered.add(new Derived(entry.getKey(), entry.getValue(), isOfCampaign));
        if (isOfCampaign) {
          ofCampaign.add(entry.getKey());
        }
      }
      ready.forEach(entry -> waiting.remove(entry.getKey()));
    }
    return ordered;
  }

  /** Whether any of them reads {@link #OBSERVED_DAYS}. */
  static boolean readObservedDays(List<Derived> derived) {
    return derived.stream().anyMatch(d -> d.expression().columns().contains(OBSERVED_DAYS));
  }

  /**
   * Rows with the derived features as further columns.
   *
   * @param rows one column a feature
   * @throws SettingsError names the feature whose expression does not fit the types
   */
  static Dataset<Row> add(Dataset<Row> rows, List<Derived> derived) {
    var result = rows;
    var layer = new ArrayList<Derived>();
    for (var one : derived) {
      var names = layer.stream().map(Derived::name).collect(Collectors.toSet());
      if (one.expression().columns().stream().anyMatch(names::contains)) {
        result = addLayer(result, layer);
        layer.clear();
      }
      layer.add(one);
    }
    return addLayer(result, layer);
  }

  private static Dataset<Row> addLayer(Dataset<Row> rows, List<Derived> layer) {
    if (layer.isEmpty()) {
      return rows;
    }
    var columns = new TreeMap<String, org.apache.spark.sql.Column>();
    var texts = layer.stream().map(one -> one.expression().text()).toList();
    var areFine = Typed.areFine(rows, List.of(), texts, List.of());
    for (var one : layer) {
      if (!areFine) {
        Typed.number(rows, "features.derived." + one.name(), one.expression().text());
      }
      columns.put(one.name(), one.expression().column().cast("double"));
    }
    return rows.withColumns(columns);
  }
}
