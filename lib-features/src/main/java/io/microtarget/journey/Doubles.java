package io.microtarget.journey;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import io.microtarget.source.SourceTables;
import io.microtarget.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;

/**
 * Steps that were delivered or counted twice: rows of one record and one moment that say the same.
 *
 * <p>One of them stays, the one that the lake learned first. Only steps on a web site or in an app
 * and places can be doubled; two equal lines of a purchase are two things that were bought. Ids
 * that a source gives to steps are not compared: a button that fires twice gives two. Rows of
 * different moments are never compared, so that a later row changes no earlier one.
 */
public final class Doubles {
  private static final Map<Table, List<String>> SAME =
      Map.of(
          SourceTables.EVENT,
          List.of(
              "event_type",
              "name",
              "url",
              "search_term",
              "category",
              "product_id",
              "basket_id",
              "value",
              "currency"),
          SourceTables.LOCATION,
          List.of("place_id", "place_type", "fix", "latitude", "longitude"));

  private Doubles() {}

  /**
   * BIGINT, never null: the same for rows that are one step; empty for a kind whose rows are never
   * doubled.
   *
   * <p>64 bits: that two of 2,000 different steps of a record on a day meet by chance has a
   * probability of one in nine trillion.
   *
   * @param kind whose typed columns the rows have
   */
  public static Optional<Column> identity(Table kind) {
    return Optional.ofNullable(SAME.get(kind)).map(columns -> hash(kind, columns));
  }

  private static Column hash(Table kind, List<String> columns) {
    var parts = new ArrayList<Column>(List.of(lit(kind.name()), col("record_id")));
    parts.add(col("event_time"));
    for (var column : columns) {
      // xxhash64 skips nulls: (null, a) and (a, null) would be the same.
      parts.add(col(column));
      parts.add(col(column).isNull());
    }
    return xxhash64(parts.toArray(Column[]::new));
  }
}
