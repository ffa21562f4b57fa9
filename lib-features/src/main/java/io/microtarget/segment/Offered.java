package io.microtarget.segment;

import io.microtarget.table.Nearest;
import io.microtarget.table.SettingsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The features of subjects that segments can be made of.
 *
 * @param names all of them, sorted
 * @param usable those that say something no other one says
 */
record Offered(List<String> names, List<String> usable) {

  /**
   * @param definitions rows of {@code feature_definition}
   */
  static Offered of(Dataset<Row> definitions) {
    var names = new TreeSet<String>();
    var usable = new TreeSet<String>();
    for (var row :
        definitions
            .where("scope not in ('pair', 'campaign')")
            .select("name", "is_usable")
            .collectAsList()) {
      names.add(row.getString(0));
      if (row.getBoolean(1)) {
        usable.add(row.getString(0));
      }
    }
    return new Offered(List.copyOf(names), List.copyOf(usable));
  }

  /**
   * @throws SettingsError names each feature of the settings that there is not
   */
  void check(Map<String, SegmentSettings> segmentations) {
    var problems = new ArrayList<String>();
    new TreeMap<>(segmentations)
        .forEach(
            (set, settings) ->
                settings.features().stream()
                    .filter(name -> !names.contains(name))
                    .forEach(
                        name ->
                            problems.add(
                                "segments.%s: there is no feature `%s` of subjects%s"
                                    .formatted(set, name, Nearest.hint(name, names).orElse("")))));
    if (!problems.isEmpty()) {
      throw new SettingsError(problems);
    }
  }
}
