package io.microtarget.jobs.ingest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/**
 * The spans that values cut the line into, by key: each begins at its value and ends before the
 * next one.
 *
 * @param starts ascending values of each key
 */
record Spans<V extends Comparable<V>>(Map<String, ArrayList<V>> starts) implements Serializable {

  /**
   * @param rows key and value; a value once a key
   */
  static <V extends Comparable<V>> Spans<V> of(List<Row> rows) {
    var sorted = new TreeMap<String, TreeSet<V>>();
    rows.forEach(
        row -> sorted.computeIfAbsent(row.getString(0), k -> new TreeSet<>()).add(row.getAs(1)));
    var starts = new HashMap<String, ArrayList<V>>();
    sorted.forEach((key, values) -> starts.put(key, new ArrayList<>(values)));
    return new Spans<>(starts);
  }

  /** The start of the span a value lies in; null before the first one and where there is none. */
  V startOf(String key, V value) {
    var ofKey = starts.get(key);
    if (ofKey == null || value == null) {
      return null;
    }
    int found = Collections.binarySearch(ofKey, value);
    int at = found >= 0 ? found : -found - 2;
    return at < 0 ? null : ofKey.get(at);
  }
}
