package io.microtarget.vault;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the vault keeps of the rows that cross the border. */
public final class VaultRows {
  private VaultRows() {}

  /**
   * What the tasks left, each value once.
   *
   * @param left {@code record_id, source, field, value, delivery_id}, all STRING; equal ones and
   *     unknown values among them
   * @param keyVersion of the key behind the record ids
   * @return rows of {@link VaultTables#VAULT}; of a key that has several values, whoever reads the
   *     state sees the first recorded, and of those recorded together the least
   */
  public static Dataset<Row> of(Dataset<Row> left, int keyVersion) {
    return left.filter(col("value").isNotNull())
        .select("record_id", "source", "field", "value", "delivery_id")
        .distinct()
        .select(
            col("record_id"),
            col("source"),
            col("field"),
            col("value"),
            lit(keyVersion).as("key_version"),
            col("delivery_id"));
  }
}
