package io.microtarget.identity;

import static io.microtarget.testing.TextTable.lines;
import static io.microtarget.testing.TextTable.rows;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.source.SourceTables;
import io.microtarget.table.Clocks;
import io.microtarget.table.Table;
import io.microtarget.testing.Sessions;
import io.microtarget.vault.VaultTables;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class GoldenRecordsTest {
  private static final Clocks CLOCKS =
      new Clocks(LocalDate.parse("2020-03-01"), Instant.EPOCH, ZoneOffset.UTC);
  private static final String PARTY =
      "record_id STRING | source STRING | event_time TIMESTAMP | event_date DATE"
          + " | recorded_at TIMESTAMP | attributes MAP<STRING,STRING>\n";
  private static final String VAULT =
      "record_id STRING | source STRING | field STRING | value STRING\n";

  /** Three records of p, one of q. */
  private static final String LINK =
      """
      record_id STRING | unified_id STRING
      a | p
      b | p
      c | p
      d | q
      """;

  private static final String PARTIES =
      PARTY
          + """
          a | crm  | 2019-01-01 | 2019-01-01 | 2020-01-01 | map('size', 'L', 'colour', 'red')
          b | shop | 2019-06-01 | 2019-06-01 | 2020-01-01 | map('size', 'M', 'colour', 'navy blue')
          c | card |            |            | 2020-02-01 | map('size', 'M', 'colour', ' ')
          d | card | 2019-01-01 | 2019-01-01 | 2020-01-02 |
          """;

  private static final String VALUES =
      VAULT
          + """
          a | crm  | compare:email | Anna@example.org
          b | shop | compare:email | other@example.org
          c | card | compare:email | ANNA@example.org
          a | crm  | compare:name  | Dr. Anna Müller
          b | shop | compare:name  | A. Mueller
          c | card | compare:name  | Anna Maria Mueller
          d | card | compare:email | none
          d | card | compare:phone | 0151 2345678
          a | crm  | native_id     | 4711
          """;

  @Test
  void the_most_recent_value_survives_by_event_time_and_unknown_times_are_earliest() {
    assertThat(chosen("most-recent"))
        .containsExactly(
            "p|attribute:colour|most-recent|b|shop|2020-01-01 00:00:00.0|2",
            "p|attribute:size|most-recent|b|shop|2020-01-01 00:00:00.0|2",
            "p|email|most-recent|b|shop|2020-01-01 00:00:00.0|2",
            "p|name|most-recent|b|shop|2020-01-01 00:00:00.0|3",
            "q|phone|most-recent|d|card|2020-01-02 00:00:00.0|1");
  }

  @Test
  void the_later_recorded_of_equal_event_times_and_then_the_least_record_survives() {
    var same =
        PARTY
            + """
            c | crm | 2019-01-01 | | 2020-01-01 | map('size', 'L')
            b | crm | 2019-01-01 | | 2020-01-02 | map('size', 'M')
            a | crm | 2019-01-01 | | 2020-01-02 | map('size', 'S')
            """;
    assertThat(chosen(same, VAULT, SurvivorshipSettings.DEFAULT))
        .containsExactly("p|attribute:size|most-recent|a|crm|2020-01-02 00:00:00.0|3");
  }

  @Test
  void the_most_complete_name_has_most_words_without_titles_and_other_values_most_letters() {
    assertThat(chosen("most-complete"))
        .contains(
            "p|name|most-complete|c|card|2020-02-01 00:00:00.0|3",
            "p|attribute:colour|most-complete|b|shop|2020-01-01 00:00:00.0|2",
            "p|email|most-complete|b|shop|2020-01-01 00:00:00.0|2");
  }

  @Test
  void the_most_trusted_source_survives_and_sources_not_named_come_after() {
    assertThat(chosen("most-trusted", "card", "crm"))
        .contains(
            "p|name|most-trusted|c|card|2020-02-01 00:00:00.0|3",
            "p|attribute:colour|most-trusted|a|crm|2020-01-01 00:00:00.0|2");
    assertThat(chosen("most-trusted", "crm"))
        .contains("p|name|most-trusted|a|crm|2020-01-01 00:00:00.0|3");
    var untrusted =
        PARTY
            + "a | x | 2019-01-01 | | | map('size', '1')\nb | y | 2019-02-01 | | | map('size', '2')";
    assertThat(chosen(untrusted, VAULT, settings("most-trusted", "crm")))
        .containsExactly("p|attribute:size|most-trusted|b|y|null|2");
  }

  @Test
  void the_most_frequent_spelling_survives_in_its_most_recent_record() {
    assertThat(chosen("most-frequent"))
        .contains(
            "p|email|most-frequent|a|crm|2020-01-01 00:00:00.0|2",
            "p|attribute:size|most-frequent|b|shop|2020-01-01 00:00:00.0|2",
            "p|attribute:colour|most-frequent|b|shop|2020-01-01 00:00:00.0|2");
  }

  @Test
  void a_field_goes_by_its_own_rule() {
    var settings =
        new SurvivorshipSettings(
            Survivorship.MOST_RECENT,
            Map.of(
                "email", Survivorship.MOST_FREQUENT,
                "attribute:colour", Survivorship.MOST_TRUSTED),
            List.of("crm"));
    assertThat(chosen(PARTIES, VALUES, settings))
        .contains(
            "p|attribute:colour|most-trusted|a|crm|2020-01-01 00:00:00.0|2",
            "p|email|most-frequent|a|crm|2020-01-01 00:00:00.0|2",
            "p|name|most-recent|b|shop|2020-01-01 00:00:00.0|3");
  }

  @Test
  void a_record_has_the_last_attribute_it_said_before_as_of_and_counts_once() {
    var history =
        PARTY
            + """
            a | crm | 2019-01-01 | 2019-01-01 | 2020-01-01 | map('size', 'S')
            a | crm | 2019-02-01 | 2019-02-01 | 2020-01-01 | map('size', 'S')
            a | crm | 2019-03-01 | 2019-03-01 | 2020-01-03 | map('size', 'L')
            a | crm | 2020-03-01 | 2020-03-01 | 2020-03-01 | map('size', 'future')
            b | crm | 2018-01-01 | 2018-01-01 | 2020-01-01 | map('size', 'M')
            """;
    assertThat(chosen(history, VAULT, settings("most-frequent")))
        .containsExactly("p|attribute:size|most-frequent|a|crm|2020-01-03 00:00:00.0|2");
  }

  @Test
  void what_the_vault_has_dates_from_the_first_recorded_row_of_its_record() {
    var recorded =
        PARTY
            + """
            a | crm | 2019-09-01 | 2019-09-01 | 2020-02-01 |
            a | crm | 2019-01-01 | 2019-01-01 | 2020-01-01 |
            b | crm | 2019-05-01 | 2019-05-01 | 2020-01-02 |
            """;
    var values = VAULT + "a | crm | compare:city | Ulm\nb | crm | compare:city | Bonn\n";
    assertThat(chosen(recorded, values, SurvivorshipSettings.DEFAULT))
        .containsExactly("p|city|most-recent|b|crm|2020-01-02 00:00:00.0|2");
  }

  @Test
  void a_record_without_a_link_is_its_own_person_and_one_without_rows_nobody() {
    var alone = PARTY + "z | crm | | | 2020-01-01 | map('size', 'L')";
    var values = VAULT + "y | crm | compare:city | Ulm";
    assertThat(chosen(alone, values, SurvivorshipSettings.DEFAULT))
        .containsExactly("z|attribute:size|most-recent|z|crm|2020-01-01 00:00:00.0|1");
  }

  @Test
  void the_same_rows_come_from_any_order_and_partitions() {
    var all = chosen("most-frequent");
    for (int parts : new int[] {1, 3, 7}) {
      UnaryOperator<Dataset<Row>> mixed =
          rows ->
              rows.repartition(parts, col("source")).sortWithinPartitions(col("record_id").desc());
      assertThat(chosen(PARTIES, VALUES, settings("most-frequent"), mixed)).isEqualTo(all);
    }
  }

  @Test
  void where_there_is_nothing_to_choose_nothing_is_read() {
    var none =
        new GoldenRecords.Settings(SurvivorshipSettings.DEFAULT, new TreeSet<>(), new TreeSet<>());
    var stage = GoldenRecords.stage(none, CLOCKS);
    assertThat(stage.reads()).containsExactly(IdentityTables.LINK);
    var made = stage.run(table -> rows(LINK)).get(IdentityTables.GOLDEN_RECORD);
    assertThat(made.queryExecution().optimizedPlan().toString())
        .startsWith("LocalRelation <empty>");
  }

  @Test
  void no_value_gets_as_far_as_the_shuffle_by_person() {
    var made = table(PARTIES, VALUES, SurvivorshipSettings.DEFAULT, rows -> rows);
    assertThat(made.columns())
        .containsExactly(
            "unified_id", "field", "rule", "record_id", "source", "recorded_at", "candidates");
    var plan = made.queryExecution().executedPlan().toString();
    assertThat(plan.split("REPARTITION_BY_COL", -1)).as(plan).hasSize(2);
    assertThat(plan).doesNotContain("CartesianProduct", "NestedLoop");
  }

  private static List<String> chosen(String rule, String... trusted) {
    return chosen(PARTIES, VALUES, settings(rule, trusted));
  }

  private static List<String> chosen(String parties, String vault, SurvivorshipSettings settings) {
    return chosen(parties, vault, settings, rows -> rows);
  }

  private static List<String> chosen(
      String parties,
      String vault,
      SurvivorshipSettings settings,
      UnaryOperator<Dataset<Row>> mixed) {
    return lines(table(parties, vault, settings, mixed));
  }

  private static Dataset<Row> table(
      String parties,
      String vault,
      SurvivorshipSettings survivorship,
      UnaryOperator<Dataset<Row>> mixed) {
    var settings =
        new GoldenRecords.Settings(
            survivorship,
            new TreeSet<>(List.of("email", "name", "phone", "city")),
            new TreeSet<>(List.of("size", "colour")));
    var tables =
        Map.of(
            SourceTables.PARTY, mixed.apply(whole(SourceTables.PARTY, parties)),
            VaultTables.VAULT, mixed.apply(whole(VaultTables.VAULT, vault)),
            IdentityTables.LINK, rows(LINK));
    return GoldenRecords.stage(settings, CLOCKS).run(tables::get).get(IdentityTables.GOLDEN_RECORD);
  }

  private static Dataset<Row> whole(Table table, String text) {
    if (text.strip().lines().count() == 1) {
      return Sessions.shared().createDataFrame(List.of(), table.schema());
    }
    var given = rows(text);
    for (var field : table.schema().fields()) {
      if (!List.of(given.columns()).contains(field.name())) {
        given = given.withColumn(field.name(), lit(null).cast(field.dataType()));
      }
    }
    return given;
  }

  private static SurvivorshipSettings settings(String rule, String... trusted) {
    return new SurvivorshipSettings(
        Survivorship.valueOf(rule.toUpperCase(java.util.Locale.ROOT).replace('-', '_')),
        Map.of(),
        List.of(trusted));
  }
}
