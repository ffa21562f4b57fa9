package io.microtarget.identity;

import static io.microtarget.testing.TextTable.lines;
import static io.microtarget.testing.TextTable.rows;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.microtarget.source.SourceTables;
import io.microtarget.table.Clocks;
import io.microtarget.table.Reader;
import io.microtarget.table.Table;
import io.microtarget.testing.Sessions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class LinksTest {
  private static final LocalDate AS_OF = LocalDate.parse("2020-03-01");
  private static final IdentitySettings SETTINGS = IdentitySettings.of(3, Map.of());
  private static final String PARTY =
      "record_id STRING | identifiers MAP<STRING,STRING> | event_date DATE\n";

  @Test
  void records_that_share_an_identifier_directly_or_through_others_are_the_least_of_them() {
    var made =
        link(
            """
            d | map('email', '1', 'phone', '7') |
            b | map('email', '1')               |
            a | map('phone', '7')               |
            c | map('email', '2', 'card', '9')  |
            e | map('card', '9')                |
            f | map('email', '3')               |
            g |                                 |
            """);

    assertThat(made).containsExactly("b|a", "d|a", "e|c");
  }

  @Test
  void equal_hashes_of_different_types_are_not_the_same() {
    assertThat(link("a | map('email', '1') |\nb | map('phone', '1') |")).isEmpty();
  }

  @Test
  void an_identifier_of_more_records_than_the_cap_links_none_of_them() {
    var junk =
        """
        a | map('email', '1')               |
        b | map('email', '1', 'phone', '7') |
        c | map('email', '1')               |
        d | map('email', '1', 'phone', '7') |
        """;
    assertThat(link(junk)).containsExactly("d|b");
    assertThat(link(junk, IdentitySettings.of(3, Map.of("email", 4)), "email", "phone"))
        .containsExactly("b|a", "c|a", "d|a");
    assertThat(link(junk, IdentitySettings.of(4, Map.of("email", 2)), "email", "phone"))
        .containsExactly("d|b");
  }

  @Test
  void the_cap_counts_records_and_not_their_rows() {
    var events =
        """
        device  | map('user', '1') | 2020-01-01
        device  | map('user', '1') | 2020-01-02
        device  | map('user', '1') | 2020-01-03
        account | map('user', '1') |
        """;
    assertThat(link(events, IdentitySettings.of(2, Map.of()), "user"))
        .containsExactly("device|account");
  }

  @Test
  void takes_what_was_known_strictly_before_as_of_and_what_has_no_date() {
    var made =
        link(
            """
            a | map('email', '1') |
            b | map('email', '1') | 2020-02-29
            c | map('email', '1') | 2020-03-01
            """);

    assertThat(made).containsExactly("b|a");
  }

  @Test
  void reads_the_declared_types_only_and_no_party_without_any() {
    var parties = "a | map('email', '1', 'phone', '7') |\nb | map('email', '1', 'phone', '8') |";
    assertThat(link(parties, SETTINGS, "phone")).isEmpty();
    assertThat(link(parties, SETTINGS)).isEmpty();
  }

  @Test
  void a_person_goes_by_its_earliest_recorded_member_then_the_earliest_event_then_the_least_id() {
    var party =
        "record_id STRING | identifiers MAP<STRING,STRING> | event_date DATE | recorded_at TIMESTAMP\n";
    var made =
        link(
            Map.of(
                SourceTables.PARTY,
                party
                    + """
                    a | map('email', '1') | 2020-01-02 | 2020-02-02 00:00:00
                    b | map('email', '1') | 2020-01-03 | 2020-02-01 00:00:00
                    c | map('email', '1') | 2020-01-02 | 2020-02-01 00:00:00
                    d | map('email', '1') | 2020-01-02 | 2020-02-01 00:00:00
                    e | map('email', '2') | 2020-01-02 | 2020-02-01 00:00:00
                    f | map('email', '2') |            | 2020-02-01 00:00:00
                    """),
            Map.of(),
            IdentitySettings.of(8, Map.of()),
            "email");
    assertThat(linked(made)).containsExactly("a|c", "b|c", "d|c", "e|f");
  }

  @Test
  void merges_and_splits_are_told_by_what_became_of_the_record_a_person_went_by() {
    var made =
        link(
            Map.of(
                SourceTables.PARTY,
                PARTY
                    + """
                    a | map('email', '1')               |
                    b | map('email', '1')               |
                    c | map('email', '1')               |
                    d | map('email', '2')               |
                    e | map('email', '3')               |
                    f | map('email', '3')               |
                    """),
            Map.of(
                IdentityTables.LINK,
                "record_id STRING | unified_id STRING\na | a\nb | a\nc | c\nd | d\ne | d"),
            SETTINGS,
            "email");
    assertThat(lines(made.select("record_id", "unified_id", "previous_id", "change")))
        .containsExactly(
            "a|a|a|kept",
            "b|a|a|kept",
            "c|a|c|merged",
            "d|d|d|kept",
            "e|e|d|split",
            "f|e|null|new");
  }

  @Test
  void a_cap_below_two_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IdentitySettings.of(1, Map.of()))
        .withMessage("cap must be at least 2, not 1: one record shares nothing");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IdentitySettings.of(8, Map.of("phone", 0)))
        .withMessage("caps.phone must be at least 2, not 0: one record shares nothing");
  }

  private static List<String> link(String parties) {
    return link(parties, SETTINGS, "email", "phone", "card");
  }

  private static List<String> link(String parties, IdentitySettings settings, String... types) {
    return linked(link(Map.of(SourceTables.PARTY, PARTY + parties), Map.of(), settings, types));
  }

  /** {@code record|person} of those who go by another record. */
  private static List<String> linked(Dataset<Row> links) {
    return lines(
        links
            .where(not(col("record_id").equalTo(col("unified_id"))))
            .select("record_id", "subject_id"));
  }

  private static Dataset<Row> link(
      Map<Table, String> texts,
      Map<Table, String> before,
      IdentitySettings settings,
      String... types) {
    Reader reader =
        new Reader() {
          @Override
          public Dataset<Row> read(Table table) {
            return table(table, texts.get(table));
          }

          @Override
          public Dataset<Row> before(Table table) {
            return table(table, before.get(table));
          }
        };
    var clocks = new Clocks(AS_OF, Instant.EPOCH, ZoneOffset.UTC);
    var stage =
        Links.stage(settings, new TreeSet<>(List.of(types)), new TreeSet<>(), "household", clocks);
    return stage.run(reader).get(IdentityTables.LINK);
  }

  private static Dataset<Row> table(Table table, String text) {
    if (text == null) {
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
}
