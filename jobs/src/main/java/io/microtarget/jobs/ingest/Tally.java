package io.microtarget.jobs.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_date;

import io.microtarget.source.Mapping;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF5;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.AccumulatorV2;

/**
 * {@link Counts} by delivery, out of the job that writes the rows, however many deliveries there
 * are. A task that is tried again counts once, since it belongs to the last stage of its job.
 */
final class Tally extends AccumulatorV2<Tally.Seen, Map<String, Counts>> {
  private static final long serialVersionUID = 1L;

  /** The first one is that of all raw rows. */
  private static final List<String> COUNTED = List.copyOf(Mapping.counts().keySet());

  private static final int TYPED = COUNTED.size();
  private static final int FIRST = TYPED + 1;
  private static final int LAST = TYPED + 2;

  /** Not a plain map, since what a task has so far is sent while it goes on counting. */
  private final ConcurrentHashMap<String, long[]> byDelivery = new ConcurrentHashMap<>();

  /**
   * A row as it is counted.
   *
   * @param isCounted whether it stands for its raw row
   * @param day of its event, since 1970; null where it is not known
   */
  record Seen(String delivery, String status, boolean isCounted, boolean isAccepted, Integer day) {}

  /** A tally of the rows that a job is about to write. */
  static Tally of(SparkSession spark) {
    var tally = new Tally();
    spark.sparkContext().register(tally);
    return tally;
  }

  /**
   * The same rows; whoever goes over them counts them.
   *
   * @param marked rows of {@link Mapping}
   */
  Dataset<Row> over(Dataset<Row> marked) {
    UDF5<String, String, Boolean, Boolean, Integer, Boolean> count =
        (delivery, status, isCounted, isAccepted, day) -> {
          add(new Seen(delivery, status, isCounted, isAccepted, day));
          return true;
        };
    return marked.filter(
        udf(count, DataTypes.BooleanType)
            .asNondeterministic()
            .apply(
                col("delivery_id"),
                col(Mapping.STATUS),
                col(Mapping.COUNTS),
                Mapping.accepted(),
                unix_date(col("event_date"))));
  }

  @Override
  public void add(Seen row) {
    var counts = byDelivery.computeIfAbsent(row.delivery(), d -> none());
    if (row.isCounted()) {
      counts[0]++;
      counts[COUNTED.indexOf(row.status())]++;
    }
    if (row.isAccepted()) {
      counts[TYPED]++;
      if (row.day() != null) {
        counts[FIRST] = Math.min(counts[FIRST], row.day());
        counts[LAST] = Math.max(counts[LAST], row.day());
      }
    }
  }

  private static long[] none() {
    var none = new long[LAST + 1];
    none[FIRST] = Long.MAX_VALUE;
    none[LAST] = Long.MIN_VALUE;
    return none;
  }

  @Override
  public void merge(AccumulatorV2<Seen, Map<String, Counts>> other) {
    ((Tally) other)
        .byDelivery.forEach(
            (delivery, more) -> {
              var counts = byDelivery.computeIfAbsent(delivery, d -> none());
              for (int i = 0; i <= TYPED; i++) {
                counts[i] += more[i];
              }
              counts[FIRST] = Math.min(counts[FIRST], more[FIRST]);
              counts[LAST] = Math.max(counts[LAST], more[LAST]);
            });
  }

  /** What was counted so far; a delivery without a row is not there. */
  @Override
  public Map<String, Counts> value() {
    var values = new HashMap<String, Counts>();
    byDelivery.forEach((delivery, counts) -> values.put(delivery, counts(counts)));
    return values;
  }

  private static Counts counts(long[] counts) {
    var counted = new HashMap<String, Long>();
    for (int i = 0; i < COUNTED.size(); i++) {
      counted.put(COUNTED.get(i), counts[i]);
    }
    return new Counts(
        Mapping.balance(counted), counts[TYPED], day(counts[FIRST]), day(counts[LAST]));
  }

  private static Optional<LocalDate> day(long day) {
    return day == Long.MAX_VALUE || day == Long.MIN_VALUE
        ? Optional.empty()
        : Optional.of(LocalDate.ofEpochDay(day));
  }

  @Override
  public boolean isZero() {
    return byDelivery.isEmpty();
  }

  @Override
  public AccumulatorV2<Seen, Map<String, Counts>> copy() {
    var copy = new Tally();
    byDelivery.forEach((delivery, counts) -> copy.byDelivery.put(delivery, counts.clone()));
    return copy;
  }

  @Override
  public void reset() {
    byDelivery.clear();
  }
}
