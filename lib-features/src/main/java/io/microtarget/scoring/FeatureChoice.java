package io.microtarget.scoring;

import io.microtarget.feature.Dictionary;
import io.microtarget.table.Nearest;
import io.microtarget.table.SettingsError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which features a model takes. One that names none takes all usable ones of the dictionary; one
 * that names some takes those, even if they repeat each other, but for those that say nothing.
 *
 * @param used by the model
 * @param baseline of the simple regression
 * @param leftOut feature to the reason
 */
record FeatureChoice(List<String> used, List<String> baseline, SortedMap<String, String> leftOut) {

  /**
   * The features of a run.
   *
   * @param positions in {@code occasion.features}, by name
   * @param categories feature to what it is one value of
   * @param reasons of those that are not usable
   */
  record Offered(
      SortedMap<String, Integer> positions,
      Map<String, String> categories,
      Map<String, String> reasons) {

    /**
     * @param list rows of {@code feature_list}
     * @param definitions rows of {@code feature_definition}
     */
    static Offered of(Dataset<Row> list, Dataset<Row> definitions) {
      // A few hundred names on the driver: they become the columns of the model.
      var positions = new TreeMap<String, Integer>();
      var categories = new HashMap<String, String>();
      for (var row : list.select("name", "position", "category").collectAsList()) {
        positions.put(row.getString(0), row.getInt(1));
        if (!row.isNullAt(2)) {
          categories.put(row.getString(0), row.getString(2));
        }
      }
      var reasons = new HashMap<String, String>();
      definitions
          .where("reason is not null")
          .select("name", "reason")
          .collectAsList()
          .forEach(row -> reasons.put(row.getString(0), row.getString(1)));
      return new Offered(positions, categories, reasons);
    }

    int[] places(List<String> features) {
      return features.stream().mapToInt(positions::get).toArray();
    }
  }

  /**
   * @throws SettingsError names each feature of the settings that there is not
   */
  static FeatureChoice of(String model, ModelSettings settings, Offered offered) {
    var leftOut = new TreeMap<String, String>();
    check(model, settings, offered);
    var baseline = telling(settings.baseline(), offered, leftOut);
    if (!settings.features().isEmpty()) {
      return new FeatureChoice(telling(settings.features(), offered, leftOut), baseline, leftOut);
    }
    leftOut.putAll(offered.reasons());
    var usable =
        offered.positions().keySet().stream()
            .filter(feature -> !offered.reasons().containsKey(feature))
            .toList();
    return new FeatureChoice(usable, baseline, leftOut);
  }

  /** What a model that names features goes on without. */
  Optional<String> note(String model, ModelSettings settings) {
    var missed = new TreeMap<>(leftOut);
    if (settings.features().isEmpty()) {
      missed.keySet().retainAll(settings.baseline());
    }
    return missed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "models.%s goes on without %s"
                .formatted(
                    model,
                    missed.entrySet().stream()
                        .map(e -> "%s (%s)".formatted(e.getKey(), e.getValue()))
                        .collect(Collectors.joining(", "))));
  }

  /** Both, sorted. */
  List<String> all() {
    var all = new TreeSet<>(used);
    all.addAll(baseline);
    return List.copyOf(all);
  }

  private static List<String> telling(
      List<String> named, Offered offered, Map<String, String> leftOut) {
    var telling = new ArrayList<String>();
    for (var feature : named) {
      var reason = offered.reasons().getOrDefault(feature, "");
      if (Dictionary.saysNothing(reason)) {
        leftOut.put(feature, reason);
      } else {
        telling.add(feature);
      }
    }
    return List.copyOf(telling);
  }

  private static void check(String model, ModelSettings settings, Offered offered) {
    var wanted = new TreeSet<>(settings.features());
    wanted.addAll(settings.baseline());
    var present = offered.positions().keySet();
    var problems =
        wanted.stream()
            .filter(feature -> !present.isEmpty() && !present.contains(feature))
            .map(
                feature ->
                    "models.%s: there is no feature `%s`%s"
                        .formatted(model, feature, Nearest.hint(feature, present).orElse("")))
            .toList();
    if (!problems.isEmpty()) {
      throw new SettingsError(problems);
    }
  }
}
