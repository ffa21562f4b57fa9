package io.microtarget.source;

import io.microtarget.table.Table;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How long rows of a source and single values in them may be kept, by their contract (GDPR, article
 * 5(1)(e)).
 *
 * <p>A row goes when its last column does, or the first of those it must have: a row without its
 * amount is no purchase. A column that goes before its row is set to null. The day is counted from
 * the event, or from when the lake learned the row where it has no time; a row of {@code n} days is
 * there on day {@code n} after it and not on the next.
 *
 * @param rowDays days of a row; empty: rows stay
 * @param columnDays columns that go before their row, with their days
 */
public record Retention(Optional<Integer> rowDays, Map<String, Integer> columnDays) {
  /** What the lake writes; it goes with the row, and no row goes because of it. */
  private static final Set<String> OF_THE_ROW =
      Set.of("source", "delivery_id", "row_index", "element_index", "recorded_at", "event_date");

  public Retention {
    columnDays = Map.copyOf(columnDays);
  }

  /**
   * The retention of the rows of one source.
   *
   * @param ofSource its contract in the settings; a source that is in no settings any more has none
   */
  public static Retention of(Table kind, Map<String, ColumnContract> ofSource) {
    var contract = Contract.of(kind, ofSource);
    Optional<Integer> longest = Optional.of(0);
    Optional<Integer> ofRequired = Optional.empty();
    for (var column : contract.columns().entrySet()) {
      if (OF_THE_ROW.contains(column.getKey())) {
        continue;
      }
      var days = column.getValue().retentionDays();
      longest = longest.flatMap(most -> days.map(d -> Math.max(d, most)));
      if (contract.required().contains(column.getKey())) {
        ofRequired = least(ofRequired, days);
      }
    }
    var row = least(longest, ofRequired);
    var columns = new TreeMap<String, Integer>();
    contract
        .columns()
        .forEach(
            (name, column) ->
                column
                    .retentionDays()
                    .filter(days -> row.isEmpty() || days < row.get())
                    .filter(days -> !OF_THE_ROW.contains(name))
                    .ifPresent(days -> columns.put(name, days)));
    return new Retention(row, columns);
  }

  private static Optional<Integer> least(Optional<Integer> one, Optional<Integer> other) {
    return one.isPresent() && other.isPresent()
        ? Optional.of(Math.min(one.get(), other.get()))
        : one.or(() -> other);
  }
}
