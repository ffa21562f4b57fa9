package io.microtarget.journey;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import io.microtarget.identity.Hashed;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Expression;
import io.microtarget.table.Table;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Which rows count, in journeys and in features: not those of machines, and each step once. Rules:
 * {@link Machines}, {@link Doubles}; the order in which they hold: {@link Sieve}.
 *
 * @param mostStepsADay steps of a record on a day above which it is a machine on that day
 * @param userAgent expression over the columns of {@code event}: what the other side calls itself;
 *     empty if no source says it
 */
public record Genuine(int mostStepsADay, Optional<String> userAgent) {
  /** BIGINT: hash of the record id of a step on a web site or in an app; null for other rows. */
  public static final String RECORD = "_step_record";

  /** BIGINT: the same for rows that are one step; null for rows that cannot come twice. */
  public static final String IDENTITY = "_step_identity";

  private static final String ATTRIBUTES = "attributes";
  private static final String DAY = "event_date";
  private static final String LEARNT = "recorded_at";
  private static final String[] PLACE = {"source", "delivery_id", "row_index", "element_index"};

  /**
   * The rules of the settings. A map is dear to read, so that it is not where no source fills it.
   */
  public static Genuine of(JourneySettings settings, Map<String, SourceSettings> sources) {
    var userAgent = Expression.of(settings.userAgent(), SourceTables.EVENT.columns());
    var keys = userAgent.keysOf(ATTRIBUTES);
    var areInAttributes = userAgent.columns().equals(Set.of(ATTRIBUTES));
    var isDelivered =
        sources.values().stream()
            .filter(source -> source.kind().equals(SourceTables.EVENT.name()))
            .map(source -> source.attributes().keySet())
            .anyMatch(has -> keys.isEmpty() || keys.get().stream().anyMatch(has::contains));
    return new Genuine(
        settings.machineStepsPerDay(),
        areInAttributes && !isDelivered ? Optional.empty() : Optional.of(settings.userAgent()));
  }

  /** Whether rows of a kind can be left out by what stands beside them. */
  public static boolean isSifted(Table kind) {
    return Doubles.identity(kind).isPresent();
  }

  /** BOOLEAN, never null: whether a row says that it is of a machine. */
  public Column isSaidMachine(Table kind) {
    return userAgent
        .filter(text -> kind.equals(SourceTables.EVENT))
        .map(text -> Machines.isSaid(expr(text)))
        .orElse(lit(false));
  }

  /** The rows that do not say that they are of machines, with what {@link Sieve} reads of them. */
  public Dataset<Row> marked(Dataset<Row> rows, Table kind) {
    if (!isSifted(kind)) {
      return rows;
    }
    var people = userAgent.isEmpty() ? rows : rows.where(not(isSaidMachine(kind)));
    var isTimed = col("event_time").isNotNull().and(col(DAY).isNotNull());
    var record = kind.equals(SourceTables.EVENT) ? Hashed.one(col("record_id")) : lit(null);
    return people
        .withColumn(RECORD, when(isTimed, record.cast("bigint")))
        .withColumn(IDENTITY, when(isTimed, Doubles.identity(kind).orElseThrow()));
  }

  /**
   * As {@link Sieve}, for rows in no order; two shuffles.
   *
   * @param marked rows of a kind as made by {@link #marked}, with the columns the lake fills itself
   */
  public Dataset<Row> sifted(Dataset<Row> marked, Table kind) {
    if (!isSifted(kind)) {
      return marked;
    }
    var steps = count(lit(1)).over(Window.partitionBy(RECORD, DAY));
    var isOfPerson = col(RECORD).isNull().or(col("_steps").leq(mostStepsADay));
    var ofMany = marked.withColumn("_steps", steps).where(isOfPerson).drop("_steps");
    var people = kind.equals(SourceTables.EVENT) ? ofMany : marked;
    var first = Window.partitionBy(IDENTITY).orderBy(LEARNT, PLACE);
    return people
        .withColumn("_copy", row_number().over(first))
        .where(col(IDENTITY).isNull().or(col("_copy").equalTo(1)))
        .drop("_copy");
  }
}
