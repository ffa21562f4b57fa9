package io.microtarget.vault;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the vault keeps of the rows that cross the border. */
public final class VaultRows {
  private VaultRows() {}

  /**
   * One row per record and personal field, native id included.
   *
   * @param crossing {@code record_id, source, native_id STRING, personal MAP<STRING,STRING>,
   *     delivery_id, row_index}; a row without record_id is known by its delivery and place
   * @param keyVersion of the key behind the record ids
   * @return rows of {@link VaultTables#VAULT}, one per key; of several values the least, so that
   *     the same rows always leave the same value
   */
  public static Dataset<Row> of(Dataset<Row> crossing, int keyVersion) {
    var personal =
        crossing
            .select(
                // Of a row that is nobody's known record the values stand under the row itself.
                coalesce(col("record_id"), concat_ws(":", col("delivery_id"), col("row_index")))
                    .as("record_id"),
                col("source"),
                col("delivery_id"),
                explode(col("personal")))
            .filter(col("value").isNotNull())
            .select(
                col("record_id"),
                col("source"),
                col("key").as("field"),
                col("value"),
                lit(keyVersion).as("key_version"),
                col("delivery_id"));
    return least(ids(crossing, keyVersion).unionByName(personal));
  }

  /** As above, of rows without personal values: their native ids alone. */
  public static Dataset<Row> ofIds(Dataset<Row> crossing, int keyVersion) {
    return least(ids(crossing, keyVersion));
  }

  private static Dataset<Row> ids(Dataset<Row> crossing, int keyVersion) {
    return crossing
        .filter(col("record_id").isNotNull())
        .select(
            col("record_id"),
            col("source"),
            lit("native_id").as("field"),
            col("native_id").as("value"),
            lit(keyVersion).as("key_version"),
            col("delivery_id"));
  }

  private static Dataset<Row> least(Dataset<Row> rows) {
    // Equal rows go first, by a hash: the least of structs is found by sorting, which few rows
    // bear.
    return rows.distinct()
        .groupBy("record_id", "source", "field")
        .agg(min(struct("value", "key_version", "delivery_id")).as("least"))
        .select("record_id", "source", "field", "least.*");
  }
}
