package io.microtarget.source;

import java.util.List;

/**
 * A small raw file whose columns are added to the raw rows before they are mapped: the start date
 * of a campaign, say, that a list of contacts only names.
 *
 * @param format parquet, csv or json
 * @param path file or glob
 * @param keys columns with the same name in both; the file must have one row per key
 */
public record Lookup(Format format, String path, List<String> keys) {
  public Lookup {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("keys must name at least one column");
    }
  }
}
