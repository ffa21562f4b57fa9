package io.microtarget.journey;

import org.apache.spark.sql.Row;

/**
 * A typed row on its way into a journey; {@link #DDL} is how it travels.
 *
 * @param subject whose it is, or {@code null} on the mark that says that the subject is one
 * @param at microseconds since 1970, UTC; null if nobody knows
 * @param day days since 1970 in the zone of the business
 * @param record hash of the record id
 * @param id hash of its place in what was delivered
 * @param identity the same for rows that are one step; null if rows of the kind are never doubled
 * @param isSaid whether it says that it is a machine
 * @param cart what it does to a cart
 * @param value in hundredths of the currency
 * @param quantity in thousandths
 * @param together the same for rows of a source and day that are one touchpoint; null for none
 */
record Step(
    String subject,
    Long at,
    int day,
    long record,
    long id,
    Long identity,
    boolean isSaid,
    CartStep cart,
    String kind,
    String source,
    String channel,
    String placeId,
    String what,
    Long value,
    String currency,
    String campaignId,
    String contentId,
    String basketId,
    String productId,
    String category,
    Long quantity,
    String together) {

  static final String DDL =
      """
      subject_id STRING, at BIGINT, day INT, record BIGINT, id BIGINT, identity BIGINT, is_said BOOLEAN,
      cart INT, kind STRING, source STRING, channel STRING, place_id STRING, what STRING, value BIGINT,
      currency STRING, campaign_id STRING, content_id STRING, basket_id STRING, product_id STRING,
      category STRING, quantity BIGINT, together STRING
      """;

  /** Whether the row of a subject stands for the subject itself. */
  static boolean isMark(Row row) {
    return row.isNullAt(8);
  }

  static String subject(Row row) {
    return row.getString(0);
  }

  static Step of(Row row) {
    return new Step(
        row.getString(0),
        number(row, 1),
        row.isNullAt(2) ? 0 : row.getInt(2),
        row.getLong(3),
        row.getLong(4),
        number(row, 5),
        row.getBoolean(6),
        CartStep.values()[row.getInt(7)],
        row.getString(8),
        row.getString(9),
        row.getString(10),
        row.getString(11),
        row.getString(12),
        number(row, 13),
        row.getString(14),
        row.getString(15),
        row.getString(16),
        row.getString(17),
        row.getString(18),
        row.getString(19),
        number(row, 20),
        row.getString(21));
  }

  private static Long number(Row row, int index) {
    return row.isNullAt(index) ? null : (Long) row.getLong(index);
  }

  /** Whether it was taken on a web site or in an app: only such steps make sessions. */
  boolean isDigital() {
    return kind.equals("event");
  }
}
