package io.microtarget.feature;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.unix_seconds;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.microtarget.feature.Compiled.OfTable;
import io.microtarget.journey.Genuine;
import io.microtarget.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of all tables in one form, moments among them, brought together by key and sorted by time:
 * one exchange for all sources, whatever is computed of them.
 *
 * <p>Columns by position: the key twice as 64-bit hashes, the time in microseconds, the day since
 * 1970, the tag of the table (0 for a moment), the mask of conditions (of a moment: {@link
 * #ONLY_OF_KNOWN}), the order, the moment as it came in, numbers, hashes of categories. Where steps
 * can be of machines or come twice, three more at the end, by which {@link Sweep} leaves them out:
 * record and identity of a step, and when the lake learned of it.
 *
 * <p>The order is one number, most of whose bits are those of the key and the low ones the place of
 * the day (moments first, then rows without a day) and of the hour in it. Spark sorts by one number
 * alone without comparing any rows; those of one number {@link Untied} brings in order.
 */
final class Tall {
  static final int KEY = 0;
  static final int CHECK = 1;
  static final int TIME = 2;
  static final int DAY = 3;
  static final int TAG = 4;
  static final int MASK = 5;
  static final int ORDER = 6;
  static final int PAYLOAD = 7;
  static final int NUMBERS = 8;

  /** Tag of a moment. */
  static final int MOMENT = 0;

  /** Mask of a moment that is left out where nothing is known of the subject before it. */
  static final long ONLY_OF_KNOWN = 1;

  /** BOOLEAN column of moments: whether to leave them out as {@link #ONLY_OF_KNOWN}. */
  static final String IF_KNOWN = "_if_known";

  private static final long UNTIMED = Long.MIN_VALUE;
  private static final long MICROS_A_DAY = 86_400_000_000L;
  private static final double MICROS_AN_HOUR = 3_600_000_000.0;

  /**
   * Hours that have a place in a day: rows of a day may be hours before or after it in UTC. An hour
   * and not a day, since rows of one place are held.
   */
  private static final int HOURS = 64;

  private static final int MIDNIGHT = 16;

  /** The highest place of a day. */
  private static final int DAYS = (1 << 18) - 1;

  /** The low bits of the order: place of day and hour. The others are those of the key. */
  private static final long PLACES = (DAYS + 1L) * HOURS - 1;

  /** Place of rows without a day, after the moments at 0. */
  private static final int UNDATED = 1;

  /** Place of the first day that has one of its own, the 1st of January 1600. */
  private static final int DATED = 2;

  private static final int FIRST_DAY = -135_140;

  private static final int LAST_DAY = FIRST_DAY + DAYS - DATED;

  private static final String LEARNT = "_step_learnt";

  /** Of a step that may be left out; null for other rows. */
  private static final List<String> MARKS = List.of(Genuine.RECORD, Genuine.IDENTITY, LEARNT);

  private final Compiled compiled;
  private final int numbers;
  private final int categories;
  private final int marks;

  private Tall(Compiled compiled) {
    this.compiled = compiled;
    this.numbers = compiled.tables().stream().mapToInt(t -> t.numbers().size()).max().orElse(0);
    this.categories =
        compiled.tables().stream().mapToInt(t -> t.categories().size()).max().orElse(0);
    this.marks = compiled.sweep().mostStepsADay() > 0 ? MARKS.size() : 0;
  }

  /** The event rows of a table, with {@link Keys#SUBJECT} and {@link Keys#CHECK}. */
  interface Rows {
    Dataset<Row> of(Table table);
  }

  /**
   * The features of every moment.
   *
   * @param moments {@code moment DATE} and what is to be carried along, with {@link Keys#SUBJECT}
   *     and {@link Keys#CHECK}
   * @param carried the columns of the result beside the features
   * @param rows event rows of each table, with their time
   * @param partitions of the exchange
   * @return the carried columns and {@code features BINARY}, see {@link Packed}
   */
  static Dataset<Row> features(
      Compiled compiled, Dataset<Row> moments, List<String> carried, Rows rows, int partitions) {
    return new Tall(compiled).of(moments, carried, rows, partitions);
  }

  private Dataset<Row> of(Dataset<Row> moments, List<String> carried, Rows rows, int partitions) {
    var payload =
        org.apache.spark.sql.functions.struct(
            carried.stream().map(n -> col(n)).toArray(Column[]::new));
    var all = moments(moments, payload);
    var payloadType = all.schema().fields()[PAYLOAD].dataType();
    for (int i = 0; i < compiled.tables().size(); i++) {
      var table = compiled.tables().get(i);
      var ofTable = rows.of(table.table());
      // Who is a machine and who is known hangs on rows that no cell counts, too.
      var hangsOnAll = isSifted(ofTable) || asksIfKnown(moments);
      var counted = hangsOnAll ? ofTable : counted(ofTable, table, compiled.sweep().cells().get(i));
      all = all.union(table(counted, table, i + 1, lit(null).cast(payloadType)));
    }
    var schema = new StructType().add("moment", payloadType).add("features", DataTypes.BinaryType);
    var names = all.columns();
    return all.repartition(partitions, col(names[KEY]), col(names[CHECK]))
        .sortWithinPartitions(names[ORDER])
        .mapPartitions(compiled.sweep(), Encoders.row(schema))
        .select("moment.*", "features");
  }

  private Dataset<Row> moments(Dataset<Row> moments, Column payload) {
    var mask = asksIfKnown(moments) ? when(col(IF_KNOWN), ONLY_OF_KNOWN).otherwise(0L) : lit(0L);
    var columns = keys(lit(0L), lit(0L), unix_date(col("moment")), MOMENT, mask);
    columns.add(payload.as("_moment"));
    pad(columns, List.of(), numbers, "double");
    pad(columns, List.of(), categories, "bigint");
    MARKS.stream().limit(marks).forEach(n -> columns.add(lit(null).cast("bigint").as(n)));
    return moments.select(columns.toArray(Column[]::new));
  }

  /** The rows that any cell may count; the others need not be brought together. */
  private static Dataset<Row> counted(Dataset<Row> rows, OfTable table, List<Cell> cells) {
    var counted = new TreeSet<String>();
    for (var cell : cells) {
      if (cell.where() >= 0) {
        counted.add("(%s)".formatted(table.conditions().get(cell.where())));
      } else if (cell.number() >= 0) {
        counted.add("(%s) is not null".formatted(table.numbers().get(cell.number())));
      } else if (cell.category() >= 0) {
        counted.add("(%s) is not null".formatted(table.categories().get(cell.category())));
      } else {
        return rows;
      }
    }
    return rows.where(expr(String.join(" or ", counted)));
  }

  private Dataset<Row> table(Dataset<Row> rows, OfTable table, int tag, Column noMoment) {
    var mask = lit(0L);
    for (int bit = 0; bit < table.conditions().size(); bit++) {
      mask = mask.bitwiseOR(when(expr(table.conditions().get(bit)), lit(1L << bit)).otherwise(0L));
    }
    var ofNumbers = new ArrayList<Column>();
    var ofCategories = new ArrayList<Column>();
    table.numbers().forEach(text -> ofNumbers.add(expr(text).cast("double")));
    for (var text : table.categories()) {
      var value = expr(text);
      ofCategories.add(when(value.isNotNull(), xxhash64(value)));
    }
    var time =
        coalesce(
            unix_micros(col("event_time")),
            unix_date(col(Keys.DAY)).cast("bigint").multiply(MICROS_A_DAY),
            lit(UNTIMED));
    var day = unix_date(col(Keys.DAY));
    var columns = keys(place(day, time), time, day, tag, mask);
    columns.add(noMoment.as("_moment"));
    pad(columns, ofNumbers, numbers, "double");
    pad(columns, ofCategories, categories, "bigint");
    var isSifted = isSifted(rows);
    MARKS.stream()
        .limit(marks)
        .forEach(n -> columns.add(isSifted ? mark(n) : lit(null).cast("bigint").as(n)));
    return rows.select(columns.toArray(Column[]::new));
  }

  /** When the lake learned of a row: in seconds since 1970. */
  private static Column mark(String name) {
    return name.equals(LEARNT) ? unix_seconds(col("recorded_at")).as(LEARNT) : col(name);
  }

  private static boolean asksIfKnown(Dataset<Row> moments) {
    return List.of(moments.columns()).contains(IF_KNOWN);
  }

  private static boolean isSifted(Dataset<Row> rows) {
    return List.of(rows.columns()).contains(Genuine.RECORD);
  }

  /** Place in the order; days before and after some centuries share one each. */
  private static Column place(Column day, Column time) {
    var hours = time.minus(day.cast("bigint").multiply(MICROS_A_DAY)).divide(MICROS_AN_HOUR);
    var ofHour = least(greatest(hours.plus(MIDNIGHT), lit(0.0)), lit(HOURS - 1.0));
    var ofDay = day.minus(FIRST_DAY).plus(DATED).cast("bigint").multiply(HOURS);
    return when(day.between(FIRST_DAY, LAST_DAY), ofDay.plus(ofHour.cast("bigint")))
        .when(day.lt(FIRST_DAY), lit((long) DATED * HOURS))
        .when(day.gt(LAST_DAY), lit(PLACES))
        .otherwise(lit((long) UNDATED * HOURS));
  }

  /** Rows with this number lie among each other: those of a key, seldom of two. */
  static long near(Row row) {
    return row.getLong(KEY) & ~PLACES;
  }

  private static ArrayList<Column> keys(
      Column place, Column time, Column day, int tag, Column mask) {
    return new ArrayList<>(
        List.of(
            col(Keys.SUBJECT),
            col(Keys.CHECK),
            time.as("_time"),
            day.as("_day"),
            lit(tag).as("_tag"),
            mask.as("_mask"),
            col(Keys.SUBJECT).bitwiseAND(lit(~PLACES)).bitwiseOR(place).as("_order")));
  }

  private static void pad(ArrayList<Column> columns, List<Column> given, int width, String type) {
    for (int i = 0; i < width; i++) {
      var value = i < given.size() ? given.get(i) : lit(null).cast(type);
      columns.add(value.as("_%s%d".formatted(type, i)));
    }
  }
}
