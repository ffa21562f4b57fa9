package io.microtarget.journey;

import org.apache.spark.sql.Row;

/**
 * A typed row on its way into a journey; {@link #DDL} is how it travels.
 *
 * <p>Whose it is tell two hashes of 64 bits; the text stands only on the mark of a subject, a row
 * that says that the subject is one and comes before the others of it. Longs are sorted and carried
 * several times faster than texts, and 128 bits do not meet by chance.
 *
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
      subject BIGINT, same BIGINT, subject_id STRING, at BIGINT, day INT, record BIGINT, id BIGINT, identity BIGINT, is_said BOOLEAN,
      cart INT, kind STRING, source STRING, channel STRING, place_id STRING, what STRING, value BIGINT,
      currency STRING, campaign_id STRING, content_id STRING, basket_id STRING, product_id STRING,
      category STRING, quantity BIGINT, together STRING
      """;

  /** In place of a moment: of the mark of a subject, and of a row whose moment nobody knows. */
  static final long MARK = Long.MIN_VALUE;

  static final long TIMELESS = Long.MIN_VALUE + 1;

  static boolean isMark(Row row) {
    return row.getLong(3) == MARK;
  }

  /** Whether two rows are of one subject. */
  static boolean areOfOne(Row row, Row other) {
    return row.getLong(0) == other.getLong(0) && row.getLong(1) == other.getLong(1);
  }

  /** Of a mark. */
  static String subjectId(Row mark) {
    return mark.getString(2);
  }

  /** How {@link Sieve} reads a step that has a time. */
  static final Sieve.Form<Step> FORM =
      new Sieve.Form<>() {
        @Override
        public int day(Step step) {
          return step.day();
        }

        @Override
        public long at(Step step) {
          return step.at();
        }

        @Override
        public boolean isDigital(Step step) {
          return step.isDigital();
        }

        @Override
        public long record(Step step) {
          return step.record();
        }

        @Override
        public boolean canComeTwice(Step step) {
          return step.identity() != null;
        }

        @Override
        public long identity(Step step) {
          return step.identity();
        }
      };

  static Step of(Row row) {
    return new Step(
        row.getLong(3) == TIMELESS ? null : (Long) row.getLong(3),
        row.isNullAt(4) ? 0 : row.getInt(4),
        row.getLong(5),
        row.getLong(6),
        number(row, 7),
        row.getBoolean(8),
        CartStep.values()[row.getInt(9)],
        row.getString(10),
        row.getString(11),
        row.getString(12),
        row.getString(13),
        row.getString(14),
        number(row, 15),
        row.getString(16),
        row.getString(17),
        row.getString(18),
        row.getString(19),
        row.getString(20),
        row.getString(21),
        number(row, 22),
        row.getString(23));
  }

  private static Long number(Row row, int index) {
    return row.isNullAt(index) ? null : (Long) row.getLong(index);
  }

  /** Whether it was taken on a web site or in an app: only such steps make sessions. */
  boolean isDigital() {
    return kind.equals("event");
  }
}
