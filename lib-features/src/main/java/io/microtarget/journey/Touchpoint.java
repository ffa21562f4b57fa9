package io.microtarget.journey;

import static io.microtarget.source.SourceTables.CALL_RECORD;
import static io.microtarget.source.SourceTables.CONTACT;
import static io.microtarget.source.SourceTables.EVENT;
import static io.microtarget.source.SourceTables.LOCATION;
import static io.microtarget.source.SourceTables.MENTION;
import static io.microtarget.source.SourceTables.OPPORTUNITY;
import static io.microtarget.source.SourceTables.PURCHASE;
import static io.microtarget.source.SourceTables.RESPONSE;
import static io.microtarget.source.SourceTables.SURVEY_ANSWER;

import io.microtarget.table.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which expression over the typed columns of a kind gives which column of a touchpoint.
 *
 * <p>A kind is here if its rows are of a record, have a time and tell of a meeting. Left out on
 * purpose: a reading of a sensor meets nobody; an entry in a list of persons is no event; consents
 * and suppressions say what may be done, and are not analysed; a place is told by its id only,
 * never by its position. Who was in a control group was not contacted.
 *
 * <p>{@code together} is what rows of a source have in common on a day that are one touchpoint: a
 * basket, an interview. What they do not all say is unknown of the touchpoint, {@code value} is
 * added up.
 */
public final class Touchpoint {
  static final String CHANNEL = "channel";
  static final String PLACE_ID = "place_id";
  static final String WHAT = "what";
  static final String VALUE = "value";
  static final String CURRENCY = "currency";
  static final String CAMPAIGN_ID = "campaign_id";
  static final String CONTENT_ID = "content_id";
  static final String BASKET_ID = "basket_id";
  static final String PRODUCT_ID = "product_id";
  static final String CATEGORY = "category";
  static final String QUANTITY = "quantity";
  static final String TOGETHER = "together";

  /** Rows of the kind for which it is not true are no touchpoints. */
  static final String WHERE = "where";

  /** Where somebody buys without being in a shop. */
  static final List<String> ONLINE = List.of("online", "web", "app");

  private static final Map<Table, Map<String, String>> KINDS = expressions();

  private Touchpoint() {}

  /** The kinds whose rows are touchpoints. */
  public static List<Table> kinds() {
    return List.copyOf(KINDS.keySet());
  }

  /**
   * Column to its expression, for the columns that rows of a kind have.
   *
   * @throws IllegalArgumentException names a kind whose rows are no touchpoints
   */
  public static Map<String, String> of(Table kind) {
    var expressions = KINDS.get(kind);
    if (expressions == null) {
      throw new IllegalArgumentException("rows of kind %s are no touchpoints".formatted(kind));
    }
    return expressions;
  }

  private static Map<Table, Map<String, String>> expressions() {
    var kinds = new LinkedHashMap<Table, Map<String, String>>();
    kinds.put(
        PURCHASE,
        Map.of(
            CHANNEL, "if(place_id is null, 'online', 'store')",
            PLACE_ID, "place_id",
            WHAT, "coalesce(merchant_category, line_type, 'purchase')",
            VALUE, "amount",
            CURRENCY, "currency",
            BASKET_ID, "basket_id",
            PRODUCT_ID, "product_id",
            TOGETHER, "if(basket_id is null, null, concat_ws('/', basket_id, currency))"));
    kinds.put(
        EVENT,
        Map.of(
            CHANNEL, "coalesce(campaign_medium, campaign_source, platform, 'web')",
            WHAT, "concat_ws(': ', event_type, name)",
            VALUE, "value",
            CURRENCY, "currency",
            CAMPAIGN_ID, "coalesce(campaign_id, campaign_name)",
            CONTENT_ID, "campaign_content",
            BASKET_ID, "basket_id",
            PRODUCT_ID, "product_id",
            CATEGORY, "category",
            QUANTITY, "quantity"));
    kinds.put(
        CALL_RECORD,
        Map.of(
            CHANNEL, "'phone'",
            PLACE_ID, "cell_id",
            WHAT, "nullif(concat_ws(' ', call_type, direction), '')",
            VALUE, "amount",
            CURRENCY, "currency"));
    kinds.put(
        LOCATION,
        Map.of(
            CHANNEL, "'place'", PLACE_ID, "place_id", WHAT, "coalesce(place_type, fix, 'place')"));
    kinds.put(
        SURVEY_ANSWER,
        Map.of(
            CHANNEL,
            "coalesce(mode, 'survey')",
            PLACE_ID,
            "area_id",
            WHAT,
            "nullif(concat_ws(' ', survey_id, wave), '')",
            TOGETHER,
            "if(survey_id is null, null, concat_ws('/', record_id, survey_id, wave))"));
    kinds.put(
        MENTION,
        Map.of(
            CHANNEL,
            "'social-media'",
            WHAT,
            "nullif(concat_ws(': ', platform, topic, brand), '')"));
    kinds.put(
        CONTACT,
        Map.of(
            CHANNEL, "channel",
            WHAT, "'contact'",
            CAMPAIGN_ID, "campaign_id",
            CONTENT_ID, "content_id",
            WHERE, "arm is null or lower(arm) not in ('control', 'holdout')"));
    kinds.put(
        RESPONSE,
        Map.of(
            WHAT, "coalesce(response_type, 'response')",
            VALUE, "amount",
            CURRENCY, "currency",
            CAMPAIGN_ID, "campaign_id"));
    kinds.put(
        OPPORTUNITY,
        Map.of(
            CHANNEL, "'sales'",
            WHAT, "nullif(concat_ws(': ', outcome, stage), '')",
            VALUE, "amount",
            CURRENCY, "currency",
            PRODUCT_ID, "product_id"));
    return kinds;
  }
}
