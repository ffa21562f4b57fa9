package io.microtarget.privacy;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_contains_key;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.map_values;
import static org.apache.spark.sql.functions.not;

import io.microtarget.vault.Identifiers;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Records that a suppression list means, by their own id or by what identifies them.
 *
 * <p>Of each type of identifier the coarser spelling is compared where there is one ({@link
 * Identifiers#coarseSpelling}): a record that is silenced without need is better than a message to
 * somebody who objected. An entry with several identifiers means everybody who has any of them.
 */
final class Suppressed {
  private static final String HASH = "hash";
  private static final List<String> SAYS =
      List.of(
          "source",
          "list_id",
          "channel",
          "purpose",
          "reason",
          "event_time",
          "recorded_at",
          "expires_on");

  private Suppressed() {}

  /**
   * One row per record and entry that means it.
   *
   * <p>One look at each record's identifiers; lists, which are short beside them, are what Spark
   * can send to all tasks.
   *
   * @param suppressions rows of {@link io.microtarget.source.SourceTables#SUPPRESSION}
   * @param parties rows of {@link io.microtarget.source.SourceTables#PARTY}
   * @return {@code record_id, source, list_id, channel, purpose, reason, event_time, recorded_at,
   *     expires_on} as in the suppressions; {@code record_id} is never null
   */
  static Dataset<Row> of(Dataset<Row> suppressions, Dataset<Row> parties) {
    var byId = suppressions.filter(col("record_id").isNotNull()).select(columns());
    var entries = suppressions.select(identified(SAYS));
    var records = parties.select(identified(List.of("record_id")));
    return records
        .join(entries, HASH)
        .select(columns())
        .unionByName(byId)
        .unionByName(erased(parties))
        // An entry may mean a record by its id, its address and its phone.
        .distinct();
  }

  /** Who asked to be erased and came again under another id is written to by nobody. */
  private static Dataset<Row> erased(Dataset<Row> parties) {
    var nothing = lit(null).cast("string");
    return parties
        .filter(Tombstones.matches(col("identifiers")))
        .select(
            col("record_id"),
            lit(Tombstones.ERASED).as("source"),
            nothing.as("list_id"),
            nothing.as("channel"),
            nothing.as("purpose"),
            nothing.as("reason"),
            col("event_time"),
            col("recorded_at"),
            lit(null).cast("date").as("expires_on"));
  }

  private static Column[] columns() {
    return Stream.concat(Stream.of("record_id"), SAYS.stream())
        .map(functions::col)
        .toArray(Column[]::new);
  }

  /**
   * Some columns beside the {@code hash} of each identifier. The type needs no comparison: equal
   * values of two types have other hashes, both spellings of one type are in one space.
   */
  private static Column[] identified(List<String> beside) {
    var coarse = lit(Identifiers.COARSE);
    var compared =
        map_filter(
            col("identifiers"),
            (type, hash) -> not(map_contains_key(col("identifiers"), concat(type, coarse))));
    return Stream.concat(
            beside.stream().map(functions::col), Stream.of(explode(map_values(compared)).as(HASH)))
        .toArray(Column[]::new);
  }
}
