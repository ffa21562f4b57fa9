package io.microtarget.feature;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftleft;
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
 * <p>Columns by position: the key twice as 64-bit hashes, the time in microseconds (moments first,
 * then rows without a time), the day since 1970, the tag of the table (0 for a moment), the mask of
 * conditions (of a moment: {@link #ONLY_OF_KNOWN}), a hash of what the row brings (so that rows of
 * one moment have an order), the moment as it came in, numbers, hashes of categories. Where steps can
 * be of machines or come twice, two more at the end, by which {@link Sweep} leaves them out: record
 * and identity of a step; their order within a moment is that in which the lake learned them.
 */
final class Tall {
  static final int KEY = 0;
  static final int CHECK = 1;
  static final int TIME = 2;
  static final int DAY = 3;
  static final int TAG = 4;
  static final int MASK = 5;
  static final int PAYLOAD = 7;
  static final int NUMBERS = 8;

  /** Tag of a moment. */
  static final int MOMENT = 0;

  /** Mask of a moment that is left out where nothing is known of the subject before it. */
  static final long ONLY_OF_KNOWN = 1;

  private static final long MOMENT_FIRST = Long.MIN_VALUE;
  private static final long UNTIMED = Long.MIN_VALUE + 1;
  private static final long MICROS_A_DAY = 86_400_000_000L;

  /** Of a step that may be left out; null for other rows. */
  private static final List<Column> MARKS = List.of(col(Genuine.RECORD), col(Genuine.IDENTITY));

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
   * @return the carried columns and {@code features ARRAY<DOUBLE>}
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
      all = all.union(table(rows.of(table.table()), table, i + 1, lit(null).cast(payloadType)));
    }
    var schema =
        new StructType()
            .add("moment", payloadType)
            .add("features", DataTypes.createArrayType(DataTypes.DoubleType));
    var names = all.columns();
    return all.repartition(partitions, col(names[KEY]), col(names[CHECK]))
        .sortWithinPartitions(names[KEY], names[CHECK], "_time", "_row")
        .mapPartitions(compiled.sweep(), Encoders.row(schema))
        .select("moment.*", "features");
  }

  private Dataset<Row> moments(Dataset<Row> moments, Column payload) {
    var hasRole = List.of(moments.columns()).contains("role");
    var mask =
        hasRole ? when(col("role").equalTo(Moments.HISTORY), ONLY_OF_KNOWN).otherwise(0L) : lit(0L);
    var columns = keys(lit(MOMENT_FIRST), unix_date(col("moment")), MOMENT, mask, lit(0L));
    columns.add(payload.as("_moment"));
    pad(columns, List.of(), numbers, "double");
    pad(columns, List.of(), categories, "bigint");
    pad(columns, List.of(), marks, "bigint");
    return moments.select(columns.toArray(Column[]::new));
  }

  private Dataset<Row> table(Dataset<Row> rows, OfTable table, int tag, Column noMoment) {
    var mask = lit(0L);
    for (int bit = 0; bit < table.conditions().size(); bit++) {
      mask = mask.bitwiseOR(when(expr(table.conditions().get(bit)), lit(1L << bit)).otherwise(0L));
    }
    var brought = new ArrayList<Column>(List.of(mask));
    var ofNumbers = new ArrayList<Column>();
    var ofCategories = new ArrayList<Column>();
    table.numbers().forEach(text -> ofNumbers.add(expr(text).cast("double")));
    for (var text : table.categories()) {
      var value = expr(text);
      ofCategories.add(when(value.isNotNull(), xxhash64(value)));
    }
    brought.addAll(ofNumbers);
    brought.addAll(ofCategories);
    var time =
        coalesce(
            unix_micros(col("event_time")),
            unix_date(col(Keys.DAY)).cast("bigint").multiply(MICROS_A_DAY),
            lit(UNTIMED));
    var isSifted = List.of(rows.columns()).contains(Genuine.RECORD);
    var row = xxhash64(brought.toArray(Column[]::new));
    var columns = keys(time, unix_date(col(Keys.DAY)), tag, mask, isSifted ? byLearnt(row) : row);
    columns.add(noMoment.as("_moment"));
    pad(columns, ofNumbers, numbers, "double");
    pad(columns, ofCategories, categories, "bigint");
    pad(columns, isSifted ? MARKS : List.of(), marks, "bigint");
    return rows.select(columns.toArray(Column[]::new));
  }

  /** In the order in which the lake learned them, to the second. */
  private static Column byLearnt(Column row) {
    return shiftleft(coalesce(unix_seconds(col("recorded_at")), lit(0L)), Integer.SIZE)
        .bitwiseOR(row.bitwiseAND(lit(0xFFFFFFFFL)));
  }

  private static ArrayList<Column> keys(Column time, Column day, int tag, Column mask, Column row) {
    return new ArrayList<>(
        List.of(
            col(Keys.SUBJECT),
            col(Keys.CHECK),
            time.as("_time"),
            day.as("_day"),
            lit(tag).as("_tag"),
            mask.as("_mask"),
            row.as("_row")));
  }

  private static void pad(ArrayList<Column> columns, List<Column> given, int width, String type) {
    for (int i = 0; i < width; i++) {
      var value = i < given.size() ? given.get(i) : lit(null).cast(type);
      columns.add(value.as("_%s%d".formatted(type, i)));
    }
  }
}
