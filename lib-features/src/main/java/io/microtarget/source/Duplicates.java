package io.microtarget.source;

import static org.apache.spark.sql.functions.col;
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
final class Duplicates {
  private Duplicates() {}

  static Dataset<Row> marked(
      Dataset<Row> judged, Optional<Dataset<Row>> earlier, Table kind, List<String> keys) {
    var content = content(kind);
    var fresh = judged.withColumn("_content", content).withColumn("_earlier", lit(0));
    var all = earlier.map(rows -> fresh.unionByName(known(rows, content), true)).orElse(fresh);
    var takesPart =
        keys.stream().map(k -> col(k).isNotNull()).reduce(Mapping.accepted(), Column::and);
    var window =
        Window.partitionBy(
                Stream.concat(keys.stream().map(k -> col(k)), Stream.of(takesPart))
                    .toArray(Column[]::new))
            .orderBy(col("_earlier").desc(), col("row_index"));
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
      if (List.of("delivery_id", "row_index", "recorded_at").contains(field.name())) {
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
