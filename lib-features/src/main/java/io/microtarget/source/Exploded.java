package io.microtarget.source;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.posexplode_outer;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.microtarget.table.SettingsError;
import java.util.ArrayList;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.ArrayType;

/**
 * One raw row that becomes several typed ones: an order with its items. It counts once in the
 * balance, and as a whole: if one element breaks a rule, the raw row is quarantined.
 */
final class Exploded {
  private Exploded() {}

  /**
   * A row for each element; one without an element for a raw row that has none.
   *
   * @throws SettingsError if the expression gives no array
   */
  static Dataset<Row> of(Dataset<Row> raw, SourceSettings settings, String source) {
    var text = settings.explode().orElseThrow();
    var type = raw.select(expr(text)).schema().fields()[0].dataType();
    if (!(type instanceof ArrayType)) {
      throw new SettingsError(
          "sources.%s.explode: expression `%s` gives %s, not an array"
              .formatted(source, text, type.sql()));
    }
    var columns = new ArrayList<Column>();
    Arrays.stream(raw.columns()).forEach(c -> columns.add(col("`" + c + "`")));
    columns.add(
        posexplode_outer(expr(text)).as(new String[] {Mapping.ELEMENT_INDEX, Mapping.ELEMENT}));
    return raw.select(columns.toArray(Column[]::new));
  }

  /** Rows of one raw row get the status of the raw row; what has no element is filtered. */
  static Dataset<Row> asOne(Dataset<Row> judged) {
    var ofRow = Window.partitionBy("delivery_id", "row_index");
    var isEmpty =
        col("element_index")
            .isNull()
            .and(
                coalesce(col(Mapping.RULE).startsWith(lit("malformed:")), lit(false))
                    .equalTo(false));
    var status = when(isEmpty, lit(Mapping.FILTERED)).otherwise(col(Mapping.STATUS));
    // The rule of the first element that broke one.
    var broken = min(when(isBroken(), struct(col("element_index"), col(Mapping.RULE)))).over(ofRow);
    var best = min(struct(rank(), col("element_index"))).over(ofRow);
    return judged
        .withColumn(Mapping.STATUS, status)
        .withColumn(Mapping.RULE, when(isBroken(), col(Mapping.RULE)))
        .withColumn(Mapping.PAYLOAD, max(col(Mapping.PAYLOAD)).over(ofRow))
        .withColumn("_broken", broken)
        .withColumn(Mapping.COUNTS, best.equalTo(struct(rank(), col("element_index"))))
        .withColumn(
            Mapping.STATUS,
            when(col("_broken").isNotNull(), lit(Mapping.QUARANTINED))
                .otherwise(col(Mapping.STATUS)))
        .withColumn(Mapping.RULE, col("_broken." + Mapping.RULE))
        .withColumn("element_index", coalesce(col("element_index"), lit(0)))
        .drop("_broken");
  }

  private static Column isBroken() {
    return col(Mapping.STATUS).equalTo(Mapping.QUARANTINED);
  }

  /** Of the rows of one raw row one counts: a kept one before a filtered one. */
  private static Column rank() {
    return when(col(Mapping.STATUS).equalTo(Mapping.FILTERED), lit(1)).otherwise(lit(0));
  }
}
