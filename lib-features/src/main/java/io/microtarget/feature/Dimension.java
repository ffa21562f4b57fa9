package io.microtarget.feature;

import io.microtarget.table.Expression;
import io.microtarget.table.SettingsError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Columns of another table, joined to the rows of an event table before they are aggregated.
 *
 * <p>Several rows of one key are combined by the maximum of each column, so a join never multiplies
 * rows. Rows without a match have null in every column.
 *
 * <p>With {@code at} and {@code since} the join is point-in-time: a row gets the values of the
 * latest day of its key that had come by its own day, and only that day's rows are combined. Rows
 * of the dimension about nobody count from their own day on: the price of a day is that of a
 * purchase of that day. Rows about somebody ({@code record_id}) count from the day after, as in
 * features: strictly before. Rows without a day were always there.
 *
 * @param to event table that gets the columns
 * @param from table the columns come from
 * @param keys column of {@code from} to the expression over a row of {@code to} it must equal
 * @param columns new column to its expression over a row of {@code from}
 * @param where expression over a row of {@code from}: which rows count
 * @param at expression over a row of {@code to}: its own day
 * @param since expression over a row of {@code from}: the day it begins to hold
 * @param daysToLive days after {@code since} on which it holds at most, as the time to live of
 *     Feast: counted from the row's own day, the last one included; absent: for ever
 */
public record Dimension(
    String to,
    String from,
    Map<String, String> keys,
    Map<String, String> columns,
    Optional<String> where,
    Optional<String> at,
    Optional<String> since,
    Optional<Integer> daysToLive) {
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
    if (at.isPresent() != since.isPresent()) {
      throw new IllegalArgumentException("at and since must be given together");
    }
    if (daysToLive.isPresent() && since.isEmpty()) {
      throw new IllegalArgumentException("days-to-live needs at and since");
    }
    if (daysToLive.filter(days -> days < 1).isPresent()) {
      throw new IllegalArgumentException(
          "days-to-live must be at least 1, not %d; leave it out for ever"
              .formatted(daysToLive.get()));
    }
  }

  /** Columns that do not depend on the day. */
  public Dimension(String to, String from, Map<String, String> keys, Map<String, String> columns) {
    this(
        to,
        from,
        keys,
        columns,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * What is wrong with the expressions, each problem with its key.
   *
   * @param key where it is declared
   * @param ofTo columns of {@code to}
   * @param ofFrom columns of {@code from}
   */
  List<String> problems(String key, Collection<String> ofTo, Collection<String> ofFrom) {
    var problems = new ArrayList<String>();
    new TreeMap<>(keys)
        .forEach(
            (column, text) -> {
              check(key + ".keys", column, ofFrom, problems);
              check(key + ".keys", text, ofTo, problems);
            });
    new TreeMap<>(columns)
        .forEach((name, text) -> check(key + ".columns." + name, text, ofFrom, problems));
    where.ifPresent(text -> check(key + ".where", text, ofFrom, problems));
    at.ifPresent(text -> check(key + ".at", text, ofTo, problems));
    since.ifPresent(text -> check(key + ".since", text, ofFrom, problems));
    return problems;
  }

  private static void check(
      String key, String text, Collection<String> columns, List<String> problems) {
    try {
      Expression.of(text, columns);
    } catch (SettingsError e) {
      e.problems().forEach(p -> problems.add(key + ": " + p));
    }
  }
}
