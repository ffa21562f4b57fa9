package io.microtarget.source;

import io.microtarget.table.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a typed row of a kind must fulfil beside its types.
 *
 * @param required columns that are never null
 * @param rules rule id to a condition over typed columns; a row breaks it only if it is false
 */
record Contract(List<String> required, Map<String, String> rules) {
  private static final String SPAN = "ends_on >= starts_on";

  static Contract of(Table kind) {
    return switch (kind.name()) {
      case "party" -> contract(List.of("record_id"));
      case "purchase" ->
          contract(
              List.of("record_id", "event_time", "amount"),
              "range:quantity",
              "quantity >= 0",
              "range:discount",
              "discount >= 0",
              "range:coupon-discount",
              "coupon_discount >= 0");
      case "product" -> contract(List.of("product_id"));
      case "promotion" ->
          contract(List.of("product_id", "starts_on", "ends_on"), "order:ends-on", SPAN);
      case "campaign" ->
          contract(List.of("campaign_id", "starts_on", "ends_on"), "order:ends-on", SPAN);
      case "offer" -> contract(List.of("campaign_id", "offer_id"));
      case "contact" ->
          contract(
              List.of("record_id", "campaign_id", "event_time"),
              "range:probability",
              "probability > 0 and probability <= 1");
      case "response" -> contract(List.of("record_id", "event_time"));
      default -> throw new IllegalArgumentException("no contract for kind " + kind);
    };
  }

  /** The kind has a record_id, made from native-id. */
  static boolean hasSubject(Table kind) {
    return kind.columns().contains("record_id");
  }

  private static Contract contract(List<String> required, String... idsAndConditions) {
    var rules = new LinkedHashMap<String, String>();
    for (int i = 0; i < idsAndConditions.length; i += 2) {
      rules.put(idsAndConditions[i], idsAndConditions[i + 1]);
    }
    return new Contract(required, rules);
  }
}
