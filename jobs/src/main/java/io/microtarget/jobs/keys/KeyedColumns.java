package io.microtarget.jobs.keys;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.transform_values;

import io.microtarget.identity.IdentityTables;
import io.microtarget.privacy.PrivacyTables;
import io.microtarget.table.Table;
import io.microtarget.vault.Pseudonym;
import io.microtarget.vault.VaultTables;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Columns that hold what was made with the key of the lake.
 *
 * <p>{@code decision_id} is an unkeyed hash of a pseudonym: whoever has the old key could find
 * somebody by it, so that it is renewed like one. The invariant that it is the hash of as_of,
 * subject, offer and channel then holds for decisions made later only; nothing computes an earlier
 * one again. {@code row_key} of an export stays: by it the destination knows the row.
 */
final class KeyedColumns {
  static final Set<String> PSEUDONYMS =
      Set.of(
          "record_id",
          "unified_id",
          "previous_id",
          "subject_id",
          "parent_id",
          "child_id",
          "one",
          "other",
          "granted_by",
          "decision_id",
          "tombstone");

  /** Maps from a type to a keyed hash. */
  static final Set<String> HASHES = Set.of("identifiers");

  private static final String PREFIX = "prefix";
  private static final String KEY_VERSION = "key_version";

  private KeyedColumns() {}

  /** Whether a table has any. */
  static boolean areIn(Table table) {
    return table.columns().stream().anyMatch(c -> PSEUDONYMS.contains(c) || HASHES.contains(c));
  }

  /**
   * The rows under the last key of the chain.
   *
   * @param rows under the key before it, with whatever columns beside those of the table
   */
  static Dataset<Row> renewed(Table table, Dataset<Row> rows, Pseudonym keys) {
    var renewed = rows;
    for (var name : table.columns()) {
      if (PSEUDONYMS.contains(name)) {
        renewed = renewed.withColumn(name, keys.renewed(col(name)));
      } else if (HASHES.contains(name)) {
        renewed =
            renewed.withColumn(
                name, transform_values(col(name), (type, hash) -> keys.renewed(hash)));
      }
    }
    if (table.equals(PrivacyTables.TOMBSTONE)) {
      renewed = renewed.withColumn(PREFIX, keys.renewedPrefix(col(PREFIX)));
    }
    if (table.equals(VaultTables.VAULT)) {
      renewed = renewed.withColumn(KEY_VERSION, lit(keys.version()));
    }
    return table.equals(IdentityTables.MATCH) ? inOrder(renewed) : renewed;
  }

  /** The lesser of two records stands first, and which one is the lesser changes. */
  private static Dataset<Row> inOrder(Dataset<Row> pairs) {
    Column one = least(col("one"), col("other"));
    Column other = greatest(col("one"), col("other"));
    return pairs
        .withColumn("_one", one)
        .withColumn("_other", other)
        .withColumn("one", col("_one"))
        .withColumn("other", col("_other"))
        .drop("_one", "_other");
  }
}
