package io.microtarget.source;

import io.microtarget.table.Kind;
import io.microtarget.table.Table;
import java.util.List;

/**
 * Typed source rows, one table per kind of source, and the books kept about deliveries.
 *
 * <p>Every event table carries {@code delivery_id, row_index} (the key of a raw row), {@code
 * source}, {@code event_time} (UTC), {@code event_date} (the day in the business's zone; null when
 * the kind has no time: the row is always known) and {@code attributes} (what has no column of its
 * own).
 */
public final class SourceTables {
  /** Columns every event table ends with. */
  private static final String COMMON =
      """
      , source STRING COMMENT 'name of the source in the settings',
      delivery_id STRING COMMENT 'the delivered file, by content',
      row_index BIGINT COMMENT 'place of the raw row in its file: bytes before it, in Parquet rows',
      element_index INT COMMENT 'which of the rows that one raw row became, from 0',
      event_time TIMESTAMP COMMENT 'when it happened, UTC; null if the kind has no time',
      event_date DATE COMMENT 'the day of event_time in the zone of the business',
      attributes MAP<STRING, STRING> COMMENT 'declared extras of the source'
      """;

  public static final Table PARTY =
      event(
          "party",
          "Persons or firms with their attributes.",
          """
          record_id STRING COMMENT 'who',
          identifiers MAP<STRING, STRING> COMMENT 'type to keyed hash of its value in one spelling'
          """);

  public static final Table PURCHASE =
      event(
          "purchase",
          "Lines of purchases, card payments or orders.",
          """
          record_id STRING COMMENT 'who',
          basket_id STRING COMMENT 'receipt or order',
          product_id STRING COMMENT 'what',
          place_id STRING COMMENT 'shop or site',
          quantity DECIMAL(18,3) COMMENT 'units; zero is allowed, negative is not',
          amount DECIMAL(18,2) COMMENT 'money received for the line, in currency',
          discount DECIMAL(18,2) COMMENT 'all discounts of the line, positive, in currency',
          coupon_discount DECIMAL(18,2) COMMENT 'the part of discount that coupons gave',
          currency STRING COMMENT 'ISO 4217'
          """);

  public static final Table PRODUCT =
      event(
          "product",
          "Products, own and competitors'.",
          """
          product_id STRING COMMENT 'what',
          brand STRING COMMENT 'brand or brand class',
          department STRING COMMENT 'coarse group of goods',
          category STRING COMMENT 'fine group of goods'
          """);

  public static final Table PROMOTION =
      event(
          "promotion",
          "Special offers on products by place and time.",
          """
          product_id STRING COMMENT 'what',
          place_id STRING COMMENT 'where',
          starts_on DATE COMMENT 'first day',
          ends_on DATE COMMENT 'last day',
          display STRING COMMENT 'where in the shop it stood; null if nowhere',
          mailer STRING COMMENT 'where in the mailer it stood; null if not in it'
          """);

  public static final Table CAMPAIGN =
      event(
          "campaign",
          "Campaigns with their outcome window.",
          """
          campaign_id STRING COMMENT 'which',
          campaign_type STRING COMMENT 'class of campaigns that are decided alike',
          starts_on DATE COMMENT 'first day of the outcome window',
          ends_on DATE COMMENT 'last day of the outcome window'
          """);

  public static final Table OFFER =
      event(
          "offer",
          "What a campaign offers: coupons and the products they cover.",
          """
          campaign_id STRING COMMENT 'of which campaign',
          offer_id STRING COMMENT 'coupon',
          product_id STRING COMMENT 'a product it covers'
          """);

  public static final Table CONTACT =
      event(
          "contact",
          "Who was contacted, in which arm, with what probability.",
          """
          record_id STRING COMMENT 'who',
          campaign_id STRING COMMENT 'by which campaign',
          channel STRING COMMENT 'through which channel',
          arm STRING COMMENT 'treatment arm',
          probability DOUBLE COMMENT 'of the assignment; null where it was not random'
          """);

  public static final Table RESPONSE =
      event(
          "response",
          "Answers to contacts: redemptions, orders, clicks.",
          """
          record_id STRING COMMENT 'who',
          campaign_id STRING COMMENT 'to which campaign',
          offer_id STRING COMMENT 'coupon used',
          amount DECIMAL(18,2) COMMENT 'worth of the answer, if known'
          """);

  /** One row per delivered file; its commit makes the typed rows of a run's deliveries visible. */
  public static final Table DELIVERY =
      Table.of(
          "delivery",
          Kind.STATE,
          "Ledger of delivered files with the exact balance of their rows.",
          """
          delivery_id STRING COMMENT 'source, content and mapping, hashed',
          source STRING COMMENT 'name of the source in the settings',
          kind STRING COMMENT 'kind of source',
          file STRING COMMENT 'path below the folder that the path of the source begins with',
          bytes BIGINT COMMENT 'size of the file',
          modified_at TIMESTAMP COMMENT 'when the file was written last, UTC',
          content STRING COMMENT 'SHA-256 of the file',
          mapping STRING COMMENT 'fingerprint of the settings that typed it',
          outcome STRING COMMENT 'new, copy, rewritten, grown, retyped, set-aside or redriven',
          replaces ARRAY<STRING> COMMENT 'deliveries whose rows are seen no more',
          raw_schema STRING COMMENT 'columns of the file as DDL',
          notes ARRAY<STRING> COMMENT 'what was not as in the last files',
          first_event_date DATE COMMENT 'day of its first event; null if its rows have no time',
          last_event_date DATE COMMENT 'day of its last event',
          rows_in BIGINT COMMENT 'raw rows',
          rows_kept BIGINT COMMENT 'typed and accepted',
          rows_filtered BIGINT COMMENT 'left out by the where of the source',
          rows_quarantined BIGINT COMMENT 'broke a rule',
          rows_duplicate BIGINT COMMENT 'same key and content, or the same file again',
          rows_late BIGINT COMMENT 'accepted, but before a date already published'
          """,
          "delivery_id");

  /** Rows that broke a rule; their payload stands in the vault under the same key. */
  public static final Table QUARANTINE =
      Table.of(
          "quarantine",
          Kind.STATE,
          "Raw rows that broke a rule, without their content.",
          """
          delivery_id STRING COMMENT 'the delivered file',
          row_index BIGINT COMMENT 'place of the raw row in its file: bytes before it, in Parquet rows',
          source STRING COMMENT 'name of the source in the settings',
          file STRING COMMENT 'path below the folder that the path of the source begins with',
          rule STRING COMMENT 'id of the broken rule; redriven:… once the row was taken in after all'
          """,
          "delivery_id",
          "row_index",
          "rule");

  private SourceTables() {}

  /** The event tables, one a kind. */
  public static List<Table> kinds() {
    return List.of(PARTY, PURCHASE, PRODUCT, PROMOTION, CAMPAIGN, OFFER, CONTACT, RESPONSE);
  }

  private static Table event(String name, String purpose, String ddl) {
    return Table.of(
        name,
        Kind.EVENT,
        purpose,
        ddl + COMMON,
        "delivery_id",
        "row_index",
        "element_index",
        "source");
  }
}
