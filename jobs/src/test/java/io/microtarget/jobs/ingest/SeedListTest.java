package io.microtarget.jobs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.microtarget.jobs.settings.Loader;
import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.jobs.store.Frame;
import io.microtarget.jobs.store.Lake;
import io.microtarget.pipeline.Settings;
import io.microtarget.source.Balance;
import io.microtarget.source.Mapping;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Clocks;
import io.microtarget.testing.Sessions;
import io.microtarget.testing.TextTable;
import io.microtarget.vault.Pseudonym;
import io.microtarget.vault.VaultTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of raw data that microtargeting lives on comes in by a few lines of settings: {@code
 * seed-list.conf} on made-up files, {@code shared-data.conf} on public ones.
 *
 * <p>All sources of a file are taken in by one run. What came of each is written to {@code
 * target/seed-list.md}.
 */
class SeedListTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @TempDir static Path folder;
  private static final List<String> PAGE = new ArrayList<>();
  private static TakenIn seeds;

  @BeforeAll
  static void takes_in_the_seed_list() throws IOException {
    SeedFiles.write(folder.resolve("seed"));
    seeds = TakenIn.of("seed-list.conf", folder.resolve("seed"), folder.resolve("lake-of-seeds"));
  }

  @AfterAll
  static void writes_the_page() throws IOException {
    var lines =
        new ArrayList<>(
            List.of("| source | kind | format | file | rows in | rows kept | others | test |"));
    lines.add("| --- | --- | --- | --- | ---: | ---: | --- | --- |");
    lines.addAll(PAGE);
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target/seed-list.md"), String.join("\n", lines) + "\n");
  }

  /**
   * What a source becomes.
   *
   * @param balance of its raw rows
   * @param query over its typed rows, named {@code t}
   * @param rows that the query gives, sorted
   */
  record Case(String source, Balance balance, String query, List<String> rows) {
    static Case of(String source, Balance balance, String query, String... rows) {
      return new Case(source, balance, query, List.of(rows));
    }

    @Override
    public String toString() {
      return source;
    }
  }

  private static Balance kept(int rows) {
    return new Balance(rows, rows, 0, 0, 0, 0);
  }

  static Stream<Case> seeds() {
    return Stream.of(
        Case.of(
            "search-terms",
            new Balance(4, 3, 1, 0, 0, 0),
            "select event_time, record_id is null, search_term, search_results, product_id from t",
            "2025-03-01 08:15:30.0|false|quiet washer|42|P7",
            "2025-03-01 08:16:00.0|false|dryer|0|null",
            "2025-03-01 10:00:00.0|true|wäschetrockner|7|null"),
        Case.of(
            "social-posts",
            kept(2),
            "select mention_id, text, language, topic, likes, shares, replies, followers, reply_to_id from t",
            "114000000000000001|@… the new Washer is loud|en|washer|3|1|2|120|null",
            "114000000000000002|Stimmt.|de|null|0|0|0|7|114000000000000001"),
        Case.of(
            "web-activity",
            new Balance(5, 3, 1, 1, 0, 0),
            "select event_time, url, referrer, campaign_source, campaign_term, status, bytes from t",
            "2025-03-17 09:05:03.0|/washers|https://find.example/|search|quiet washer|200|2030",
            "2025-03-17 09:05:43.0|/washers/P7|null|null|null|404|null",
            "2025-03-17 09:06:02.0|/cart|https://shop.example/|null|null|200|512"),
        Case.of(
            "loyalty-card",
            new Balance(5, 4, 0, 0, 1, 0),
            "select event_time, record_id is null, basket_id, product_id, quantity, amount, discount from t",
            "2025-03-01 09:15:00.0|false|B1|A1|1.000|1234.50|0.00",
            "2025-03-01 09:15:00.0|false|B1|A2|0.375|9.90|1.10",
            "2025-03-01 17:59:00.0|true|B2|A2|1.000|11.00|null",
            "2025-03-02 08:00:00.0|false|B3|A1|1.000|1234.50|0.00"),
        Case.of(
            "credit-card",
            kept(3),
            "select event_date, amount, currency, merchant_category, place_id, payment_type, line_type from t",
            "2025-03-14|19.99|EUR|5732|Elektro, Berlin|credit-card|sale",
            "2025-03-15|8.50|USD|5814|Diner|credit-card|sale",
            "2025-03-20|-19.99|EUR|5732|Elektro, Berlin|credit-card|return"),
        Case.of(
            "telecom-connections",
            kept(3),
            "select event_time, direction, call_type, duration_seconds, bytes, cell_id, amount from t",
            "2025-03-30 00:59:59.0|out|voice|75|null|262-01-7|0.29",
            "2025-03-30 01:00:00.0|out|data|0|1048576|262-01-7|0.00",
            "2025-03-30 01:10:00.0|in|message|0|null|262-01-9|0.00"),
        Case.of(
            "gps",
            new Balance(3, 2, 0, 1, 0, 0),
            "select event_time, latitude, longitude, accuracy_m, fix from t",
            "2025-03-01 09:00:00.0|52.52|13.4|12.5|gps",
            "2025-03-01 09:01:00.5|52.52|13.41|8.0|gps"),
        Case.of(
            "app-events",
            new Balance(4, 2, 1, 0, 1, 0),
            "select event_time, event_id, event_type, name, device, language, value from t",
            "2025-03-03 07:00:00.25|m1|screen|Cart|ios|de-DE|null",
            "2025-03-03 07:00:09.0|m2|track|Order Completed|ios|de-DE|19.90"),
        Case.of(
            "smart-home",
            kept(2),
            "select event_time, sensor_id, measure, value, unit, state from t",
            "2025-03-01 08:00:00.0|home1/temperature|temperature|21.5|Cel|null",
            "2025-03-01 08:00:00.0|home2/temperature|temperature|-3.25|Cel|null",
            "2025-03-01 08:00:12.5|home1/door|door|null|null|open",
            "2025-03-01 08:01:00.0|home1/power|power|120.0|W|null"),
        Case.of(
            "survey",
            new Balance(3, 2, 1, 0, 0, 0),
            "select element_index, question_id, answer, answer_number, event_date from t",
            "0|Music|4|4.0|null",
            "0|Music|5|5.0|null",
            "1|Dance|2|2.0|null",
            "2|Hiphop, Rap|1|1.0|null",
            "2|Hiphop, Rap|3|3.0|null"),
        Case.of(
            "street-interviews",
            kept(2),
            "select event_date, question_id, answer, weight, area_id, mode from t",
            "2025-03-05|What would you change?|Bäder länger öffnen|1.25|Köln|street",
            "2025-03-15|What would you change?|null|0.75|Köln|street"),
        Case.of(
            "canvassing",
            new Balance(3, 2, 0, 1, 0, 0),
            "select event_time, answer, answer_number, wave, area_id from t",
            "2025-04-01 17:05:00.0|surely; both of us|1.0|1|07-Süd",
            "2025-04-01 17:12:00.0|ask again|3.0|1|07-Süd"),
        Case.of(
            "voter-register",
            new Balance(4, 2, 2, 0, 0, 0),
            "select event_date, attributes, map_keys(identifiers) from t",
            "2004-10-05|Map(birth_year -> 1980, city -> Graham, precinct -> 07)|ArraySeq(phone)",
            "2016-01-31|Map(birth_year -> 1997, city -> Elon, precinct -> 07)|ArraySeq()"),
        Case.of(
            "purchase-history",
            new Balance(3, 2, 1, 0, 0, 0),
            "select event_time, basket_id, element_index, product_id, quantity, unit_price, amount from t",
            "2025-03-01 09:00:00.0|O1|0|A|2.000|9.9000|19.80",
            "2025-03-01 09:00:00.0|O1|1|B|1.000|0.4999|0.50",
            "2025-03-02 11:30:00.0|O3|0|A|1.000|9.9000|9.90"),
        Case.of(
            "demographics",
            kept(2),
            "select attributes['born'], attributes['household_size'], attributes['income_class'] from t",
            "1955|1|null",
            "1980|3|middle"),
        Case.of(
            "competitors-products",
            kept(2),
            "select product_id, name, price, sale_price, currency, gtin, availability from t",
            "W-1|Washer 7 kg \"Silent\"|499.00|449.00|EUR|4006381333931|in_stock",
            "W-2|Dryer|15.00|null|USD|null|out_of_stock"),
        Case.of(
            "trend-research",
            kept(2),
            "select indicator, area_id, cast(value as bigint), starts_on, ends_on from t",
            "searches for dryer|DE|980|2025-03-03|2025-03-09",
            "searches for washer|DE|1234567|2025-03-03|2025-03-09"),
        Case.of(
            "opinion-research",
            kept(1),
            "select indicator, subgroup, value, sample_size, starts_on, ends_on from t",
            "vote intention A|null|0.315|1003|2025-03-01|2025-03-05",
            "vote intention B|women|0.12|1003|2025-03-01|2025-03-05"),
        Case.of(
            "promotions",
            kept(2),
            "select product_id, starts_on, ends_on, display, price from t",
            "A1|2025-03-01|2025-03-07|front|999.00",
            "A2|2025-03-01|2025-03-14|null|9.00"),
        Case.of(
            "campaigns",
            kept(1),
            "select campaign_id, campaign_type, starts_on, ends_on from t",
            "K1|letter|2025-03-01|2025-03-31"),
        Case.of(
            "offers",
            kept(2),
            "select campaign_id, offer_id, product_id from t",
            "K1|G10|A1",
            "K1|G10|A2",
            "K1|G20|A1"),
        Case.of(
            "contacts",
            kept(2),
            "select event_time, campaign_id, channel, arm, probability, cost, currency from t",
            "2025-03-01 06:00:00.0|K1|mail|letter|0.5|0.85|EUR",
            "2025-03-01 06:00:00.0|K1|mail|none|0.5|0.85|EUR"),
        Case.of(
            "responses",
            kept(2),
            "select event_time, campaign_id, offer_id, amount from t",
            "2025-03-05 10:00:00.0|K1|G10|49.90",
            "2025-03-06 10:00:00.0|K1|null|null"),
        Case.of(
            "contents",
            kept(2),
            "select content_id, variant_id, headline, text, impressions, clicks from t",
            "T1|a|A \"quiet\" washer|Dear customer,\nsleep well.|1000|31",
            "T1|b|Washer|Short.|990|17"),
        Case.of(
            "consents",
            kept(2),
            "select event_time, purpose, channel, status, proof_reference, expires_on from t",
            "2024-12-01 10:00:00.0|direct-marketing|email|GRANT|doi-17|2026-12-01",
            "2025-02-01 10:00:00.0|direct-marketing|email|REVOKED|web-9|null"),
        Case.of(
            "suppressions",
            kept(2),
            "select reason, channel, list_id from t",
            "deceased|mail|robinson",
            "objection|null|robinson"),
        Case.of(
            "accounts",
            kept(2),
            "select account_id, name, sector, employees, revenue, founded_year, country from t",
            "F1|Plimmering AG|C28.1|2822|1100040000.50|1921|DE",
            "F2|Wobbina Ltd|null|null|null|null|GB"),
        Case.of(
            "account-contacts",
            kept(1),
            "select account_id, role, seniority, valid_from from t",
            "F1|champion|director|2024-01-01"),
        Case.of(
            "opportunities",
            kept(2),
            "select opportunity_id, stage, outcome, amount, opened_on, closed_on from t",
            "D1|Won|won|1054000.00|2024-10-20|2025-03-01",
            "D2|Talks|open|null|2025-03-02|null"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("seeds")
  void takes_in(Case seed) {
    seeds.check(seed, "SeedListTest.takes_in");
  }

  @Test
  void shows_every_source_of_the_settings_and_every_kind() {
    assertThat(seeds().map(Case::source))
        .containsExactlyInAnyOrderElementsOf(seeds.settings.sources().keySet());
    assertThat(seeds.settings.sources().values().stream().map(s -> s.kind()).distinct())
        .containsExactlyInAnyOrderElementsOf(
            SourceTables.kinds().stream().map(t -> t.name()).toList());
  }

  @Test
  void says_of_each_broken_row_which_rule_it_breaks() {
    assertThat(TextTable.lines(seeds.store.read(SourceTables.QUARANTINE).select("source", "rule")))
        .containsExactly(
            "canvassing|range:answer-number",
            "gps|range:latitude",
            "web-activity|malformed:pattern");
  }

  @Test
  void keeps_names_in_the_vault_alone() {
    var names =
        seeds
            .store
            .read(VaultTables.VAULT)
            .filter("field in ('first_name', 'last_name')")
            .select("field", "value");
    assertThat(TextTable.lines(names))
        .containsExactly(
            "first_name|QUORVATH",
            "first_name|ZYLPHIA",
            "last_name|KNATTERFELS",
            "last_name|OZZELBRÜNK");
  }

  /**
   * The public files, from {@code -Dseed.data=FOLDER} or {@code ../shared/data}; without them it is
   * skipped, and says so.
   */
  @Nested
  class SharedData {
    private static final Path DATA =
        Path.of(System.getProperty("seed.data", ROOT.resolveSibling("shared/data").toString()));
    private static final boolean IS_THERE = Files.exists(DATA.resolve("apache-logs/apache_logs"));
    private static TakenIn shared;

    @BeforeAll
    static void takes_in_the_shared_data() throws IOException {
      if (IS_THERE) {
        shared = TakenIn.of("shared-data.conf", DATA, folder.resolve("lake-of-shared"));
      }
    }

    @BeforeEach
    void says_that_it_is_skipped() {
      assumeTrue(
          IS_THERE,
          "skipped: no apache-logs/apache_logs in " + DATA + "; shared-data.conf says what it is");
    }

    static Stream<Case> files() {
      return Stream.of(
          Case.of(
              "web-log",
              new Balance(10_000, 9_999, 0, 1, 0, 0),
              "select count(*), count(distinct record_id), sum(bytes), count_if(status = 404), min(event_time) from t",
              "9999|1753|2747282505|213|2015-05-17 10:05:00.0"),
          Case.of(
              "survey",
              kept(1_013),
              "select count(*), count(distinct record_id), count(distinct question_id), sum(answer_number) from t",
              "19151|1013|19|55517.0"),
          Case.of(
              "survey-people",
              kept(1_013),
              "select count(*), count(attributes['age']), count_if(attributes['internet_use'] = 'few hours a day') from t",
              "1013|1006|745"),
          Case.of(
              "elections",
              kept(3_152),
              "select subgroup, count(*), cast(sum(value) as bigint), min(area_id) from t group by subgroup",
              "Democratic|3152|81264994|01001",
              "Republican|3152|74208196|01001",
              "null|3152|158433557|01001"),
          Case.of(
              "earlier-elections",
              kept(3_141),
              """
              select year(starts_on), subgroup, count(*), cast(sum(value) as bigint), count(distinct area_id)
              from t group by 1, 2""",
              "2012|Democratic|3112|62209008|3112",
              "2012|Republican|3112|58786901|3112",
              "2016|Democratic|3141|65125819|3141",
              "2016|Republican|3141|64846820|3141"),
          Case.of(
              "tweets",
              kept(14_640),
              """
              select sentiment, count(*), count(topic), max(event_time), count_if(text rlike '@[A-Za-z]')
              from t group by sentiment""",
              "negative|9178|9178|2015-02-24 11:53:37.0|0",
              "neutral|3099|0|2015-02-24 11:48:37.0|0",
              "positive|2363|0|2015-02-24 11:48:38.0|0"),
          Case.of(
              "accounts",
              kept(85),
              "select count(*), sum(revenue), count(country), count(parent_account_id) from t",
              "85|169543800000.00|71|15"),
          Case.of(
              "goods",
              kept(7),
              "select count(*), sum(price), count_if(product_id = 'GTX Pro' and price = 4821) from t",
              "7|42165.00|1"),
          Case.of(
              "deals",
              kept(8_800),
              "select outcome, stage, count(*), sum(amount), count(opened_on) from t group by outcome, stage",
              "lost|Lost|2473|0.00|2473",
              "open|Engaging|1589|null|1589",
              "open|Prospecting|500|null|0",
              "won|Won|4238|10005534.00|4238"),
          Case.of(
              "headlines",
              kept(8_477),
              "select count(*), count(distinct test_id), sum(impressions), sum(clicks), count(distinct content_id) from t",
              "8477|1725|29818315|391576|8477"),
          Case.of(
              "mailing",
              kept(64_000),
              "select arm, channel, count(*), round(min(probability), 3) from t group by arm, channel",
              "Mens E-Mail|email|21307|0.333",
              "No E-Mail|none|21306|0.333",
              "Womens E-Mail|email|21387|0.333"),
          Case.of(
              "mailing-orders",
              new Balance(64_000, 578, 63_422, 0, 0, 0),
              "select count(*), sum(amount), count(distinct record_id) from t",
              "578|67258.13|578"),
          Case.of(
              "persons",
              kept(1_000),
              "select count(*), count(identifiers['email']), count(attributes['first_name']) from t",
              "1000|789|0"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void takes_in(Case file) {
      shared.check(file, "SeedListTest.SharedData.takes_in");
    }

    @Test
    void shows_every_source_of_the_settings() {
      assertThat(files().map(Case::source))
          .containsExactlyInAnyOrderElementsOf(shared.settings.sources().keySet());
    }
  }

  /** A lake into which one run took the sources of a settings file. */
  private record TakenIn(Settings settings, DeltaStore store, Map<String, Balance> balances) {
    static TakenIn of(String resource, Path data, Path root) throws IOException {
      var config = folder.resolve(resource);
      try (var in = SeedListTest.class.getResourceAsStream("/seed/" + resource)) {
        Files.copy(in, config);
      }
      var settings =
          Loader.load(config.toString(), Map.of("data", data.toString()), Settings.class);
      var spark = Sessions.shared();
      var lake = Lake.open(root.toString(), spark.sparkContext().hadoopConfiguration(), "test");
      var now = Instant.parse("2025-06-02T12:00:00Z");
      var clocks = new Clocks(LocalDate.parse("2025-06-01"), now, settings.business().zone());
      var store = new DeltaStore(spark, lake, new Frame("run", clocks, now));
      var pseudonym = new Pseudonym("a key of enough bytes".getBytes(UTF_8), 1);
      var currency = settings.business().currency();
      var result =
          new Ingest(spark, store, pseudonym, currency, "", Optional.empty())
              .run(settings.sources());
      return new TakenIn(settings, store, result.bySource());
    }

    void check(Case expected, String test) {
      var source = settings.sources().get(expected.source());
      var balance = balances.get(expected.source());
      PAGE.add(
          "| %s | %s | %s | `%s` | %,d | %,d | %s | %s |"
              .formatted(
                  expected.source(),
                  source.kind(),
                  source.format().name().toLowerCase(Locale.ROOT),
                  source.path().replaceFirst("^.*/", ""),
                  balance.in(),
                  balance.kept(),
                  others(balance),
                  test));
      assertThat(balance).isEqualTo(expected.balance());
      typed(expected.source()).createOrReplaceTempView("t");
      assertThat(TextTable.lines(Sessions.shared().sql(expected.query())))
          .containsExactlyElementsOf(expected.rows());
      Sessions.shared().catalog().dropTempView("t");
    }

    private static String others(Balance balance) {
      var others = new ArrayList<String>();
      Stream.of(
              Map.entry("filtered", balance.filtered()),
              Map.entry("quarantined", balance.quarantined()),
              Map.entry("duplicate", balance.duplicates()),
              Map.entry("late", balance.late()))
          .filter(e -> e.getValue() > 0)
          .forEach(e -> others.add("%,d %s".formatted(e.getValue(), e.getKey())));
      return String.join(", ", others);
    }

    private Dataset<Row> typed(String name) {
      var kind = Mapping.kind(settings.sources().get(name));
      return store.read(kind).filter("source = '%s'".formatted(name));
    }
  }
}
