package io.microtarget.jobs.retain;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.to_date;

import io.microtarget.jobs.store.Lake;
import io.microtarget.journey.JourneyTables;
import io.microtarget.journey.Touchpoint;
import io.microtarget.source.Retention;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Expression;
import io.microtarget.table.Table;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;

/**
 * Touchpoints and open carts of earlier publications, which stand for single rows and go when those
 * do. Features are of many rows and go with their publication.
 *
 * @param asOf the day that retention is counted to
 * @param zone of the business
 * @param channels source to what tells the channel of its touchpoints, where it has its own
 */
record OldJourneys(
    Removals removals, Lake lake, LocalDate asOf, ZoneId zone, Map<String, String> channels) {

  /** Removes what was made from rows of a source that are too old, and from old columns of it. */
  void remove(Table kind, String source, Retention retention) {
    if (!Touchpoint.kinds().contains(kind)) {
      return;
    }
    if (lake.hasTable(JourneyTables.TOUCHPOINT)) {
      touchpoints(kind, source, retention);
    }
    if (kind.equals(SourceTables.EVENT) && lake.hasTable(JourneyTables.OPEN_CART)) {
      var day = to_date(from_utc_timestamp(col("opened_at"), zone.getId()));
      // A cart does not say of which source its steps are, so that the shortest days count.
      retention
          .rowDays()
          .ifPresent(
              days ->
                  removals.takeOut(
                      JourneyTables.OPEN_CART,
                      source,
                      day.lt(lit(asOf.minusDays(days))),
                      "%s: %,d days".formatted(kind.name(), days)));
    }
  }

  private void touchpoints(Table kind, String source, Retention retention) {
    var isOfSource = col("kind").equalTo(kind.name()).and(col("source").equalTo(source));
    var isGone = retention.rowDays().map(this::isOlder).orElse(lit(false));
    retention
        .rowDays()
        .ifPresent(
            days ->
                removals.takeOut(
                    JourneyTables.TOUCHPOINT,
                    source,
                    isOfSource.and(isGone),
                    "%s: %,d days".formatted(kind.name(), days)));
    new TreeMap<>(retention.columnDays())
        .forEach(
            (column, days) ->
                madeFrom(kind, source, column)
                    .forEach(
                        made ->
                            removals.forget(
                                JourneyTables.TOUCHPOINT,
                                source,
                                made,
                                isOfSource.and(isOlder(days)).and(not(isGone)),
                                "%s.%s: %,d days".formatted(kind.name(), column, days))));
  }

  /** The columns of a touchpoint that a column of the rows behind it goes into. */
  private List<String> madeFrom(Table kind, String source, String column) {
    var expressions = new TreeMap<>(Touchpoint.of(kind));
    Optional.ofNullable(channels.get(source)).ifPresent(own -> expressions.put("channel", own));
    return expressions.entrySet().stream()
        .filter(made -> JourneyTables.TOUCHPOINT.columns().contains(made.getKey()))
        .filter(made -> Expression.names(made.getValue()).contains(column))
        .map(Map.Entry::getKey)
        .toList();
  }

  private Column isOlder(int days) {
    return col("event_date").lt(lit(asOf.minusDays(days)));
  }
}
