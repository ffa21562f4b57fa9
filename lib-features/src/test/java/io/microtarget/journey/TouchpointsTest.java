package io.microtarget.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.identity.IdentityTables;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.SourceTables;
import io.microtarget.source.Sources;
import io.microtarget.table.Clocks;
import io.microtarget.table.Reader;
import io.microtarget.table.Stage;
import io.microtarget.table.Table;
import io.microtarget.testing.Sessions;
import io.microtarget.testing.TextTable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TouchpointsTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /** Persons a and b; record a2 is of a; d is a device of nobody. */
  private static final String SUBJECTS =
      """
      subject_type STRING | subject_id STRING
      person              | a
      person              | b
      """;

  private static final String LINKS =
      """
      record_id STRING | subject_id STRING
      a                | a
      a2               | a
      b                | b
      """;

  private final Map<String, Dataset<Row>> tables = new HashMap<>();
  private final List<String> notes = new ArrayList<>();

  /** Reads the planted tables, others are empty. */
  private final Reader lake =
      new Reader() {
        @Override
        public Dataset<Row> read(Table table) {
          return Optional.ofNullable(tables.get(table.name()))
              .orElseGet(() -> Sessions.shared().createDataFrame(List.of(), table.schema()));
        }

        @Override
        public void note(String line) {
          notes.add(line);
        }
      };

  @AfterEach
  void forget() {
    Sessions.shared().sharedState().cacheManager().clearCache();
  }

  @Test
  void touchpoints_of_all_kinds_stand_in_the_order_of_time_with_sessions_gaps_and_positions() {
    given(
        SourceTables.CONTACT,
        """
        record_id STRING | event_time TIMESTAMP | channel STRING | campaign_id STRING | arm STRING | content_id STRING
        a                | 2025-03-01 08:00:00  | mail           | c1                 | letter     | t1
        b                | 2025-03-01 08:00:00  | mail           | c1                 | control    |
        """);
    given(
        SourceTables.EVENT,
        """
        record_id STRING | event_time TIMESTAMP | event_type STRING | name STRING | platform STRING | campaign_medium STRING | campaign_name STRING
        a2               | 2025-03-01 09:00:00  | page              | home        | app             |                        |
        a2               | 2025-03-01 09:29:59  | page              | shoes       |                 | email                  | spring
        a                | 2025-03-01 10:00:00  | search            |             |                 |                        |
        """);
    given(
        SourceTables.PURCHASE,
        """
        record_id STRING | event_time TIMESTAMP | basket_id STRING | place_id STRING | product_id STRING | amount DECIMAL(18,2) | currency STRING
        a                | 2025-03-01 09:10:00  | r1               | north           | p1                | 10.50                | EUR
        a                | 2025-03-01 09:10:00  | r1               | north           | p2                | 2.25                 | EUR
        b                | 2025-03-02 00:00:00  | o1               |                 | p1                | 3.00                 | EUR
        """);
    var made = made(settings(Map.of()), "2025-03-03", ZoneId.of("UTC"));
    assertThat(shown(made.get(JourneyTables.TOUCHPOINT)))
        .containsExactly(
            "a 1 2025-03-01T08:00:00Z mail contact value=null null campaign=c1 content=t1 lines=1 session=null gap=null first",
            "a 2 2025-03-01T09:00:00Z app page: home value=null null campaign=null content=null lines=1 session=1 gap=3600",
            "a 3 2025-03-01T09:10:00Z store purchase value=12.75 EUR campaign=null content=null lines=2 session=null gap=600",
            "a 4 2025-03-01T09:29:59Z email page: shoes value=null null campaign=spring content=null lines=1 session=1 gap=1199",
            "a 5 2025-03-01T10:00:00Z web search value=null null campaign=null content=null lines=1 session=2 gap=1801 last",
            "b 1 2025-03-02T00:00:00Z online purchase value=3.00 EUR campaign=null content=null lines=1 session=null gap=null first last");
    assertThat(made.get(JourneyTables.OPEN_CART).count()).isZero();
    assertThat(notes).isEmpty();
  }

  @Test
  void every_kind_of_touchpoint_has_a_channel_a_place_and_a_worth_where_it_can() {
    given(
        SourceTables.CALL_RECORD,
        """
        record_id STRING | event_time TIMESTAMP | call_type STRING | direction STRING | cell_id STRING | amount DECIMAL(18,2)
        a                | 2025-03-01 01:00:00  | voice            | out              | cell7          | 0.09
        """);
    given(
        SourceTables.LOCATION,
        """
        record_id STRING | event_time TIMESTAMP | place_id STRING | place_type STRING
        a                | 2025-03-01 02:00:00  | station         |
        """);
    given(
        SourceTables.SURVEY_ANSWER,
        """
        record_id STRING | event_time TIMESTAMP | survey_id STRING | wave STRING | question_id STRING | mode STRING
        a                | 2025-03-01 03:00:00  | s1               | w2          | q1                 | door
        a                | 2025-03-01 03:01:00  | s1               | w2          | q2                 | door
        a2               | 2025-03-01 03:02:00  | s1               | w2          | q1                 | phone
        a                |                      | s1               | w2          | q3                 | door
        """);
    given(
        SourceTables.MENTION,
        """
        record_id STRING | event_time TIMESTAMP | platform STRING | topic STRING
        a                | 2025-03-01 04:00:00  | forum           | prices
        """);
    given(
        SourceTables.RESPONSE,
        """
        record_id STRING | event_time TIMESTAMP | campaign_id STRING | amount DECIMAL(18,2)
        a                | 2025-03-01 05:00:00  | c1                 | 9.00
        """);
    given(
        SourceTables.OPPORTUNITY,
        """
        record_id STRING | event_time TIMESTAMP | stage STRING | outcome STRING | amount DECIMAL(18,2)
        a                | 2025-03-01 06:00:00  | offer        | open           | 700.00
        """);
    var made = made(settings(Map.of()), "2025-03-03", ZoneId.of("UTC"));
    assertThat(
            made.get(JourneyTables.TOUCHPOINT).orderBy("position").collectAsList().stream()
                .map(
                    r ->
                        "%s %s %s %s %s"
                            .formatted(
                                r.getAs("channel"),
                                r.<Object>getAs("place_id"),
                                r.getAs("what"),
                                r.<Object>getAs("value"),
                                r.getAs("lines"))))
        .containsExactly(
            "phone cell7 voice out 0.09 1",
            "place station place null 1",
            "door null s1 w2 null 2",
            "phone null s1 w2 null 1",
            "social-media null forum: prices null 1",
            "null null response 9.00 1",
            "sales null open: offer 700.00 1");
    assertThat(notes)
        .containsExactly("journey: of survey_answer are left out 1 without a time; 3 rows stay");
    assertThat(
            TextTable.lines(made.get(JourneyTables.JOURNEY_COUNT).where("kind = 'survey_answer'")))
        .containsExactly("survey_answer|survey_answer|3|0|0|0|1|0|2");
  }

  @Test
  void what_happens_at_midnight_of_as_of_is_out_and_a_microsecond_before_is_in() {
    for (var day : List.of("2025-03-30", "2025-03-31", "2025-10-26", "2025-10-27", "2025-06-01")) {
      var midnight = LocalDate.parse(day).atStartOfDay(BERLIN).toInstant();
      var first = LocalDate.parse(day).minusDays(91).atStartOfDay(BERLIN).toInstant();
      given(
          SourceTables.EVENT,
          """
          record_id STRING | event_type STRING | event_time TIMESTAMP
          a                | before            | %s
          a                | at                | %s
          a                | oldest            | %s
          a                | too old           | %s
          """
              .formatted(midnight.minusNanos(1_000), midnight, first, first.minusNanos(1_000)));
      var rows = made(settings(Map.of()), day, BERLIN).get(JourneyTables.TOUCHPOINT);
      assertThat(rows.orderBy("position").select("what").as(Encoders.STRING()).collectAsList())
          .as(day)
          .containsExactly("oldest", "before");
    }
  }

  @Test
  void a_day_of_25_hours_is_one_day_for_machines_and_one_of_23_hours_too() {
    for (var day : List.of("2025-10-26", "2025-03-30")) {
      var start = LocalDate.parse(day).atStartOfDay(BERLIN).toInstant();
      var end = LocalDate.parse(day).plusDays(1).atStartOfDay(BERLIN).toInstant();
      given(
          SourceTables.EVENT,
          """
          record_id STRING | event_type STRING | event_time TIMESTAMP
          a                | page              | %s
          a                | page              | %s
          a                | page              | %s
          b                | page              | %s
          b                | page              | %s
          b                | page              | %s
          """
              .formatted(
                  start,
                  start.plusSeconds(9_000),
                  end.minusNanos(1_000),
                  start.minusNanos(1_000),
                  start,
                  end.minusNanos(1_000)));
      var settings = new JourneySettings(91, 30, 2, "url", Map.of(), CartSettings.DEFAULT);
      var asOf = LocalDate.parse(day).plusDays(3).toString();
      var rows = made(settings, asOf, BERLIN).get(JourneyTables.TOUCHPOINT);
      // Three steps of a are on the day; of b one is on the day before.
      assertThat(subjects(rows)).as(day).containsExactly("b", "b", "b");
    }
  }

  @Test
  void machines_and_doubled_steps_are_left_out_and_every_row_is_accounted_for() {
    given(
        SourceTables.EVENT,
        """
        record_id STRING | event_time TIMESTAMP       | event_type STRING | name STRING | value DECIMAL(18,2) | recorded_at TIMESTAMP | delivery_id STRING | row_index BIGINT | campaign_id STRING | attributes MAP<STRING,STRING>
        a                | 2025-03-01 09:00:00        | page              | home        | 1.00                | 2025-03-03 00:00:00   | d2                 | 1                | later              | map()
        a                | 2025-03-01 09:00:00        | page              | home        | 1.00                | 2025-03-02 00:00:00   | d9                 | 1                | first              | map()
        a                | 2025-03-01 09:00:00        | page              | home        | 2.00                | 2025-03-02 00:00:00   | d1                 | 2                | other              | map()
        a                | 2025-03-01 09:00:00.000001 | page              | home        | 1.00                | 2025-03-02 00:00:00   | d1                 | 3                | next               | map()
        a2               | 2025-03-01 09:00:00        | page              | home        | 1.00                | 2025-03-02 00:00:00   | d1                 | 4                | device             | map()
        b                | 2025-03-01 09:00:00        | page              | home        | 1.00                | 2025-03-02 00:00:00   | d1                 | 5                |                    | map('user_agent', 'Mozilla/5.0 (compatible; Somebot/2.1; +http://bot.example)')
        d                | 2025-03-01 09:00:00        | page              | home        | 1.00                | 2025-03-02 00:00:00   | d1                 | 6                |                    | map()
        """);
    given(
        SourceTables.PURCHASE,
        """
        record_id STRING | event_time TIMESTAMP | product_id STRING | amount DECIMAL(18,2) | row_index BIGINT
        b                | 2025-03-01 09:00:00  | p1                | 1.00                 | 1
        b                | 2025-03-01 09:00:00  | p1                | 1.00                 | 2
        """);
    var made = made(settings(Map.of()), "2025-03-05", ZoneId.of("UTC"));
    assertThat(
            made.get(JourneyTables.TOUCHPOINT)
                .orderBy("subject_id", "position")
                .selectExpr("concat_ws(' ', subject_id, kind, campaign_id)")
                .as(Encoders.STRING())
                .collectAsList())
        .containsExactlyInAnyOrder(
            "a event first",
            "a event other",
            "a event device",
            "a event next",
            "b purchase",
            "b purchase");
    assertThat(TextTable.lines(made.get(JourneyTables.JOURNEY_COUNT)))
        .containsExactly("event|event|4|1|0|1|0|1|4", "purchase|purchase|2|0|0|0|0|0|2");
    assertThat(notes)
        .containsExactly(
            "journey: of event are left out 1 of machines that say so, 1 steps that came twice; 4 rows stay");
    var lines = made.get(JourneyTables.TOUCHPOINT).agg(functions.sum("lines")).first().getLong(0);
    assertThat(lines).isEqualTo(6);
  }

  @Test
  void the_steps_of_one_subject_over_the_threshold_are_a_machine() {
    var text = new StringBuilder("record_id STRING | event_type STRING | event_time TIMESTAMP\n");
    for (int i = 0; i <= 2_000; i++) {
      text.append(
          "a | page | %s\n".formatted(Instant.parse("2025-03-01T00:00:00Z").plusSeconds(i)));
    }
    given(SourceTables.EVENT, text + "b | page | 2025-03-01 10:00:00\n");
    var made = made(settings(Map.of()), "2025-03-05", ZoneId.of("UTC"));
    assertThat(subjects(made.get(JourneyTables.TOUCHPOINT))).containsExactly("b");
    assertThat(notes)
        .containsExactly(
            "journey: of event are left out 2,001 of records with too many steps a day for a"
                + " person; 1 rows stay");
  }

  @Test
  void carts_are_those_of_the_settings_and_of_the_last_days() {
    given(
        SourceTables.EVENT,
        """
        record_id STRING | event_time TIMESTAMP | event_type STRING | product_id STRING | category STRING | basket_id STRING | value DECIMAL(18,2) | currency STRING | quantity DECIMAL(18,3)
        a                | 2025-03-01 09:00:00  | Add_To-Cart       | p1                | shoes           |                  | 20.00               | EUR             | 2
        a2               | 2025-03-01 09:10:00  | add to cart       | p2                | shoes           |                  | 5.00                | EUR             |
        b                | 2025-03-01 09:00:00  | cart              | p1                |                 | k1               | 1.00                | EUR             |
        b                | 2025-02-02 23:59:59  | cart              | p1                |                 | old              | 1.00                | EUR             |
        b                | 2025-02-03 00:00:00  | cart              | p1                |                 | k2               | 1.00                | EUR             |
        b                | 2025-03-02 09:00:00  | Order             |                   |                 | k1               |                     |                 |
        """);
    var made = made(settings(Map.of()), "2025-03-05", ZoneId.of("UTC"));
    var carts = made.get(JourneyTables.OPEN_CART);
    String first =
        made.get(JourneyTables.TOUCHPOINT)
            .where("subject_id = 'a' and position = 1")
            .first()
            .getAs("touchpoint_id");
    assertThat(TextTable.lines(carts))
        .containsExactly(
            "person|a|%s|null|2025-03-01 09:00:00.0|2025-03-01 09:10:00.0|3.000|25.00|EUR|2|1"
                .formatted(first),
            "person|b|k2|k2|2025-02-03 00:00:00.0|2025-02-03 00:00:00.0|1.000|1.00|EUR|1|0");
  }

  @Test
  void carts_do_not_hang_on_how_many_days_are_published() {
    given(
        SourceTables.EVENT,
        """
        record_id STRING | event_time TIMESTAMP | event_type STRING | product_id STRING
        a                | 2025-02-20 09:00:00  | cart              | p1
        a                | 2025-03-04 09:00:00  | page              |
        """);
    for (int days : List.of(0, 1, 91)) {
      var settings = new JourneySettings(days, 30, 2_000, "url", Map.of(), CartSettings.DEFAULT);
      var made = made(settings, "2025-03-05", ZoneId.of("UTC"));
      assertThat(made.get(JourneyTables.OPEN_CART).count()).as("%d days", days).isEqualTo(1);
      assertThat(shown(made.get(JourneyTables.TOUCHPOINT))).hasSize(days == 91 ? 2 : days);
      if (days == 1) {
        assertThat(shown(made.get(JourneyTables.TOUCHPOINT)).get(0))
            .startsWith("a 1 2025-03-04T09:00:00Z web page")
            .endsWith("session=1 gap=null first last");
      }
    }
  }

  @Test
  void a_source_may_say_its_channel_itself() {
    given(
        SourceTables.PURCHASE,
        """
        record_id STRING | event_time TIMESTAMP | amount DECIMAL(18,2) | source STRING
        a                | 2025-03-01 09:00:00  | 1.00                 | purchase
        b                | 2025-03-01 09:00:00  | 150.00               | purchase
        """);
    var made =
        made(
            settings(Map.of("purchase", "if(amount > 100, 'broker', null)")),
            "2025-03-05",
            ZoneId.of("UTC"));
    assertThat(
            made.get(JourneyTables.TOUCHPOINT).orderBy("subject_id").collectAsList().stream()
                .map(r -> String.valueOf(r.<String>getAs("channel"))))
        .containsExactly("null", "broker");
  }

  @Test
  void a_subject_without_any_event_and_a_lake_without_any_row_have_no_journey() {
    var made = made(settings(Map.of()), "2025-03-05", ZoneId.of("UTC"));
    made.forEach((table, rows) -> assertThat(rows.count()).as(table.name()).isZero());
    assertThat(notes).isEmpty();
  }

  @Test
  void what_is_made_of_a_day_is_the_same_however_much_came_after_it() {
    var early =
        """
        record_id STRING | event_time TIMESTAMP | event_type STRING | recorded_at TIMESTAMP | delivery_id STRING | row_index BIGINT
        a                | 2025-03-01 09:00:00  | page              | 2025-03-02 00:00:00   | d1                 | 1
        a                | 2025-03-01 09:00:00  | page              | 2025-03-02 00:00:00   | d1                 | 2
        a                | 2025-03-01 09:20:00  | cart              | 2025-03-02 00:00:00   | d1                 | 3
        """;
    given(SourceTables.EVENT, early);
    var before = made(settings(Map.of()), "2025-03-02", ZoneId.of("UTC"));
    var touchpoints = TextTable.lines(before.get(JourneyTables.TOUCHPOINT));
    var carts = TextTable.lines(before.get(JourneyTables.OPEN_CART));
    assertThat(carts).hasSize(1);
    var text = new StringBuilder(early);
    for (int i = 0; i < 2_500; i++) {
      text.append(
          "a | %s | order | 2025-03-02 00:00:00 | d0 | %d\n"
              .formatted(Instant.parse("2025-03-02T00:00:00Z").plusSeconds(i), 10 + i));
    }
    given(SourceTables.EVENT, text.toString());
    var after = made(settings(Map.of()), "2025-03-02", ZoneId.of("UTC"));
    assertThat(TextTable.lines(after.get(JourneyTables.TOUCHPOINT))).isEqualTo(touchpoints);
    assertThat(TextTable.lines(after.get(JourneyTables.OPEN_CART))).isEqualTo(carts);
  }

  @Test
  void all_kinds_together_need_one_shuffle_and_each_table_is_scanned_once() {
    given(
        SourceTables.EVENT,
        """
        record_id STRING | event_time TIMESTAMP | event_type STRING
        a                | 2025-03-01 09:00:00  | page
        """);
    given(
        SourceTables.PURCHASE,
        """
        record_id STRING | event_time TIMESTAMP | amount DECIMAL(18,2)
        a                | 2025-03-01 09:00:00  | 1.00
        """);
    given(
        SourceTables.CONTACT,
        """
        record_id STRING | event_time TIMESTAMP | campaign_id STRING
        a                | 2025-03-01 09:00:00  | c1
        """);
    prepare();
    var declared = declared(settings(Map.of()), ZoneId.of("UTC"));
    var reads = new ArrayList<>(declared.kinds());
    reads.addAll(List.of(IdentityTables.SUBJECT, IdentityTables.LINK));
    var span = Span.before(LocalDate.parse("2025-03-05"), 10);
    var stage =
        Stage.of(
            "any span",
            JourneyTables.TOUCHPOINT,
            reads,
            inputs -> Touchpoints.of(inputs, declared, span));
    var rows = stage.run(lake).get(JourneyTables.TOUCHPOINT);
    var plan = rows.queryExecution().executedPlan().toString();
    assertThat(count(plan, "Exchange hashpartitioning")).isEqualTo(1);
    assertThat(count(plan, "Exchange ")).as(plan).isEqualTo(1);
    assertThat(count(plan, "BroadcastExchange")).isEqualTo(1);
    assertThat(count(plan, "Sort ")).isEqualTo(1);
    assertThat(plan).doesNotContain("Window", "CartesianProduct", "NestedLoop");
    assertThat(rows.count()).isEqualTo(3);
  }

  private static long count(String plan, String node) {
    return plan.lines().filter(l -> l.matches("[\\s:|*()0-9+-]*" + node + ".*")).count();
  }

  private static List<String> subjects(Dataset<Row> rows) {
    return rows.orderBy("subject_id").select("subject_id").as(Encoders.STRING()).collectAsList();
  }

  private static List<String> shown(Dataset<Row> touchpoints) {
    return touchpoints.orderBy("subject_id", "position").collectAsList().stream()
        .map(
            r ->
                "%s %d %s %s %s value=%s %s campaign=%s content=%s lines=%d session=%s gap=%s%s%s"
                    .formatted(
                        r.getAs("subject_id"),
                        r.<Integer>getAs("position"),
                        r.<java.sql.Timestamp>getAs("event_time").toInstant(),
                        r.getAs("channel"),
                        r.getAs("what"),
                        r.<Object>getAs("value"),
                        r.getAs("currency"),
                        r.getAs("campaign_id"),
                        r.getAs("content_id"),
                        r.<Integer>getAs("lines"),
                        r.<Object>getAs("session"),
                        r.<Object>getAs("gap_seconds"),
                        r.<Boolean>getAs("is_first") ? " first" : "",
                        r.<Boolean>getAs("is_last") ? " last" : ""))
        .toList();
  }

  private static JourneySettings settings(Map<String, String> channels) {
    var plain = JourneySettings.DEFAULT;
    return new JourneySettings(
        plain.days(),
        plain.sessionMinutes(),
        plain.machineStepsPerDay(),
        plain.userAgent(),
        channels,
        plain.cart());
  }

  private Map<Table, Dataset<Row>> made(JourneySettings settings, String asOf, ZoneId zone) {
    prepare();
    tables.replaceAll((name, rows) -> withDays(rows, zone));
    var clocks = new Clocks(LocalDate.parse(asOf), Instant.EPOCH, zone);
    return Touchpoints.stage(declared(settings, zone), clocks).run(lake);
  }

  private void prepare() {
    tables.put("subject", complete(IdentityTables.SUBJECT, TextTable.rows(SUBJECTS)));
    tables.put("link", complete(IdentityTables.LINK, TextTable.rows(LINKS)));
  }

  /** One source a kind, which is called like it. */
  private static Declared declared(JourneySettings settings, ZoneId zone) {
    var sources = new TreeMap<String, SourceSettings>();
    Touchpoint.kinds().forEach(kind -> sources.put(kind.name(), source(kind)));
    return new Declared(settings, sources, "person", zone);
  }

  private void given(Table table, String text) {
    tables.put(table.name(), complete(table, TextTable.rows(text)));
  }

  private static Dataset<Row> withDays(Dataset<Row> rows, ZoneId zone) {
    return Arrays.asList(rows.columns()).contains("event_date")
        ? rows.withColumn(
            "event_date",
            functions.to_date(
                functions.from_utc_timestamp(functions.col("event_time"), zone.getId())))
        : rows;
  }

  /** Columns left out are null; rows are numbered, and the source is called like the kind. */
  private static Dataset<Row> complete(Table table, Dataset<Row> given) {
    var rows = given;
    for (var field : table.schema().fields()) {
      if (!Arrays.asList(rows.columns()).contains(field.name())) {
        var value =
            switch (field.name()) {
              case "source" -> functions.lit(table.name());
              case "delivery_id" -> functions.lit("delivery");
              case "row_index" -> functions.monotonically_increasing_id();
              case "element_index" -> functions.lit(0);
              case "event_date" -> functions.to_date(functions.col("event_time"));
              default -> functions.lit(null);
            };
        rows = rows.withColumn(field.name(), value.cast(field.dataType()));
      }
    }
    return rows.select(table.columns().stream().map(n -> functions.col(n)).toArray(Column[]::new));
  }

  private static SourceSettings source(Table kind) {
    return Sources.of(kind.name()).attributes("user_agent", "agent").settings();
  }
}
