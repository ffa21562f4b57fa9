package io.microtarget.jobs.raw;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which values of each record are read beside its text.
 *
 * @param paths of JSON: names from the object down to a value; none begins with another one
 * @param columns of CSV: how many every record has
 * @param options of CSV, as the source names them
 */
record Wanted(List<List<String>> paths, int columns, Map<String, String> options)
    implements Serializable {
  static final Wanted NOTHING = new Wanted(List.of(), 0, Map.of());

  static Wanted ofJson(List<List<String>> paths) {
    return new Wanted(paths, 0, Map.of());
  }

  static Wanted ofCsv(int columns, Map<String, String> options) {
    return new Wanted(List.of(), columns, options);
  }

  /** How many values there are. */
  int count() {
    return paths.size() + columns;
  }

  /**
   * What reads them; none if no value is wanted of any record.
   *
   * @param asked numbers of the values that are looked at
   */
  Optional<Values> reader(int[] asked) {
    if (columns > 0) {
      return Optional.of(new CsvValues(columns, asked, options));
    }
    return paths.isEmpty() ? Optional.empty() : Optional.of(new JsonValues(paths));
  }
}
