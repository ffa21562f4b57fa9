package io.microtarget.source;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.microtarget.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Rows of the same key: equal content is a duplicate, other content goes to quarantine.
 *
 * <p>The first row wins: one of an earlier delivery before those of this file, then the lower
 * position in the file. Rows already filtered or quarantined take no part, nor do rows with a null
 * in their key: what is unknown equals nothing.
 */
public final class Duplicates {
  /** Column of {@link #repeated}. */
  public static final String KEY = "_key";

  private static final List<String> NOT_CONTENT =
      List.of("delivery_id", "row_index", "element_index", "recorded_at");

  private Duplicates() {}

  /**
   * Keys that stand in more than one row: the only rows that have to be compared.
   *
   * @param earlier visible typed rows of the source from earlier deliveries
   * @return {@code _key BIGINT}, a hash of the key; rows of other keys may share it
   */
  public static Dataset<Row> repeated(
      Dataset<Row> judged, Optional<Dataset<Row>> earlier, List<String> keys) {
    var fresh =
        judged
            .filter(takesPart(keys))
            .select(key(keys).as(KEY))
            .groupBy(KEY)
            .agg(count(lit(1)).as("_rows"));
    var twice = fresh.filter(col("_rows").gt(1)).select(KEY);
    return earlier
        .map(rows -> fresh.select(KEY).join(rows.select(key(keys).as(KEY)), KEY, "left_semi"))
        .map(known -> twice.union(known).distinct())
        .orElse(twice);
  }

  /** A hash of the key of a row. */
  public static Column key(List<String> keys) {
    return xxhash64(keys.stream().map(k -> col(k)).toArray(Column[]::new));
  }

  /** Rows that are compared at all: accepted ones whose key is known. */
  public static Column takesPart(List<String> keys) {
    return keys.stream().map(k -> col(k).isNotNull()).reduce(Mapping.accepted(), Column::and);
  }

  /**
   * Rows with their status after the comparison.
   *
   * @param order deliveries, the one whose rows win first
   */
  public static Dataset<Row> marked(
      Dataset<Row> judged,
      Optional<Dataset<Row>> earlier,
      Table kind,
      List<String> keys,
      List<String> order) {
    var content = content(kind);
    var fresh = judged.withColumn("_content", content).withColumn("_earlier", lit(0));
    var all = earlier.map(rows -> fresh.unionByName(known(rows, content), true)).orElse(fresh);
    var takesPart = takesPart(keys);
    var delivery =
        array_position(
            array(order.stream().map(d -> lit(d)).toArray(Column[]::new)).cast("array<string>"),
            col("delivery_id"));
    var window =
        Window.partitionBy(
                Stream.concat(keys.stream().map(k -> col(k)), Stream.of(takesPart))
                    .toArray(Column[]::new))
            .orderBy(col("_earlier").desc(), delivery, col("row_index"), col("element_index"));
    var isRepeat = takesPart.and(col("_position").gt(1));
    var isSame = col("_content").equalTo(col("_first"));
    return all.withColumn("_position", row_number().over(window))
        .withColumn("_first", first("_content").over(window))
        .withColumn("_repeat", isRepeat)
        .filter(col("_earlier").equalTo(0))
        .withColumn(
            Mapping.RULE,
            when(col("_repeat").and(isSame.equalTo(false)), lit("conflicting-key"))
                .otherwise(col(Mapping.RULE)))
        .withColumn(
            Mapping.STATUS,
            when(col("_repeat").and(isSame), lit(Mapping.DUPLICATE))
                .when(col("_repeat"), lit(Mapping.QUARANTINED))
                .otherwise(col(Mapping.STATUS)))
        .drop("_content", "_earlier", "_position", "_first", "_repeat");
  }

  private static Dataset<Row> known(Dataset<Row> rows, Column content) {
    return rows.withColumn("_content", content)
        .withColumn("_earlier", lit(1))
        .withColumn(Mapping.STATUS, lit(Mapping.KEPT));
  }

  private static Column content(Table kind) {
    var parts = new ArrayList<Column>();
    for (var field : kind.schema().fields()) {
      if (NOT_CONTENT.contains(field.name())) {
        continue;
      }
      var isMap = field.dataType().typeName().equals("map");
      var value = isMap ? to_json(col(field.name())) : col(field.name());
      parts.add(value);
      parts.add(value.isNull());
    }
    return xxhash64(parts.toArray(Column[]::new));
  }
}
