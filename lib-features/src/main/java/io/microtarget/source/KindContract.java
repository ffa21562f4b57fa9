package io.microtarget.source;

import static io.microtarget.source.PersonalData.INDIRECT;
import static io.microtarget.source.PersonalData.NONE;
import static io.microtarget.source.PersonalData.PSEUDONYMOUS;

import io.microtarget.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * What each kind says about each of its columns, before a source says more.
 *
 * <p>Retention in days is a default to start from: 1,095 are the three years after the last contact
 * that the French authority names for prospects, 395 the thirteen months it names for trackers of
 * an audience (CNIL, 2020 and 2022); connections and places are kept shorter. The proof of a
 * consent outlives it, and a suppression that is forgotten is a message to somebody who objected:
 * neither ends by itself.
 */
final class KindContract {
  private static final int YEARS = 1_095;
  private static final int MONTHS = 395;
  private static final int HALF_A_YEAR = 180;
  private static final int WEEKS = 90;
  private static final String CURRENCY = "[A-Z]{3}";
  private static final String COUNTRY = "[A-Z]{2}";

  /** What the lake itself writes; it tells nothing about anybody. */
  private static final Set<String> OF_THE_LAKE =
      Set.of("source", "delivery_id", "row_index", "element_index", "recorded_at");

  /** Tells people apart when put together, in any kind that is about them. */
  private static final Set<String> TELLS_APART =
      Set.of(
          "event_time",
          "event_date",
          "attributes",
          "place_id",
          "area_id",
          "cell_id",
          "latitude",
          "longitude",
          "search_term",
          "session_id",
          "url",
          "referrer",
          "text",
          "answer");

  private final Table kind;
  private final Map<String, ColumnContract> columns = new LinkedHashMap<>();
  private final List<String> required = new ArrayList<>();
  private final Map<String, String> rules = new LinkedHashMap<>();
  private final Set<String> usual = new TreeSet<>();

  private KindContract(Table kind) {
    this.kind = kind;
  }

  /** Column to its contract, in the order of the table. */
  Map<String, ColumnContract> columns() {
    return columns;
  }

  /** Columns that are never null, those first that say most about a row. */
  List<String> required() {
    return required;
  }

  /** Rule id to a condition over several columns, or one that a range cannot say. */
  Map<String, String> rules() {
    return rules;
  }

  /** Columns whose bounds are what is usual: a source may state others. */
  Set<String> usual() {
    return usual;
  }

