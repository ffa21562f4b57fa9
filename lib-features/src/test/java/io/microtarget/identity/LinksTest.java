package io.microtarget.identity;

import static io.microtarget.testing.TextTable.lines;
import static io.microtarget.testing.TextTable.rows;
import static org.apache.spark.sql.functions.lit;
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
  private static final String MEMBERSHIP =
      "parent_type STRING | parent_id STRING | child_type STRING | child_id STRING | valid_from DATE | valid_to DATE\n";

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
  void a_membership_holds_for_all_records_of_the_person() {
    var made =
        link(
            Map.of(
                SourceTables.PARTY,
                PARTY
                    + """
                    a | map('email', '1') |
                    b | map('email', '1') |
                    c | map('email', '2') |
                    d | map('email', '2') |
                    """,
                IdentityTables.MEMBERSHIP,
                MEMBERSHIP + "household | h | record | b | |\nhousehold | h | record | x | |"),
            SETTINGS,
            "email");

    assertThat(made).containsExactly("a|h", "b|h", "d|c", "x|h");
  }

  @Test
  void takes_the_parent_that_is_valid_on_as_of_and_of_several_the_first() {
    var made =
        link(
            Map.of(
                IdentityTables.MEMBERSHIP,
                MEMBERSHIP
                    + """
                    household | h1 | record | a | 2020-03-01 |
                    household | h1 | record | b |            | 2020-03-02
                    household | h2 | record | c | 2019-01-01 | 2020-03-01
                    household | h3 | record | d | 2020-03-02 |
                    household | h4 | person | e |            |
                    account   | h5 | record | f |            |
                    household | h9 | record | g |            |
                    household | h2 | record | g |            |
                    """),
            SETTINGS);

    assertThat(made).containsExactly("a|h1", "b|h1", "g|h2");
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
    return link(Map.of(SourceTables.PARTY, PARTY + parties), settings, types);
  }

  private static List<String> link(
      Map<Table, String> texts, IdentitySettings settings, String... types) {
    Reader reader = table -> table(table, texts.get(table));
    var clocks = new Clocks(AS_OF, Instant.EPOCH, ZoneOffset.UTC);
    var stage =
        Links.stage(settings, new TreeSet<>(List.of(types)), new TreeSet<>(), "household", clocks);
    return lines(stage.run(reader).get(IdentityTables.LINK));
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
