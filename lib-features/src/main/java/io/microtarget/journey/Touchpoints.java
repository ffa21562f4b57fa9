package io.microtarget.journey;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.microtarget.identity.IdentityTables;
import io.microtarget.table.Clocks;
import io.microtarget.table.Inputs;
import io.microtarget.table.Stage;
import io.microtarget.table.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * The touchpoints of all subjects in the order of time, and the carts that are open.
 *
 * <p>Rows count strictly before the end of a span, and as far as the lake had recorded them. Only
 * subjects of the run have a journey: a device that was never seen with anybody has none.
 */
public final class Touchpoints {
  private static final String ID = "lpad(lower(hex(id)), 16, '0')";

  private Touchpoints() {}

  /**
   * Makes {@link JourneyTables#TOUCHPOINT}, {@link JourneyTables#OPEN_CART} and {@link
   * JourneyTables#JOURNEY_COUNT}.
   *
   * <p>The three come from one pass over the rows, which is therefore kept ({@code persist})
   * between their writes; who runs the stage clears the cache after it.
   */
  public static Stage stage(Declared declared, Clocks clocks) {
    var reads = new ArrayList<>(declared.kinds());
    reads.add(IdentityTables.SUBJECT);
    reads.add(IdentityTables.LINK);
    return new Stage(
        "journey",
        List.of(JourneyTables.TOUCHPOINT, JourneyTables.OPEN_CART, JourneyTables.JOURNEY_COUNT),
        reads,
        inputs -> tables(inputs, declared, clocks.asOf()));
  }

  /**
   * Rows of {@link JourneyTables#TOUCHPOINT} of any span of days; flags and numbers count within
   * it. A lazy plan with one shuffle by subject.
   *
   * @param inputs with the kinds of the sources, {@code subject} and {@code link}
   */
  public static Dataset<Row> of(Inputs inputs, Declared declared, Span span) {
    return declared.kinds().isEmpty()
        ? empty(inputs, JourneyTables.TOUCHPOINT)
        : touchpoints(declared, rows(inputs, declared, span, span.from()));
  }

  private static Map<Table, Dataset<Row>> tables(Inputs inputs, Declared declared, LocalDate asOf) {
    var days = declared.settings().days();
    var reach = Math.max(days, declared.hasCarts() ? declared.settings().cart().days() : 0);
    if (reach == 0 || declared.kinds().isEmpty()) {
      return Map.of(
          JourneyTables.TOUCHPOINT, empty(inputs, JourneyTables.TOUCHPOINT),
          JourneyTables.OPEN_CART, empty(inputs, JourneyTables.OPEN_CART),
          JourneyTables.JOURNEY_COUNT, empty(inputs, JourneyTables.JOURNEY_COUNT));
    }
    var rows =
        rows(inputs, declared, Span.before(asOf, reach), asOf.minusDays(days))
            .persist(StorageLevel.MEMORY_AND_DISK());
    var left = LeftOut.of(rows);
    left.notes().forEach(inputs::note);
    return Map.of(
        JourneyTables.TOUCHPOINT,
        days == 0 ? empty(inputs, JourneyTables.TOUCHPOINT) : touchpoints(declared, rows),
        JourneyTables.OPEN_CART,
        declared.hasCarts() ? carts(declared, rows) : empty(inputs, JourneyTables.OPEN_CART),
        JourneyTables.JOURNEY_COUNT,
        rows.sparkSession().createDataFrame(left.rows(), JourneyTables.JOURNEY_COUNT.schema()));
  }

  /** Rows of {@link JourneyRows}. */
  private static Dataset<Row> rows(
      Inputs inputs, Declared declared, Span span, LocalDate publishedFrom) {
    var settings = declared.settings();
    var rules =
        new JourneyRows.Rules(
            settings.machineStepsPerDay(),
            settings.sessionMinutes(),
            (int) publishedFrom.toEpochDay());
    MapPartitionsFunction<Row, Row> walk = sorted -> new JourneyRows(rules, sorted);
    return new Steps(inputs, declared, span)
        .sorted(declared.kinds())
        .mapPartitions(walk, Encoders.row(JourneyRows.SCHEMA));
  }

  private static Dataset<Row> touchpoints(Declared declared, Dataset<Row> rows) {
    return columns(
        JourneyTables.TOUCHPOINT,
        rows.where(col("part").equalTo(JourneyRows.TOUCHPOINT)),
        Map.of(
            "subject_type", lit(declared.subjectType()),
            "touchpoint_id", expr(ID),
            "event_time", expr("timestamp_micros(at)"),
            "event_date", expr("date_from_unix_date(day)"),
            "value", decimal("value", 2)));
  }

  private static Dataset<Row> carts(Declared declared, Dataset<Row> rows) {
    return columns(
        JourneyTables.OPEN_CART,
        rows.where(col("part").equalTo(JourneyRows.CART)),
        Map.of(
            "subject_type", lit(declared.subjectType()),
            "cart_id", expr("coalesce(basket_id, %s)".formatted(ID)),
            "opened_at", expr("timestamp_micros(at)"),
            "last_at", expr("timestamp_micros(last_at)"),
            "items", decimal("items", 3),
            "value", decimal("value", 2)));
  }

  private static Column decimal(String name, int scale) {
    return expr(
        "cast(cast(%s as decimal(20,0)) / %d as decimal(18,%d))"
            .formatted(name, (int) Math.pow(10, scale), scale));
  }

  private static Dataset<Row> columns(Table table, Dataset<Row> rows, Map<String, Column> made) {
    return rows.select(
        table.columns().stream()
            .map(name -> made.getOrDefault(name, col(name)).as(name))
            .toArray(Column[]::new));
  }

  private static Dataset<Row> empty(Inputs inputs, Table table) {
    return inputs
        .of(IdentityTables.SUBJECT)
        .sparkSession()
        .createDataFrame(List.of(), table.schema());
  }
}
