package io.microtarget.source;

import io.microtarget.table.Kind;
import io.microtarget.table.Table;
import java.util.List;

/**
 * Typed source rows, one table per kind of source, and the books kept about deliveries.
 *
 * <p>Every event table carries {@code delivery_id, row_index} (the key of a raw row), {@code
 * source}, {@code event_time} (UTC), {@code event_date} (the day in the business's zone; null when
 * the kind has no time: the row is always known), {@code recorded_at} and {@code attributes} (what
 * has no column of its own). A kind that is about somebody has {@code record_id}, made from the
 * native id; {@link Contract} says where it may be unknown. Money stands beside its {@code
 * currency}. What a column may hold and what for it may be used says {@link Contract}.
 *
 * <p>Left out on purpose: the other party of a call, addresses of devices in a network, names of
 * salespeople. They are people who never came to the business, or not for this.
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
      recorded_at TIMESTAMP COMMENT 'when the lake learned it, UTC',
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
          record_id STRING COMMENT 'who; null if the buyer is unknown',
          basket_id STRING COMMENT 'receipt or order',
          product_id STRING COMMENT 'what',
          place_id STRING COMMENT 'shop or site',
          quantity DECIMAL(18,3) COMMENT 'units; below zero only where the source says so',
          amount DECIMAL(18,2) COMMENT 'money received for the line, in currency',
          discount DECIMAL(18,2) COMMENT 'all discounts of the line, positive, in currency',
          coupon_discount DECIMAL(18,2) COMMENT 'the part of discount that coupons gave',
          currency STRING COMMENT 'ISO 4217',
          unit_price DECIMAL(18,4) COMMENT 'asked for one unit, in currency',
          line_type STRING COMMENT 'sale, return, cancellation, fee or another',
          payment_type STRING COMMENT 'cash, card or another',
          merchant_category STRING COMMENT 'class of the merchant, such as of ISO 18245'
          """);

  public static final Table EVENT =
      event(
          "event",
          "Steps on a web site, in an app or in a search box.",
          """
          record_id STRING COMMENT 'who; null if unknown',
          event_id STRING COMMENT 'of the step in the system it comes from',
          event_type STRING COMMENT 'class of steps, such as page, search, click, cart or order',
          name STRING COMMENT 'of the page, screen, button or step',
          platform STRING COMMENT 'web, app or another',
          session_id STRING COMMENT 'visit',
          url STRING COMMENT 'address or path that was asked for, without what names a person',
          referrer STRING COMMENT 'address it was reached from, without what names a person',
          search_term STRING COMMENT 'what was searched for',
          search_results BIGINT COMMENT 'how many results the search gave',
          product_id STRING COMMENT 'what it is about',
          category STRING COMMENT 'group of goods or pages it is about',
          basket_id STRING COMMENT 'cart or order',
          quantity DECIMAL(18,3) COMMENT 'units',
          value DECIMAL(18,2) COMMENT 'worth of the step, in currency',
          currency STRING COMMENT 'ISO 4217',
          campaign_id STRING COMMENT 'own campaign that led here, if known',
          campaign_name STRING COMMENT 'campaign as the link names it',
          campaign_source STRING COMMENT 'where the link stood, such as a search engine',
          campaign_medium STRING COMMENT 'kind of link, such as email, search or banner',
          campaign_term STRING COMMENT 'search term that was paid for',
          campaign_content STRING COMMENT 'which text or picture carried the link',
          device STRING COMMENT 'class of device, such as desktop, mobile or tablet',
          language STRING COMMENT 'of the reader, BCP 47',
          country STRING COMMENT 'ISO 3166-1 alpha-2',
          status INT COMMENT 'answer of the server, as HTTP numbers it',
          bytes BIGINT COMMENT 'size of the answer'
          """);

  public static final Table CALL_RECORD =
      event(
          "call_record",
          "Telephone calls, messages and data connections of one side, without the other.",
          """
          record_id STRING COMMENT 'who',
          call_id STRING COMMENT 'of the connection in the system it comes from',
          direction STRING COMMENT 'in or out, seen from record_id',
          call_type STRING COMMENT 'voice, message or data',
          duration_seconds BIGINT COMMENT 'how long it was connected',
          bytes BIGINT COMMENT 'data carried both ways',
          cell_id STRING COMMENT 'cell of the network it began in',
          country STRING COMMENT 'of the network, ISO 3166-1 alpha-2',
          tariff STRING COMMENT 'what it was charged by',
          amount DECIMAL(18,2) COMMENT 'charged, in currency',
          currency STRING COMMENT 'ISO 4217'
          """);

  public static final Table LOCATION =
      event(
          "location",
          "Places where somebody was: fixes of a satellite, cells, check-ins.",
          """
          record_id STRING COMMENT 'who; null if unknown',
          latitude DOUBLE COMMENT 'degrees north, WGS 84, as coarse as the use allows',
          longitude DOUBLE COMMENT 'degrees east, WGS 84, as coarse as the use allows',
          accuracy_m DOUBLE COMMENT 'radius in metres that holds the true place',
          place_id STRING COMMENT 'shop, site, cell or area',
          place_type STRING COMMENT 'class of places',
          fix STRING COMMENT 'where the place is known from, such as gps, cell, wifi or check-in',
          stay_seconds BIGINT COMMENT 'how long, if known'
          """);

  public static final Table SENSOR_READING =
      event(
          "sensor_reading",
          "Readings of meters, switches and sensors in a home or a vehicle.",
          """
          record_id STRING COMMENT 'whose home, vehicle or device',
          sensor_id STRING COMMENT 'which sensor',
          measure STRING COMMENT 'what is measured, such as temperature, power or motion',
          value DOUBLE COMMENT 'reading in unit; 1 and 0 for on and off',
          unit STRING COMMENT 'unit of value, such as Cel, W or kWh (RFC 8428)',
          state STRING COMMENT 'reading that is no number',
          place_id STRING COMMENT 'room or site of the sensor'
          """);

  public static final Table SURVEY_ANSWER =
      event(
          "survey_answer",
          "Answers in surveys, interviews in the street and at the door.",
          """
          record_id STRING COMMENT 'who answered',
          survey_id STRING COMMENT 'which survey',
          wave STRING COMMENT 'which round of it',
          question_id STRING COMMENT 'which question',
          question STRING COMMENT 'its wording',
          answer STRING COMMENT 'answer as given; null if none was',
          answer_number DOUBLE COMMENT 'answer as a number or a place on a scale',
          weight DOUBLE COMMENT 'how many people the answer stands for, or in proportion',
          mode STRING COMMENT 'how it was asked, such as door, street, phone, web or post',
          area_id STRING COMMENT 'where it was asked'
          """);

  public static final Table MENTION =
      event(
          "mention",
          "Public posts about the own brand, a competitor or a topic.",
          """
          record_id STRING COMMENT 'author; null if unknown',
          mention_id STRING COMMENT 'of the post where it stands',
          platform STRING COMMENT 'where it stands',
          text STRING COMMENT 'wording, without what names a person',
          language STRING COMMENT 'of the text, ISO 639-1',
          topic STRING COMMENT 'what it is about',
          brand STRING COMMENT 'own or competing brand it is about',
          sentiment STRING COMMENT 'negative, neutral or positive',
          sentiment_score DOUBLE COMMENT 'from -1 to 1',
          likes BIGINT COMMENT 'so far',
          shares BIGINT COMMENT 'so far',
          replies BIGINT COMMENT 'so far',
          followers BIGINT COMMENT 'of the author',
          reply_to_id STRING COMMENT 'post it answers',
          url STRING COMMENT 'address of the post'
          """);

  public static final Table PRODUCT =
      event(
          "product",
          "Products, own and competitors'.",
          """
          product_id STRING COMMENT 'what',
          brand STRING COMMENT 'brand or brand class',
          department STRING COMMENT 'coarse group of goods',
          category STRING COMMENT 'fine group of goods',
          name STRING COMMENT 'as buyers read it',
          gtin STRING COMMENT 'global trade item number',
          seller STRING COMMENT 'who sells it; null if the business does',
          price DECIMAL(18,2) COMMENT 'of one unit, in currency',
          sale_price DECIMAL(18,2) COMMENT 'reduced price of one unit, in currency',
          currency STRING COMMENT 'ISO 4217',
          availability STRING COMMENT 'in stock, out of stock, preorder or another'
          """);

  public static final Table INDICATOR =
      event(
          "indicator",
          "Figures of opinion and trend research and of area statistics.",
          """
          indicator STRING COMMENT 'what the figure tells',
          area_id STRING COMMENT 'for which area, in the code of area_type',
          area_type STRING COMMENT 'class of areas, such as country, county or postcode',
          area_name STRING COMMENT 'name of the area',
          subgroup STRING COMMENT 'for whom, if not for everyone',
          value DOUBLE COMMENT 'the figure in unit',
          unit STRING COMMENT 'such as persons, share, index or a currency',
          sample_size BIGINT COMMENT 'how many were asked, if it was a sample',
          standard_error DOUBLE COMMENT 'of value, in unit',
          starts_on DATE COMMENT 'first day it tells about',
          ends_on DATE COMMENT 'last day it tells about'
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
          mailer STRING COMMENT 'where in the mailer it stood; null if not in it',
          price DECIMAL(18,2) COMMENT 'of one unit while it lasts, in currency',
          currency STRING COMMENT 'ISO 4217'
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
          probability DOUBLE COMMENT 'of the assignment; null where it was not random',
          content_id STRING COMMENT 'which text was sent',
          variant_id STRING COMMENT 'in which variant',
          cost DECIMAL(18,2) COMMENT 'of this contact, in currency',
          currency STRING COMMENT 'ISO 4217'
          """);

  public static final Table RESPONSE =
      event(
          "response",
          "Answers to contacts: redemptions, orders, clicks.",
          """
          record_id STRING COMMENT 'who',
          campaign_id STRING COMMENT 'to which campaign',
          offer_id STRING COMMENT 'coupon used',
          amount DECIMAL(18,2) COMMENT 'worth of the answer, if known',
          response_type STRING COMMENT 'redemption, order, click, call or another',
          currency STRING COMMENT 'ISO 4217'
          """);

  public static final Table CONTENT =
      event(
          "content",
          "Texts and pictures in their variants, and how often they were seen and followed.",
          """
          content_id STRING COMMENT 'which text or asset',
          variant_id STRING COMMENT 'which variant of it',
          test_id STRING COMMENT 'test in which variants were shown at random',
          content_type STRING COMMENT 'headline, letter, banner or another',
          headline STRING COMMENT 'first line or subject',
          text STRING COMMENT 'wording beside the headline',
          image_id STRING COMMENT 'which picture',
          language STRING COMMENT 'ISO 639-1',
          campaign_id STRING COMMENT 'for which campaign',
          impressions BIGINT COMMENT 'how often it was shown',
          clicks BIGINT COMMENT 'how often it was followed',
          conversions BIGINT COMMENT 'how often what it asks for was done',
          starts_on DATE COMMENT 'first day it was shown',
          ends_on DATE COMMENT 'last day it was shown'
          """);

  public static final Table CONSENT =
      event(
          "consent",
          "What somebody allowed or refused, per purpose and channel.",
          """
          record_id STRING COMMENT 'who',
          purpose STRING COMMENT 'what for',
          channel STRING COMMENT 'through which channel; null if through all',
          status STRING COMMENT 'GRANT, DENY or REVOKED',
          legal_basis STRING COMMENT 'why the data may be processed, such as consent',
          text_version STRING COMMENT 'wording that was agreed to',
          proof_reference STRING COMMENT 'where the proof is kept',
          valid_from DATE COMMENT 'first day it holds; null if from event_time',
          expires_on DATE COMMENT 'first day it holds no more; null if open'
          """);

  public static final Table SUPPRESSION =
      event(
          "suppression",
          "Who is not to be contacted.",
          """
          record_id STRING COMMENT 'who; null if only identifiers say so',
          identifiers MAP<STRING, STRING> COMMENT 'type to keyed hash of its value in one spelling',
          channel STRING COMMENT 'the channel that is barred; null if every one is',
          purpose STRING COMMENT 'the purpose that is barred; null if every one is',
          reason STRING COMMENT 'objection, complaint, bounced, deceased, minor or another',
          list_id STRING COMMENT 'list it comes from',
          expires_on DATE COMMENT 'first day it holds no more; null if open'
          """);

  public static final Table ACCOUNT =
      event(
          "account",
          "Firms and public bodies that buy.",
          """
          record_id STRING COMMENT 'the firm as somebody to be won; null if it never is',
          account_id STRING COMMENT 'which',
          name STRING COMMENT 'of the firm',
          sector STRING COMMENT 'line of business, by name or code',
          sector_scheme STRING COMMENT 'list the code is of, such as NAICS 2022 or NACE Rev. 2',
          employees BIGINT COMMENT 'how many',
          revenue DECIMAL(18,2) COMMENT 'of a year, in currency',
          currency STRING COMMENT 'ISO 4217',
          founded_year INT COMMENT 'in which year',
          country STRING COMMENT 'ISO 3166-1 alpha-2',
          region STRING COMMENT 'part of the country',
          domain STRING COMMENT 'of its web site',
          parent_account_id STRING COMMENT 'firm it belongs to'
          """);

  public static final Table ACCOUNT_CONTACT =
      event(
          "account_contact",
          "Persons in a firm and their part in buying.",
          """
          record_id STRING COMMENT 'the person',
          account_id STRING COMMENT 'in which firm',
          role STRING COMMENT 'economic buyer, champion, evaluator, user, procurement or another',
          job_function STRING COMMENT 'what the person works on',
          seniority STRING COMMENT 'such as entry, senior, manager, director, vp, cxo or owner',
          valid_from DATE COMMENT 'first day',
          valid_to DATE COMMENT 'first day after; null if open'
          """);

  public static final Table OPPORTUNITY =
      event(
          "opportunity",
          "Deals with firms, from the first talk to won or lost.",
          """
          record_id STRING COMMENT 'the firm or person to whom it is sold; null if unknown',
          opportunity_id STRING COMMENT 'which',
          account_id STRING COMMENT 'with which firm',
          product_id STRING COMMENT 'what is to be sold',
          stage STRING COMMENT 'how far it is',
          outcome STRING COMMENT 'won, lost or open',
          amount DECIMAL(18,2) COMMENT 'worth, in currency',
          currency STRING COMMENT 'ISO 4217',
          probability DOUBLE COMMENT 'of winning it, as the seller sees it',
          opened_on DATE COMMENT 'first day',
          closed_on DATE COMMENT 'day it was won or lost'
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
    return List.of(
        PARTY,
        PURCHASE,
        EVENT,
        CALL_RECORD,
        LOCATION,
        SENSOR_READING,
        SURVEY_ANSWER,
        MENTION,
        PRODUCT,
        INDICATOR,
        PROMOTION,
        CAMPAIGN,
        OFFER,
        CONTACT,
        RESPONSE,
        CONTENT,
        CONSENT,
        SUPPRESSION,
        ACCOUNT,
        ACCOUNT_CONTACT,
        OPPORTUNITY);
  }

  /** Whether a kind of source is called so. */
  public static boolean isKind(String name) {
    return kinds().stream().anyMatch(table -> table.name().equals(name));
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
