package io.microtarget.journey;

import io.microtarget.table.Kind;
import io.microtarget.table.Table;

/** Touchpoints in the order of time, carts that nobody ordered, and what was left out. */
public final class JourneyTables {
  /** Only the last {@code journey.days} days before {@code as_of}. */
  public static final Table TOUCHPOINT =
      Table.of(
          "touchpoint",
          Kind.SNAPSHOT,
          "When, where, through which channel and about what a subject and the business met.",
          """
          subject_type STRING COMMENT 'person, household, account',
          subject_id STRING COMMENT 'keyed pseudonym',
          touchpoint_id STRING COMMENT 'from the place of its first row in what was delivered',
          event_time TIMESTAMP COMMENT 'when it happened, or its first row, UTC',
          event_date DATE COMMENT 'the day of event_time in the zone of the business',
          kind STRING COMMENT 'kind of source',
          source STRING COMMENT 'name of the source in the settings',
          channel STRING COMMENT 'through which channel; null if unknown',
          place_id STRING COMMENT 'shop, site, cell or area; no position',
          what STRING COMMENT 'class of steps, goods, calls, places or answers',
          value DECIMAL(18,2) COMMENT 'worth, in currency; of a basket the sum of its rows',
          currency STRING COMMENT 'ISO 4217',
          campaign_id STRING COMMENT 'campaign it belongs to or comes from',
          content_id STRING COMMENT 'text or picture that was sent or followed',
          basket_id STRING COMMENT 'receipt, cart or order',
          product_id STRING COMMENT 'what it is about; null for several',
          lines INT COMMENT 'rows it stands for: the lines of a basket, the answers of an interview',
          session INT COMMENT 'which session of the subject, from 1; null unless on a web site or in an app',
          gap_seconds BIGINT COMMENT 'since the touchpoint before; null for the first',
          position INT COMMENT 'place among the touchpoints of the subject in this table, from 1',
          is_first BOOLEAN COMMENT 'whether it is the first of them',
          is_last BOOLEAN COMMENT 'whether it is the last of them'
          """,
          "subject_type",
          "subject_id",
          "touchpoint_id");

  /** What was put in within {@code journey.cart.days}, and neither taken out nor ordered. */
  public static final Table OPEN_CART =
      Table.of(
          "open_cart",
          Kind.SNAPSHOT,
          "Carts that are open at as_of.",
          """
          subject_type STRING COMMENT 'person, household, account',
          subject_id STRING COMMENT 'keyed pseudonym',
          cart_id STRING COMMENT 'basket as the shop names it, else the touchpoint that began it',
          basket_id STRING COMMENT 'as the shop names it; null where it names none',
          opened_at TIMESTAMP COMMENT 'when the first thing was put in, UTC',
          last_at TIMESTAMP COMMENT 'when something was last put in or taken out, UTC',
          items DECIMAL(18,3) COMMENT 'units in it; a step that states none counts as one',
          value DECIMAL(18,2) COMMENT 'worth as far as it is known, in currency; null if nothing is, or in several currencies',
          currency STRING COMMENT 'ISO 4217; null if there are several',
          products INT COMMENT 'different products in it, as far as steps name them',
          categories INT COMMENT 'different groups of goods in it, as far as steps name them'
          """,
          "subject_type",
          "subject_id",
          "cart_id");

  /**
   * Exact: the rows read of a source are the sum of the six. For the report; rows are not people.
   */
  public static final Table JOURNEY_COUNT =
      Table.of(
          "journey_count",
          Kind.SCRATCH,
          "What became of the rows of each source on their way to journeys.",
          """
          source STRING COMMENT 'name of the source in the settings',
          kind STRING COMMENT 'kind of source',
          rows_kept BIGINT COMMENT 'stand behind touchpoints',
          rows_said_machine BIGINT COMMENT 'left out: the user agent says that it is a machine',
          rows_busy_machine BIGINT COMMENT 'left out: of a record with more steps that day than a person takes',
          rows_doubled BIGINT COMMENT 'left out: the same step of the same moment again',
          rows_timeless BIGINT COMMENT 'left out: nobody knows when it happened',
          rows_of_strangers BIGINT COMMENT 'left out: of records that are no subject of the run',
          touchpoints BIGINT COMMENT 'that the rows kept became'
          """,
          "source",
          "kind");

  private JourneyTables() {}
}
