package io.microtarget.privacy;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Records that a suppression list means, by their own id or by what identifies them. */
final class Suppressed {
  private static final Column[] COLUMNS =
      java.util.stream.Stream.of(
              "record_id",
              "source",
              "list_id",
              "channel",
              "purpose",
              "reason",
              "event_time",
              "recorded_at",
              "expires_on")
          .map(functions::col)
          .toArray(Column[]::new);

  private Suppressed() {}

  /**
   * One row per record and entry that means it.
   *
   * @param suppressions rows of {@link io.microtarget.source.SourceTables#SUPPRESSION}
   * @param parties rows of {@link io.microtarget.source.SourceTables#PARTY}
   * @return {@code record_id, source, list_id, channel, purpose, reason, event_time, recorded_at,
   *     expires_on} as in the suppressions; {@code record_id} is never null
   */
  static Dataset<Row> of(Dataset<Row> suppressions, Dataset<Row> parties) {
    return suppressions.filter(col("record_id").isNotNull()).select(COLUMNS);
  }
}
