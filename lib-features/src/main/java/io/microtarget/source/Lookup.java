package io.microtarget.source;

import java.util.List;
import java.util.Map;

/**
 * A small raw file whose columns are added to the raw rows before they are mapped: the start date
 * of a campaign, say, that a list of contacts only names, or the price that was valid on a day.
 *
 * @param format parquet, csv or json
 * @param path file or glob
 * @param options reader options of the format, such as {@code delimiter}
 * @param keys columns with the same name in both; the file must have one row per key
 * @param atOrBefore at most one entry: a column of the file to the column of the raw rows it is
 *     compared with. Of the rows with equal keys the one with the greatest value that is not above
 *     that of the raw row is joined. Such columns are compared as numbers, dates or texts, by the
 *     type of the raw column
 */
public record Lookup(
    Format format,
    String path,
    Map<String, String> options,
    List<String> keys,
    Map<String, String> atOrBefore) {
  public Lookup {
    options = Map.copyOf(options);
    keys = List.copyOf(keys);
    atOrBefore = Map.copyOf(atOrBefore);
    if (keys.isEmpty() && atOrBefore.isEmpty()) {
      throw new IllegalArgumentException("keys must name at least one column, or at-or-before one");
    }
    if (atOrBefore.size() > 1) {
      throw new IllegalArgumentException(
          "at-or-before takes one column, not " + atOrBefore.size() + "; the others are keys");
    }
  }

  /** What decides how rows are joined, in a fixed order. */
  @Override
  public String toString() {
    return "Lookup[%s, %s, %s, %s, %s]"
        .formatted(format, path, new java.util.TreeMap<>(options), keys, atOrBefore);
  }
}
