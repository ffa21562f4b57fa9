package io.microtarget.source;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.microtarget.table.Conform;
import io.microtarget.table.SettingsError;
import io.microtarget.testing.TextTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class MappingTest {
  private static final Sources RECEIPTS =
      Sources.of("purchase", "native-id", "id", "event-time", "t", "amount", "money");
  private static final Dataset<Row> RECEIPT =
      raw("id STRING | t STRING | money STRING", "7 | 2017-06-01 12:00:00 | 1.5");

  @Test
  void gives_every_row_one_status_and_the_balance_is_even() {
    var rows =
        raw(
            "id STRING | t STRING | money STRING | shop STRING",
            "1 | 2017-06-01 12:00:00 | 1.50 | ours",
            "2 | 2017-06-01 12:00:00 | 1.50 | theirs",
            "3 | 2017-06-01 12:00:00 | a lot | ours",
            "1 | 2017-06-01 12:00:00 | 1.50 | ours",
            "1 | 2017-06-01 12:00:00 | 9.99 | ours",
            "4 | 2017-01-31 12:00:00 | 1.50 | ours");
    var source = RECEIPTS.where("shop = 'ours'").identifiedBy("native-id").settings();
    var published = Optional.of(Instant.parse("2017-02-01T00:00:00Z"));
    var mapped = Mapping.of(rows, source, Sources.context(published), Optional.empty());
    assertThat(TextTable.lines(mapped.select("row_index", "_status", "_rule")))
        .containsExactly(
            "0|kept|null",
            "1|filtered|null",
            "2|quarantined|type:amount",
            "3|duplicate|null",
            "4|quarantined|conflicting-key",
            "5|late|null");
    var balance = balance(mapped);
    assertThat(balance).isEqualTo(new Balance(6, 1, 1, 2, 1, 1));
    assertThat(balance.missing()).isZero();
    assertThat(mapped.filter(Mapping.accepted()).count()).isEqualTo(2);
    assertThat(mapped.filter(Mapping.quarantined()).count()).isEqualTo(2);
  }

  @Test
  void makes_rows_of_the_table_of_its_kind() {
    var source = RECEIPTS.in("Europe/Berlin").attributes("raw money", "money").settings();
    var typed = Mapping.of(RECEIPT, source, Sources.context(), Optional.empty());
    var columns = SourceTables.PURCHASE.columns().stream().map(typed::col).toArray(Column[]::new);
    var conformed = Conform.to(SourceTables.PURCHASE, typed.select(columns), "test");
    assertThat(TextTable.lines(conformed))
        .containsExactly(
            Sources.PSEUDONYM.of("customer", "7")
                + "|null|null|null|null|1.50|null|null|USD|null|null|null|null|shop|d1|0|0"
                + "|2017-06-01 10:00:00.0|2017-06-01|2018-01-01 05:00:00.0|Map(raw money -> 1.5)");
  }

  @Test
  void the_event_date_is_the_day_in_the_zone_of_the_business() {
    var rows =
        raw(
            "id STRING | t STRING | money STRING",
            "1 | 2017-03-12 04:59:59 | 1",
            "2 | 2017-03-12 05:00:00 | 1",
            "3 | 2017-03-13 03:59:59 | 1",
            "4 | 2017-03-13 04:00:00 | 1",
            "5 | 2017-03-13 | 1");
    assertThat(TextTable.lines(of(rows, RECEIPTS).select("row_index", "event_date")))
        .containsExactly(
            "0|2017-03-11", "1|2017-03-12", "2|2017-03-12", "3|2017-03-13", "4|2017-03-13");
  }

  @Test
  void what_does_not_fit_its_type_is_quarantined_and_not_nulled_in_silence() {
    var rows =
        raw(
            "id STRING | t STRING | money STRING",
            "1 | yesterday morning | 1",
            "2 | 2017-02-30 12:00:00 | 1",
            "3 | 10:15:00 | 1",
            "4 | 2017-06-01 12:00:00 | 1,50",
            "5 | 2017-06-01 12:00:00 | 12345678901234567.00",
            "6 | soon | much");
    assertThat(rules(rows, RECEIPTS))
        .containsExactly(
            "type:event-time",
            "type:event-time",
            "type:event-time",
            "type:amount",
            "type:amount",
            "type:amount");
  }

  @Test
  void a_null_where_a_value_is_required_is_quarantined() {
    var rows =
        raw(
            "id STRING | t STRING | money STRING",
            " | 2017-06-01 12:00:00 | 1",
            "2 |  | 1",
            "3 | 2017-06-01 12:00:00 | ");
    assertThat(rules(rows, RECEIPTS))
        .containsExactly("null", "required:event-time", "required:amount");
    var answers = raw("id STRING | t STRING", " | 2017-06-01", "2 | ");
    assertThat(rules(answers, Sources.of("response", "native-id", "id", "event-time", "t")))
        .containsExactly("required:native-id", "required:event-time");
  }

  @Test
  void a_purchase_of_an_unknown_buyer_is_kept_with_an_id_declared_or_not() {
    var rows = raw("id STRING | money STRING", " | 1", "7 | 2");
    var columns = List.of("event-time", "date'2017-06-01'", "amount", "money");
    var withIds = new ArrayList<>(columns);
    withIds.addAll(List.of("native-id", "id"));
    var known = Sources.of("purchase", withIds.toArray(String[]::new));
    var unknown = Sources.of("purchase", columns.toArray(String[]::new));
    assertThat(TextTable.lines(of(rows, known).select("record_id", "_status")))
        .containsExactly(Sources.PSEUDONYM.of("customer", "7") + "|kept", "null|kept");
    assertThat(TextTable.lines(of(rows, unknown).select("record_id", "_status")))
        .containsExactly("null|kept", "null|kept");
  }

  @Test
  void an_event_after_the_run_knows_the_lake_is_impossible() {
    var rows =
        raw(
            "id STRING | t STRING | money STRING",
            "1 | 2018-01-01 05:00:00 | 1",
            "2 | 2018-01-01 05:00:01 | 1");
    assertThat(rules(rows, RECEIPTS)).containsExactly("null", "future:event-time");
  }

  @Test
  void the_rules_of_purchases() {
    var source =
        Sources.of(
            "purchase",
            "native-id",
            "'1'",
            "event-time",
            "date'2017-06-01'",
            "amount",
            "-5",
            "quantity",
            "n",
            "discount",
            "d",
            "coupon-discount",
            "c");
    var rows =
        raw(
            "n STRING | d STRING | c STRING",
            "0 | 0 | 0",
            " | | ",
            "-1 | 0 | 0",
            "0 | -0.01 | 0",
            "0 | 0 | -0.01");
    assertThat(rules(rows, source))
        .containsExactly(
            "null", "null", "range:quantity", "range:discount", "range:coupon-discount");
  }

  @Test
  void the_rules_of_products_offers_and_parties() {
    var rows = raw("a STRING | b STRING", "1 | 2", "1 | ", " | 2");
    assertThat(rules(rows, Sources.of("product", "product-id", "a")))
        .containsExactly("null", "null", "required:product-id");
    assertThat(rules(rows, Sources.of("offer", "campaign-id", "a", "offer-id", "b")))
        .containsExactly("null", "required:offer-id", "required:campaign-id");
    assertThat(rules(rows, Sources.of("party", "native-id", "a")))
        .containsExactly("null", "null", "required:native-id");
  }

  @Test
  void the_rules_of_promotions_and_campaigns() {
    var rows =
        raw(
            "a STRING | b STRING",
            "2017-01-01 | 2017-01-01",
            "2017-01-02 | 2017-01-01",
            " | 2017-01-01",
            "2017-01-01 | ",
            "2017-13-01 | 2017-01-01");
    var expected =
        List.of(
            "null", "order:ends-on", "required:starts-on", "required:ends-on", "type:starts-on");
    assertThat(
            rules(
                rows,
                Sources.of("promotion", "product-id", "'p'", "starts-on", "a", "ends-on", "b")))
        .isEqualTo(expected);
    assertThat(
            rules(
                rows,
                Sources.of("campaign", "campaign-id", "'c'", "starts-on", "a", "ends-on", "b")))
        .isEqualTo(expected);
  }

  @Test
  void the_rules_of_contacts_and_responses() {
    var rows =
        raw("p STRING | id STRING", " | 1", "1 | 1", "0.01 | 1", "0 | 1", "1.01 | 1", "1 | ");
    var contact =
        Sources.of(
            "contact",
            "native-id",
            "id",
            "campaign-id",
            "'c'",
            "event-time",
            "date'2017-06-01'",
            "probability",
            "p");
    assertThat(rules(rows, contact))
        .containsExactly(
            "null", "null", "null", "range:probability", "range:probability", "required:native-id");
    var response = Sources.of("response", "native-id", "id", "event-time", "date'2017-06-01'");
    assertThat(rules(rows, response))
        .containsExactly("null", "null", "null", "null", "null", "required:native-id");
  }

  @Test
  void a_row_breaks_a_rule_of_its_source_only_if_it_is_false() {
    var source = RECEIPTS.rule("not-free", "money > 0");
    var rows =
        raw(
            "id STRING | t STRING | money STRING",
            "1 | 2017-06-01 12:00:00 | 1",
            "2 | 2017-06-01 12:00:00 | 0",
            "3 | 2017-06-01 12:00:00 | ");
    assertThat(rules(rows, source)).containsExactly("null", "rule:not-free", "required:amount");
  }

  @Test
  void a_row_is_taken_only_if_the_where_is_true() {
    var rows = raw("id STRING | take BOOLEAN", "1 | true", "2 | false", "3 | ", " | false");
    var mapped = of(rows, Sources.of("party", "native-id", "id").where("take"));
    assertThat(TextTable.lines(mapped.select("row_index", "_status", "_rule")))
        .containsExactly("0|kept|null", "1|filtered|null", "2|filtered|null", "3|filtered|null");
  }

  @Test
  void personal_attributes_stand_apart_from_the_others() {
    var rows = raw("id STRING | mail STRING | age INT", "1 | a@b.example | 40");
    var source = Sources.of("party", "native-id", "id").attributes("mail", "mail", "age", "age");
    assertThat(TextTable.lines(of(rows, source.personal("mail")).select("attributes", "_personal")))
        .containsExactly("Map(age -> 40)|Map(mail -> a@b.example)");
    assertThat(
            TextTable.lines(
                of(rows, source.personal("mail", "age")).select("attributes", "_personal")))
        .containsExactly("null|Map(age -> 40, mail -> a@b.example)");
  }

  @Test
  void the_raw_row_and_the_native_id_stay_at_hand_for_the_vault() {
    var broken = RECEIPTS.rule("free", "money = '0'");
    assertThat(TextTable.lines(of(RECEIPT, broken).select("_native_id", "_payload")))
        .containsExactly("7|{\"id\":\"7\",\"t\":\"2017-06-01 12:00:00\",\"money\":\"1.5\"}");
    assertThat(TextTable.lines(of(RECEIPT, RECEIPTS).select("_native_id", "_payload")))
        .as("what was delivered is kept of broken rows only")
        .containsExactly("7|null");
  }

  @Test
  void a_first_delivery_is_never_late_and_a_row_of_the_published_day_is_not() {
    var rows = raw("id STRING | t STRING", "1 | 2017-06-01 23:59:59", "2 | 2017-06-02", "3 | ");
    var source = Sources.of("party", "native-id", "id", "event-time", "t").settings();
    var published = Optional.of(Instant.parse("2017-06-02T04:00:00Z"));
    var first = Mapping.of(rows, source, Sources.context(), Optional.empty());
    var second = Mapping.of(rows, source, Sources.context(published), Optional.empty());
    assertThat(statuses(first)).containsExactly("kept", "kept", "kept");
    assertThat(statuses(second)).containsExactly("late", "kept", "kept");
  }

  @Test
  void names_everything_wrong_with_the_settings_at_once() {
    var source =
        Sources.of("purchase", "native-id", "idd", "ammount", "money", "record-id", "id")
            .where("current_user = 'x'")
            .rule("sane", "sum(money) > 0")
            .attributes("colour", "color")
            .identifiedBy("receipt-id")
            .settings();
    assertThatExceptionOfType(SettingsError.class)
        .isThrownBy(() -> Mapping.of(RECEIPT, source, Sources.context(), Optional.empty()))
        .withMessage(
            """
            sources.shop.columns.native-id: expression `idd`: no column `idd`; did you mean `id`?
            sources.shop.columns.ammount: kind purchase has no such column; did you mean `amount`?
            sources.shop.columns.record-id: kind purchase has no such column; it has [native-id, \
            basket-id, product-id, place-id, quantity, amount, discount, coupon-discount, currency, \
            unit-price, line-type, payment-type, merchant-category, event-time]
            sources.shop.attributes.colour: expression `color`: no column `color`
            sources.shop.rules.sane: expression `sum(money) > 0`: function `sum` is not on the list \
            of allowed functions
            sources.shop.where: expression `current_user = 'x'`: no column `current_user`
            sources.shop.columns.event-time is missing; kind purchase requires it
            sources.shop.columns.amount is missing; kind purchase requires it
            sources.shop.identified-by names 'receipt-id', which kind purchase does not have"""
                .replace("\\\n", ""));
  }

  @Test
  void a_row_without_an_id_is_known_by_its_file_and_position() {
    var rows = raw("t STRING", "2017-06-01", "2017-06-01").withColumn("_content", lit("abc"));
    var source =
        Sources.of("response", "native-id", "concat(_content, ':', _row_index)", "event-time", "t");
    var mapped = of(rows, source);
    assertThat(mapped.filter("_payload is not null").isEmpty()).as("kept of broken rows").isTrue();
    assertThat(TextTable.lines(mapped.select("_native_id", "_status")))
        .as("lines of equal content stay different")
        .containsExactly("abc:0|kept", "abc:1|kept");
    assertThat(mapped.select("record_id").distinct().count()).isEqualTo(2);
  }

  @Test
  void known_after_names_columns_of_the_file() {
    assertThat(
            Mapping.problems(RECEIPTS.knownAfter("mony").settings(), List.of("id", "t", "money")))
        .containsExactly(
            "known-after names 'mony', which is no column of the file; did you mean `money`?");
  }

  private static Dataset<Row> raw(String header, String... lines) {
    var text = new StringBuilder(header + " | _row_index BIGINT\n");
    for (int i = 0; i < lines.length; i++) {
      text.append(lines[i]).append(" | ").append(i).append('\n');
    }
    return TextTable.rows(text.toString());
  }

  private static Dataset<Row> of(Dataset<Row> raw, Sources source) {
    return Mapping.of(raw, source.settings(), Sources.context(), Optional.empty());
  }

  private static List<String> rules(Dataset<Row> raw, Sources source) {
    return of(raw, source).orderBy("row_index").select("_rule").collectAsList().stream()
        .map(r -> String.valueOf(r.get(0)))
        .toList();
  }

  private static List<String> statuses(Dataset<Row> mapped) {
    return mapped.orderBy("row_index").select("_status").collectAsList().stream()
        .map(r -> r.getString(0))
        .toList();
  }

  private static Balance balance(Dataset<Row> mapped) {
    var counts = new ArrayList<Column>();
    Mapping.counts().forEach((status, count) -> counts.add(count.as(status)));
    var row = mapped.select(counts.toArray(Column[]::new)).first();
    var counted = new TreeMap<String, Long>();
    Mapping.counts().keySet().forEach(s -> counted.put(s, row.<Long>getAs(s)));
    return Mapping.balance(counted);
  }
}
