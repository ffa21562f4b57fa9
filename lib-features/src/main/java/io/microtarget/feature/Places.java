package io.microtarget.feature;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.hour;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.weekday;
import static org.apache.spark.sql.functions.when;

import io.microtarget.source.SourceTables;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Where a subject lives, works and goes, as far as its rows of kind location before a moment tell.
 *
 * <p>Home is the H3 cell of the most nights (22 to 6 o'clock in the zone of the business; a night
 * goes by the day it begins on), work that of the most weekdays between 9 and 17 o'clock: so a
 * device that reports often weighs no more than one that reports seldom. Below {@link
 * PlaceSettings#nights} there is none. Of equals it is the cell with more rows at those hours, then
 * the greater name.
 *
 * <p>Radius of gyration: root of the mean square of the distances from the centre of all rows
 * (Gonzalez, Hidalgo, Barabasi, Understanding individual human mobility patterns, Nature 453,
 * 2008), here of the straight distances through the ball: {@code R * sqrt(1 - |m|^2)} for the mean
 * {@code m} of the rows on a ball of radius 1.
 */
final class Places {
  static final String HOME = "home_cell";
  static final String WORK = "work_cell";

  private static final String CELL = "cell";
  private static final String HOUR = "hour";

  private static final int NIGHT_FROM = 22;
  private static final int NIGHT_TO = 6;
  private static final int WORK_FROM = 9;
  private static final int WORK_TO = 17;
  private static final int SATURDAY = 5;

  /**
   * A number about the places of a subject.
   *
   * @param name {@code source__measure__aggregate__window}
   * @param aggregate the one it is most like
   * @param expression in words and columns, for the list of features
   */
  record Number(String name, Aggregate aggregate, String expression) {}

  private Places() {}

  /** What {@link #of} gives, in this order; what needs shops only where there are some. */
  static List<Number> numbers(PlaceSettings settings) {
    var numbers = new ArrayList<Number>();
    numbers.add(
        number("radius_km", Aggregate.DEVIATION, "radius of gyration in kilometres", settings));
    numbers.add(number("home", Aggregate.SHARE, "rows where cell = home_cell", settings));
    numbers.add(
        number("home_work_km", Aggregate.LAST, "kilometres from home_cell to work_cell", settings));
    if (!settings.shops().isEmpty()) {
      numbers.add(
          number(
              "home_shop_km", Aggregate.MIN, "kilometres from home_cell to each shop", settings));
    }
    return numbers;
  }

  /**
   * One row for each of the moments before which the subject was anywhere: {@code subject_id,
   * moment, home_cell STRING, work_cell STRING} and {@link #numbers}. Only rows of the {@link
   * PlaceSettings#days} before the moment count, those of the moment's own day not.
   *
   * @param rows of kind location with {@code subject_id}
   * @param moments {@code subject_id, moment DATE}, each once
   * @param zone of the business
   */
  static Dataset<Row> of(
      Dataset<Row> rows, Dataset<Row> moments, PlaceSettings settings, ZoneId zone) {
    var isInside =
        col("event_date")
            .lt(col("moment"))
            .and(col("event_date").geq(date_sub(col("moment"), settings.days())));
    var seen =
        byDay(rows, settings, zone).join(moments, new String[] {"subject_id"}).where(isInside);
    var found = bySubject(byCell(seen), settings);
    var home = Earth.middle(col(HOME));
    var work = Earth.middle(col(WORK));
    var numbers =
        Map.of(
            "radius_km", col("_radius"),
            "home", col("_home_rows").divide(col("_rows")),
            "home_work_km", Earth.km(item(home, 0), item(home, 1), item(work, 0), item(work, 1)),
            "home_shop_km", Earth.nearest(item(home, 0), item(home, 1), settings).getField("km"));
    var columns = new ArrayList<Column>();
    List.of("subject_id", "moment", HOME, WORK).forEach(n -> columns.add(col(n)));
    for (var number : numbers(settings)) {
      var measure = number.name().split("__")[1];
      columns.add(numbers.get(measure).as(number.name()));
    }
    return found.select(columns.toArray(Column[]::new));
  }

  /** INT: hour of the day in the zone, 0 to 23. */
  static Column localHour(Column time, ZoneId zone) {
    return hour(from_utc_timestamp(time, zone.getId()));
  }

  /** One row a subject, day and cell; all that later steps need adds up. */
  private static Dataset<Row> byDay(Dataset<Row> rows, PlaceSettings settings, ZoneId zone) {
    var cell = Earth.cell(col("latitude"), col("longitude"), settings.resolution());
    var ready =
        rows.withColumn(CELL, cell)
            .withColumn(HOUR, localHour(col("event_time"), zone))
            .where(
                col("subject_id")
                    .isNotNull()
                    .and(col("event_date").isNotNull())
                    .and(col(CELL).isNotNull()));
    var hour = col(HOUR);
    var isEarly = hour.lt(NIGHT_TO);
    var isLate = hour.geq(NIGHT_FROM);
    var isAtWork =
        weekday(col("event_date")).lt(SATURDAY).and(hour.geq(WORK_FROM)).and(hour.lt(WORK_TO));
    var ball = Earth.onTheUnitBall(col("latitude"), col("longitude"));
    return ready
        .groupBy("subject_id", "event_date", CELL)
        .agg(
            count(lit(1)).as("rows"),
            max(isEarly).as("early"),
            max(isLate).as("late"),
            max(isAtWork).as("at_work"),
            count(when(isEarly.or(isLate), 1)).as("night_rows"),
            count(when(isAtWork, 1)).as("work_rows"),
            sum(ball.get(0)).as("x"),
            sum(ball.get(1)).as("y"),
            sum(ball.get(2)).as("z"));
  }

  /** One row a subject, moment and cell. */
  private static Dataset<Row> byCell(Dataset<Row> days) {
    var nights =
        array_compact(
            array(
                when(col("early"), date_sub(col("event_date"), 1)),
                when(col("late"), col("event_date"))));
    return days.groupBy("subject_id", "moment", CELL)
        .agg(
            size(array_distinct(flatten(collect_list(nights)))).as("nights"),
            count(when(col("at_work"), 1)).as("work_days"),
            sum("night_rows").as("night_rows"),
            sum("work_rows").as("work_rows"),
            sum("rows").as("rows"),
            sum("x").as("x"),
            sum("y").as("y"),
            sum("z").as("z"));
  }

  /** One row a subject and moment. */
  private static Dataset<Row> bySubject(Dataset<Row> cells, PlaceSettings settings) {
    var least = settings.nights();
    var asHome = struct(col("nights"), col("night_rows"), col(CELL), col("rows"));
    var asWork = struct(col("work_days"), col("work_rows"), col(CELL));
    var mean = List.of(mean("x"), mean("y"), mean("z"));
    var length = mean.stream().map(m -> pow(m, lit(2))).reduce(Column::plus).orElseThrow();
    return cells
        .groupBy("subject_id", "moment")
        .agg(
            max(when(col("nights").geq(least), asHome)).as("home"),
            max(when(col("work_days").geq(least), asWork)).as("work"),
            sum("rows").as("_rows"),
            round(sqrt(greatest(lit(0.0), lit(1.0).minus(length))).multiply(Earth.RADIUS_KM), 3)
                .as("_radius"))
        .withColumn(HOME, col("home").getField(CELL))
        .withColumn(WORK, col("work").getField(CELL))
        .withColumn("_home_rows", col("home").getField("rows"));
  }

  private static Column mean(String part) {
    return sum(part).divide(sum("rows"));
  }

  private static Column item(Column pair, int index) {
    return pair.getItem(index);
  }

  private static Number number(
      String measure, Aggregate aggregate, String expression, PlaceSettings settings) {
    var name =
        String.join(
            "__", SourceTables.LOCATION.name(), measure, aggregate.inName(), settings.days() + "d");
    return new Number(name, aggregate, expression);
  }
}
