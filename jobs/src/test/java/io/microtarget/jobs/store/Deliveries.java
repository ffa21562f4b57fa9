package io.microtarget.jobs.store;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.lit;

import io.microtarget.testing.TextTable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows of the ledger for tests. */
final class Deliveries {
  private Deliveries() {}

  /** A file of one row that was kept, or else filtered. */
  static Dataset<Row> of(String id, String source, String mapping, int kept, String... replaces) {
    var ids = new org.apache.spark.sql.Column[replaces.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = lit(replaces[i]);
    }
    return TextTable.rows(
            """
            delivery_id STRING | source STRING | kind STRING | file STRING | bytes BIGINT | content STRING | mapping STRING | rows_in BIGINT | rows_kept BIGINT | rows_filtered BIGINT | rows_quarantined BIGINT | rows_duplicate BIGINT | rows_late BIGINT
            %s                 | %s            | offer       | f.csv       | 9            | abc            | %s             | 1              | %d               | %d                   | 0                       | 0                     | 0
            """
                .formatted(id, source, mapping, kept, 1 - kept))
        .withColumn("modified_at", lit("2025-01-01 00:00:00").cast("timestamp"))
        .withColumn("outcome", lit(replaces.length == 0 ? "new" : "retyped"))
        .withColumn("replaces", array(ids).cast("array<string>"))
        .withColumn("raw_schema", lit("`a` STRING"))
        .withColumn("notes", array().cast("array<string>"))
        .withColumn("first_event_date", lit(null).cast("date"))
        .withColumn("last_event_date", lit(null).cast("date"));
  }
}
