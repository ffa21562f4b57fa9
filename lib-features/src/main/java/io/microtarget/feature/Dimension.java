package io.microtarget.feature;

import java.util.Map;

/**
 * Columns of another table, joined to the rows of an event table before they are aggregated.
 *
 * <p>Several rows of one key are combined by the maximum of each column, so a join never multiplies
 * rows. Rows without a match have null in every column.
 *
 * @param to event table that gets the columns
 * @param from table the columns come from
 * @param keys column of {@code from} to the expression over a row of {@code to} it must equal
 * @param columns new column to its expression over a row of {@code from}
 */
public record Dimension(
    String to, String from, Map<String, String> keys, Map<String, String> columns) {
  public Dimension {
    keys = Map.copyOf(keys);
    columns = Map.copyOf(columns);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("keys must name at least one column");
    }
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("columns must name at least one column");
    }
    for (var name : columns.keySet()) {
      if (!name.matches("[a-z][a-z0-9_]*")) {
        throw new IllegalArgumentException("columns: `" + name + "` is not snake_case");
      }
    }
  }
}
