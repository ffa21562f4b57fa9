package io.microtarget.jobs;

import static io.microtarget.feature.FeatureTables.FEATURE_LIST;
import static io.microtarget.feature.FeatureTables.OCCASION;
import static io.microtarget.identity.IdentityTables.LINK;
import static io.microtarget.source.SourceTables.CAMPAIGN;
import static io.microtarget.source.SourceTables.OFFER;
import static io.microtarget.source.SourceTables.PROMOTION;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.IntegerType;

import io.microtarget.feature.Packed;
import io.microtarget.jobs.settings.Loader;
import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.jobs.store.Frame;
import io.microtarget.jobs.store.Lake;
import io.microtarget.pipeline.Pipeline;
import io.microtarget.pipeline.Settings;
import io.microtarget.table.Clocks;
import io.microtarget.table.Kind;
import io.microtarget.table.Table;
import io.microtarget.testing.Sessions;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;

/**
 * The features that the stages of the library make of a lake as of a day, of all its typed rows or
 * only of some, and how many of them differ: those of subjects, of their earlier moments, of past
 * contacts and of candidates.
 */
final class FeaturesAgain {
  private static final List<String> STAGES = List.of("link", "golden-records", "subjects");
  private static final List<String> UNDATED = List.of(CAMPAIGN.name(), PROMOTION.name());

  private final Settings settings;

  /** Which rows of a table there are. */
  interface Rows {
    Dataset<Row> of(Table table, Dataset<Row> rows);
  }

  /**
   * Features as of a day.
   *
   * @param names in the order of {@code occasion.features}
   * @param occasions rows of {@code occasion}
   * @param links rows of {@code link}
   */
  record Made(List<String> names, Dataset<Row> occasions, Dataset<Row> links) {}

  /** Numbers that were compared, and those that are not the same. */
  record Compared(long numbers, long differing) {}

  /**
   * @param overrides of the settings, with the lake
   */
  FeaturesAgain(String config, Map<String, String> overrides) {
    this.settings = Loader.load(config, overrides, Settings.class);
  }

  /** Of all rows that were recorded until an instant. */
  Made of(LocalDate asOf, Instant knownAt) {
    return of(asOf, knownAt, (table, rows) -> rows);
  }

  /** Of some of the rows that were recorded until an instant. */
  Made of(LocalDate asOf, Instant knownAt, Rows kept) {
    var spark = Sessions.shared();
    var clocks = new Clocks(asOf, knownAt, settings.business().zone());
    var lake = Lake.at(settings.lake().root(), spark.sparkContext().hadoopConfiguration());
    var store = new DeltaStore(spark, lake, new Frame("again", clocks, Instant.now()));
    var made = new HashMap<Table, Dataset<Row>>();
    for (var stage : Pipeline.stages(settings, clocks)) {
      if (STAGES.contains(stage.name()) || stage.makes().contains(OCCASION)) {
        stage
            .run(
                table -> {
                  var own = made.get(table);
                  return own != null ? own : kept.of(table, store.read(table));
                })
            .forEach((table, rows) -> made.put(table, rows.persist()));
      }
    }
    var names =
        made.get(FEATURE_LIST).orderBy("position").select("name").collectAsList().stream()
            .map(row -> row.getString(0))
            .toList();
    return new Made(names, made.get(OCCASION), made.get(LINK));
  }

  /** Typed rows as they were before a day: what happened or began on it or later is not there. */
  static Rows before(LocalDate day) {
    return (table, rows) -> {
      if (table.kind() != Kind.EVENT) {
        return rows;
      }
      var happened = UNDATED.contains(table.name()) ? "starts_on" : "event_date";
      var known = col(happened).isNull().or(col(happened).lt(lit(day)));
      return table.equals(OFFER) ? rows : rows.where(known);
    };
  }

  /** All rows; those of one table that happened on a day or later say the day before. */
  static Rows leaking(Table which, LocalDate day) {
    var time = lit(Timestamp.valueOf(day.minusDays(1).atTime(12, 0)));
    var isLater = col("event_date").geq(lit(day));
    return (table, rows) ->
        table.equals(which)
            ? rows.withColumn("event_time", when(isLater, time).otherwise(col("event_time")))
                .withColumn(
                    "event_date", when(isLater, lit(day.minusDays(1))).otherwise(col("event_date")))
                .select(columns(table))
            : rows;
  }

  /**
   * Compares number by number; a row that only one of them has differs in all of its numbers.
   *
   * @param one of these features
   * @param other features of the same names, or all of them differ
   */
  static Compared compared(Made one, Made other) {
    var keys = List.of("role", "model", "subject_id", "campaign_id", "offer", "moment");
    var left = one.occasions().as("one");
    var right = other.occasions().as("other");
    var isSame =
        keys.stream()
            .map(k -> col("one." + k).eqNullSafe(col("other." + k)))
            .reduce(Column::and)
            .orElseThrow();
    var numbers = one.names().size();
    var differing = udf(differing(numbers), IntegerType);
    var counts =
        left.join(right, isSame, "full")
            .select(
                coalesce(
                        expr(
                            "if(one.role is null or other.role is null, %d, null)"
                                .formatted(numbers)),
                        differing.apply(col("one.features"), col("other.features")))
                    .as("differing"))
            .agg(sum(lit((long) numbers)), coalesce(sum("differing"), lit(0L)))
            .first();
    long all = counts.getLong(0);
    return new Compared(all, one.names().equals(other.names()) ? counts.getLong(1) : all);
  }

  /** Of packed numbers, unknown ones being equal; all of them where one has more than the other. */
  private static UDF2<byte[], byte[], Integer> differing(int numbers) {
    return (one, other) -> {
      if (one == null || other == null || one.length != other.length) {
        return numbers;
      }
      var first = Packed.numbers(one);
      var second = Packed.numbers(other);
      int differing = 0;
      for (int i = 0; i < first.length; i++) {
        differing += Double.compare(first[i], second[i]) == 0 ? 0 : 1;
      }
      return differing;
    };
  }

  /** The same with subjects by the least of their records: which one was first does not matter. */
  static Made byRecord(Made made) {
    var least =
        made.links().groupBy(col("subject_id").as("_id")).agg(min("record_id").as("_least"));
    var occasions =
        made.occasions()
            .join(least, col("subject_id").equalTo(col("_id")), "left")
            .withColumn("subject_id", coalesce(col("_least"), col("subject_id")))
            .select(columns(OCCASION));
    return new Made(made.names(), occasions, made.links());
  }

  private static Column[] columns(Table table) {
    return table.columns().stream().map(c -> col(c)).toArray(Column[]::new);
  }
}
