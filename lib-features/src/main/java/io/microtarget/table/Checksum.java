package io.microtarget.table;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * The content of a table as one short text that does not depend on row order, partitioning or run.
 *
 * <p>{@code count} and {@code sum(xxhash64(c1, c1 is null, c2, c2 is null, …))} over the columns in
 * catalogue order. The null flags are needed because xxhash64 skips nulls; the sum is a decimal
 * because a long overflows under ANSI. Maps count as sorted entries, doubles are rounded to 6
 * decimals, −0.0 becomes 0.0 and every NaN the same NaN. The store's bookkeeping columns are left
 * out, and so is {@code recorded_at} where a table shows it: when the lake learned a row is not
 * what it says.
 */
public final class Checksum {
  private static final String RECORDED_AT = "recorded_at";
  private static final DecimalType WIDE = DataTypes.createDecimalType(38, 0);

  private Checksum() {}

  /**
   * One row: {@code table STRING, rows BIGINT, checksum STRING} ({@code rows:hash-sum}).
   *
   * @param rows at least the columns of the table
   */
  public static Dataset<Row> of(Table table, Dataset<Row> rows) {
    return by(table, rows, new String[] {});
  }

  /**
   * The same of each group of rows: one row a group, with the columns it goes by.
   *
   * @param keys columns of the rows, of the table or beside it
   */
  public static Dataset<Row> by(Table table, Dataset<Row> rows, String... keys) {
    var parts = new ArrayList<Column>();
    for (var field : table.schema().fields()) {
      if (field.name().equals(RECORDED_AT)) {
        continue;
      }
      var value = normal(col(field.name()), field.dataType());
      parts.add(value);
      parts.add(value.isNull());
    }
    var hash = xxhash64(parts.toArray(Column[]::new)).cast(WIDE);
    var columns = new ArrayList<Column>();
    columns.add(lit(table.name()).as("table"));
    columns.add(col("rows"));
    columns.add(
        functions
            .concat_ws(":", col("rows").cast("string"), col("hash").cast("string"))
            .as("checksum"));
    var groups = Arrays.stream(keys).map(key -> col(key)).toArray(Column[]::new);
    columns.addAll(List.of(groups));
    return rows.groupBy(groups)
        .agg(count(lit(1)).as("rows"), coalesce(sum(hash), lit(0).cast(WIDE)).as("hash"))
        .select(columns.toArray(Column[]::new));
  }

  private static Column normal(Column value, DataType type) {
    if (type.equals(DataTypes.DoubleType) || type.equals(DataTypes.FloatType)) {
      var rounded = round(value.cast(DataTypes.DoubleType), 6);
      return when(isnan(value), lit(Double.NaN))
          .when(rounded.equalTo(lit(0.0)), lit(0.0))
          .otherwise(rounded);
    }
    if (type instanceof MapType map) {
      var entries =
          transform(
              array_sort(map_entries(value)),
              entry ->
                  functions.struct(
                      entry.getField("key").as("key"),
                      normal(entry.getField("value"), map.valueType()).as("value")));
      return to_json(entries);
    }
    if (type instanceof ArrayType array) {
      return to_json(transform(value, element -> normal(element, array.elementType())));
    }
    if (type instanceof StructType) {
      return to_json(value);
    }
    return value;
  }
}
