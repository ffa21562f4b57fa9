package io.microtarget.journey;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.translate;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.microtarget.identity.Hashed;
import io.microtarget.identity.IdentityTables;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Inputs;
import io.microtarget.table.Table;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of all kinds in the columns of {@link Step}: those of a subject stand together, in the order
 * of time, behind a mark that says that the subject is one.
 *
 * <p>One shuffle, by subject. The subjects of the run travel as marks among the rows, which saves a
 * join with them; links are broadcast up to 32 MiB.
 */
final class Steps {
  private static final BigInteger SMALL = BigInteger.valueOf(32L << 20);
  private static final StructType SCHEMA = StructType.fromDDL(Step.DDL);

  private static final String SUBJECT = "subject";
  private static final String SAME = "same";
  private static final Hashed BY_SUBJECT = new Hashed(SUBJECT, SAME);
  private static final String AT = "at";
  private static final String RECORD = "record";
  private static final String RECORD_CHECK = "record_check";
  private static final String RECORDED = "_recorded";
  private static final Set<String> OF_SUBJECT = Set.of(SUBJECT, SAME, "subject_id");

  /** Steps of one moment: what is put in before what is taken out, ordered and bought. */
  private static final String ORDER = "_order";

  private final Inputs inputs;
  private final Declared declared;
  private final Span span;

  Steps(Inputs inputs, Declared declared, Span span) {
    this.inputs = inputs;
    this.declared = declared;
    this.span = span;
  }

  /**
   * The rows of a span.
   *
   * @param kinds at least one
   */
  Dataset<Row> sorted(List<Table> kinds) {
    var rows = kinds.stream().map(this::ofKind).reduce(Dataset::union).orElseThrow();
    var links = inputs.of(IdentityTables.LINK);
    var isSmall =
        links.queryExecution().optimizedPlan().stats().sizeInBytes().bigInteger().compareTo(SMALL)
            <= 0;
    return ofSubjects(rows, isSmall ? broadcast(links) : links)
        .unionByName(marks(), true)
        .repartition(col(SUBJECT))
        .sortWithinPartitions(SUBJECT, SAME, AT, ORDER, RECORDED, "id")
        .select(Stream.of(SCHEMA.fieldNames()).map(n -> col(n)).toArray(Column[]::new));
  }

  private static Dataset<Row> ofSubjects(Dataset<Row> rows, Dataset<Row> links) {
    var ofRecord = rows.withColumn(SUBJECT, col(RECORD)).withColumnRenamed(RECORD_CHECK, SAME);
    return BY_SUBJECT.replaced(ofRecord, links, "record_id", "subject_id");
  }

  private Dataset<Row> marks() {
    return inputs
        .of(IdentityTables.SUBJECT)
        .where(col("subject_type").equalTo(declared.subjectType()))
        .select(
            Hashed.one(col("subject_id")).as(SUBJECT),
            Hashed.check(col("subject_id")).as(SAME),
            col("subject_id"),
            lit(Step.MARK).as(AT));
  }

  private Dataset<Row> ofKind(Table kind) {
    var columns = new ArrayList<Column>();
    columns.add(Hashed.check(col("record_id")).as(RECORD_CHECK));
    columns.add(unix_micros(col("recorded_at")).as(RECORDED));
    columns.add(order(kind).as(ORDER));
    for (var field : SCHEMA.fields()) {
      if (!OF_SUBJECT.contains(field.name())) {
        columns.add(column(kind, field.name()).cast(field.dataType()).as(field.name()));
      }
    }
    var rows = inputs.of(kind).where(col("record_id").isNotNull()).where(isInSpan());
    var where = Touchpoint.of(kind).get(Touchpoint.WHERE);
    return (where == null ? rows : rows.where(expr(where))).select(columns.toArray(Column[]::new));
  }

  /** Of the days of the span, and of moments before its end; a row without a time is counted. */
  private Column isInSpan() {
    var midnight = span.until().atStartOfDay(declared.zone()).toInstant();
    var day = col("event_date");
    return day.isNull()
        .or(day.geq(lit(span.from())).and(day.lt(lit(span.until()))))
        .and(col("event_time").isNull().or(col("event_time").lt(lit(Timestamp.from(midnight)))));
  }

  private Column column(Table kind, String name) {
    var expressions = Touchpoint.of(kind);
    return switch (name) {
      case AT -> coalesce(unix_micros(col("event_time")), lit(Step.TIMELESS));
      case "day" -> unix_date(col("event_date"));
      case RECORD -> Hashed.one(col("record_id"));
      case "id" ->
          xxhash64(col("source"), col("delivery_id"), col("row_index"), col("element_index"));
      case "identity" -> Doubles.identity(kind).orElse(lit(null));
      case "is_said" -> declared.genuine().isSaidMachine(kind);
      case "cart" -> cart(kind);
      case "kind" -> lit(kind.name());
      case "source" -> col("source");
      case Touchpoint.CHANNEL -> declared.channel(kind);
      case Touchpoint.VALUE -> scaled(expressions.get(name), 100);
      case Touchpoint.QUANTITY -> scaled(expressions.get(name), 1_000);
      default -> expressions.containsKey(name) ? expr(expressions.get(name)) : lit(null);
    };
  }

  /** A decimal as a whole number of its last place, which is several times faster to carry. */
  private static Column scaled(String expression, int by) {
    return expression == null ? lit(null) : expr("(%s) * %d".formatted(expression, by));
  }

  private Column cart(Table kind) {
    if (!kind.equals(SourceTables.EVENT) || !declared.hasCarts()) {
      return lit(CartStep.NONE.ordinal());
    }
    var cart = declared.settings().cart();
    var from = span.until().minusDays(cart.days());
    // As CartSettings spells them.
    var type = trim(translate(lower(col("event_type")), "_-", "  "));
    return when(coalesce(col("event_date").lt(lit(from)), lit(true)), CartStep.NONE.ordinal())
        .when(isOne(type, cart.add()), CartStep.ADD.ordinal())
        .when(isOne(type, cart.remove()), CartStep.REMOVE.ordinal())
        .when(isOne(type, cart.order()), CartStep.ORDER.ordinal())
        .otherwise(CartStep.NONE.ordinal());
  }

  private static Column isOne(Column type, List<String> types) {
    Set<String> folded = CartSettings.folded(types);
    return coalesce(type.isin(folded.toArray()), lit(false));
  }

  private Column order(Table kind) {
    return kind.equals(SourceTables.PURCHASE) ? lit(CartStep.ORDER.ordinal() + 1) : cart(kind);
  }
}