  /**
   * @throws IllegalArgumentException names a table that is no kind
   */
  static KindContract of(Table kind) {
    return switch (kind.name()) {
      case "party" -> people(kind, YEARS).required("record_id");
      case "purchase" ->
          people(kind, YEARS)
              .required("event_time", "amount")
              .atLeast(0, "quantity", "discount", "coupon_discount", "unit_price")
              .unlessStated("quantity", "discount", "coupon_discount", "unit_price");
      case "event" ->
          people(kind, MONTHS)
              .required("event_time", "event_type")
              .atLeast(0, "search_results", "quantity", "bytes")
              .between(100, 999, "status")
              .unlessStated("quantity");
      case "call_record" ->
          people(kind, HALF_A_YEAR)
              .required("record_id", "event_time")
              .values(List.of("in", "out"), "direction")
              .values(List.of("voice", "message", "data"), "call_type")
              .atLeast(0, "duration_seconds", "bytes")
              .unlessStated("direction", "call_type");
      case "location" ->
          people(kind, WEEKS)
              .required("event_time")
              .between(-90, 90, "latitude")
              .between(-180, 180, "longitude")
              .atLeast(0, "accuracy_m", "stay_seconds")
              .rule("pair:longitude", "(latitude is null) = (longitude is null)")
              .rule("either:place-id", "place_id is not null or latitude is not null");
      case "sensor_reading" ->
          people(kind, HALF_A_YEAR)
              .required("record_id", "event_time", "measure")
              .tells(INDIRECT, "value", "state")
              .rule("either:value", "value is not null or state is not null");
      case "survey_answer" ->
          people(kind, YEARS).required("record_id", "question_id").atLeast(0, "weight");
      case "mention" ->
          people(kind, MONTHS)
              .required("mention_id", "event_time")
              .values(List.of("negative", "neutral", "positive"), "sentiment")
              .between(-1, 1, "sentiment_score")
              .atLeast(0, "likes", "shares", "replies", "followers")
              .unlessStated("sentiment", "sentiment_score");
      case "product" ->
          goods(kind)
              .required("product_id")
              .atLeast(0, "price", "sale_price")
              .unlessStated("price", "sale_price");
      case "indicator" ->
          goods(kind)
              .required("indicator", "value")
              .atLeast(0, "sample_size", "standard_error")
              .span("starts_on", "ends_on");
      case "promotion" ->
          goods(kind)
              .required("product_id", "starts_on", "ends_on")
              .atLeast(0, "price")
              .unlessStated("price")
              .span("starts_on", "ends_on");
      case "campaign" ->
          goods(kind).required("campaign_id", "starts_on", "ends_on").span("starts_on", "ends_on");
      case "offer" -> goods(kind).required("campaign_id", "offer_id");
      case "contact" ->
          people(kind, YEARS)
              .required("record_id", "campaign_id", "event_time")
              .between(0, 1, "probability")
              .rule("range:probability", "probability > 0")
              .atLeast(0, "cost")
              .unlessStated("cost");
      case "response" -> people(kind, YEARS).required("record_id", "event_time");
      case "content" ->
          goods(kind)
              .required("content_id")
              .atLeast(0, "impressions", "clicks", "conversions")
              .span("starts_on", "ends_on");
      case "consent" ->
          people(kind)
              .required("record_id", "purpose", "status", "event_time")
              .values(Basis.PURPOSES, "purpose")
              .values(List.of("GRANT", "DENY", "REVOKED"), "status")
              .values(
                  Arrays.stream(LegalBasis.values()).map(LegalBasis::key).toList(), "legal_basis")
              .span("valid_from", "expires_on");
      case "suppression" ->
          people(kind)
              .values(Basis.PURPOSES, "purpose")
              .tells(INDIRECT, "reason")
              .rule(
                  "either:native-id",
                  "record_id is not null or get(map_keys(identifiers), 0) is not null");
      case "account" ->
          people(kind, YEARS)
              .required("account_id")
              .atLeast(0, "employees", "revenue")
              .between(1000, 2999, "founded_year")
              .unlessStated("revenue")
              .tells(INDIRECT, "name", "domain");
      case "account_contact" ->
          people(kind, YEARS)
              .required("record_id", "account_id")
              .span("valid_from", "valid_to")
              .tells(INDIRECT, "account_id", "role", "job_function", "seniority");
      case "opportunity" ->
          people(kind, YEARS)
              .required("opportunity_id")
              .atLeast(0, "amount")
              .unlessStated("amount")
              .between(0, 1, "probability")
              .values(List.of("won", "lost", "open"), "outcome")
              .span("opened_on", "closed_on");
      default -> throw new IllegalArgumentException("no contract for kind " + kind);
    };
  }

  private static KindContract people(Table kind, int days) {
    return of(kind, PSEUDONYMOUS, Optional.of(days));
  }

  private static KindContract people(Table kind) {
    return of(kind, PSEUDONYMOUS, Optional.empty());
  }

  private static KindContract goods(Table kind) {
    return of(kind, NONE, Optional.empty());
  }

  private static KindContract of(Table kind, PersonalData about, Optional<Integer> days) {
    var contract = new KindContract(kind);
    for (var column : kind.columns()) {
      var isApart = about != NONE && TELLS_APART.contains(column);
      var isNobodys =
          OF_THE_LAKE.contains(column) || column.equals("currency") || column.equals("product_id");
      var tells = isNobodys ? NONE : isApart ? INDIRECT : about;
      var of = ColumnContract.ANY.tells(tells).kept(days);
      contract.columns.put(
          column,
          switch (column) {
            case "currency" -> of.like(CURRENCY);
            case "country" -> of.like(COUNTRY);
            case "source", "delivery_id", "row_index", "element_index", "recorded_at" ->
                of.needed();
            default -> of;
          });
    }
    return contract;
  }

  private KindContract required(String... names) {
    required.addAll(List.of(names));
    return change(ColumnContract::needed, names);
  }

  private KindContract values(List<String> allowed, String name) {
    return change(c -> c.of(allowed), name);
  }

  private KindContract atLeast(double least, String... names) {
    return change(c -> c.within(Optional.of(least), Optional.empty()), names);
  }

  private KindContract between(double least, double most, String name) {
    return change(c -> c.within(Optional.of(least), Optional.of(most)), name);
  }

  private KindContract tells(PersonalData about, String... names) {
    return change(c -> c.tells(about), names);
  }

  private KindContract unlessStated(String... names) {
    usual.addAll(List.of(names));
    return this;
  }

  private KindContract span(String first, String last) {
    return rule("order:" + last.replace('_', '-'), last + " >= " + first);
  }

  private KindContract rule(String id, String condition) {
    rules.put(id, condition);
    return this;
  }

  private KindContract change(UnaryOperator<ColumnContract> change, String... names) {
    for (var name : names) {
      if (columns.computeIfPresent(name, (n, c) -> change.apply(c)) == null) {
        throw new IllegalArgumentException("kind %s has no column %s".formatted(kind, name));
      }
    }
    return this;
  }
}
