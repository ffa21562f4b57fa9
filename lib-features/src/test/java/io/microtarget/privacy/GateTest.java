package io.microtarget.privacy;

import static io.microtarget.testing.TextTable.lines;
import static io.microtarget.testing.TextTable.rows;
import static org.apache.spark.sql.functions.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.identity.IdentityTables;
import io.microtarget.source.Basis;
import io.microtarget.source.LegalBasis;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Clocks;
import io.microtarget.table.Reader;
import io.microtarget.table.Table;
import io.microtarget.testing.Sessions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final Instant NOON = Instant.parse("2025-06-30T12:00:00Z");

  private static final Map<String, Basis> BASES =
      Map.of(
          "shop",
          new Basis(LegalBasis.CONSENT, List.of("direct-marketing"), List.of("email", "letter")),
          "bought",
          new Basis(LegalBasis.LEGITIMATE_INTEREST, List.of("direct-marketing"), List.of("letter")),
          "survey",
          new Basis(LegalBasis.CONSENT, List.of("analysis"), List.of("email", "letter")));

  private static final Dataset<Row> LINKS =
      rows("record_id STRING | subject_id STRING\n r1 | a\n r2 | a\n r3 | b");

  private static final String STATEMENT =
      "record_id STRING | source STRING | purpose STRING | channel STRING | status STRING"
          + " | legal_basis STRING | event_time TIMESTAMP | recorded_at TIMESTAMP | valid_from DATE"
          + " | expires_on DATE\n";

  private static final String OBJECTION =
      "record_id STRING | source STRING | list_id STRING | channel STRING | purpose STRING"
          + " | reason STRING | event_time TIMESTAMP | recorded_at TIMESTAMP | expires_on DATE\n";

  @Test
  void denies_unless_a_source_states_purpose_and_channel() {
    var subjects =
        rows(
            """
            subject_type STRING | subject_id STRING | sources ARRAY<STRING>
            person | a | array('shop')
            person | b | array('bought')
            person | c | array('survey')
            person | d | array('unheard')
            person | e | array()
            person | f |
            """);
    assertThat(lines(permissions(subjects, "", "", BASES)))
        .containsExactly(
            "person|a|email|false|deny:no-consent|null",
            "person|a|letter|false|deny:no-consent|null",
            "person|b|email|false|deny:channel|null",
            "person|b|letter|true|de-letter:bought|null",
            "person|c|email|false|deny:purpose|null",
            "person|c|letter|false|deny:purpose|null",
            "person|d|email|false|deny:no-basis|null",
            "person|d|letter|false|deny:no-basis|null",
            "person|e|email|false|deny:no-basis|null",
            "person|e|letter|false|deny:no-basis|null",
            "person|f|email|false|deny:no-basis|null",
            "person|f|letter|false|deny:no-basis|null");
  }

  @Test
  void asks_all_records_of_a_subject_and_names_the_one_that_agreed() {
    var said =
        """
        r1 | crm | direct-marketing | email | GRANT   | | 2025-01-01 10:00:00 | 2025-01-01 11:00:00 | |
        r2 | web | direct-marketing |       | GRANT   | | 2025-02-01 10:00:00 | 2025-02-01 11:00:00 | |
        r3 | crm | direct-marketing | email | GRANT   | | 2025-01-01 10:00:00 | 2025-01-01 11:00:00 | |
        r3 | web | direct-marketing |       | REVOKED | | 2024-01-01 10:00:00 | 2025-01-01 11:00:00 | |
        """;
    assertThat(lines(permissions(people("a", "b", "c"), said, "", BASES)))
        .containsExactly(
            "person|a|email|true|de-electronic-consent:web|r2",
            "person|a|letter|true|de-letter-consent:web|r2",
            "person|b|email|false|deny:revoked|null",
            "person|b|letter|false|deny:revoked|null",
            "person|c|email|false|deny:no-consent|null",
            "person|c|letter|true|de-letter:bought|null");
  }

  @Test
  void an_objection_wins_over_every_consent_and_names_the_source_of_the_list() {
    var said =
        """
        r1 | crm | direct-marketing | | GRANT | | 2025-05-01 10:00:00 | 2025-05-01 11:00:00 | |
        r3 | crm | direct-marketing | | GRANT | | 2025-05-01 10:00:00 | 2025-05-01 11:00:00 | |
        """;
    var objections =
        """
        r2 | robinson | hostile <list> | mail |  | objection | | 2025-01-01 11:00:00 |
        r3 | robinson |                |      |  | objection | | 2025-01-01 11:00:00 | 2025-06-30
        """;
    assertThat(lines(permissions(people("a", "b"), said, objections, BASES)))
        .containsExactly(
            "person|a|email|true|de-electronic-consent:crm|r1",
            "person|a|letter|false|deny:objection:robinson|null",
            "person|b|email|true|de-electronic-consent:crm|r3",
            "person|b|letter|true|de-letter-consent:crm|r3");
  }

  @Test
  void looks_only_at_what_was_recorded_until_the_moment() {
    var said =
        """
        r1 | crm | direct-marketing | | GRANT   | | 2025-05-01 10:00:00 | 2025-05-01 11:00:00 | |
        r1 | crm | direct-marketing | | REVOKED | | 2025-05-02 10:00:00 | 2025-06-01 11:00:00 | |
        """;
    var tables = tables(people("a"), said, "");
    var gate = settings(BASES, "person", Map.of("letter", Medium.MAIL));
    var before = Gate.permissions(tables, gate, Instant.parse("2025-06-01T10:59:59Z"));
    var after = Gate.permissions(tables, gate, Instant.parse("2025-06-01T11:00:00Z"));
    assertThat(lines(before)).containsExactly("person|a|letter|true|de-letter-consent:crm|r1");
    assertThat(lines(after)).containsExactly("person|a|letter|false|deny:revoked|null");
  }

  @Test
  void denies_everybody_without_any_basis() {
    assertThat(lines(permissions(people("a"), "", "", Map.of())))
        .containsExactly(
            "person|a|email|false|deny:no-basis|null", "person|a|letter|false|deny:no-basis|null");
    var gate = settings(BASES, "person", Map.of());
    assertThat(lines(Gate.permissions(tables(people("a"), "", ""), gate, NOON))).isEmpty();
  }

  @Test
  void makes_the_table_of_the_catalogue_and_says_how_many_rows_mean_nobody() {
    var notes = new ArrayList<String>();
    var said =
        "r1 | crm | direct-marketing | | GRANT | | 2025-05-01 10:00:00 | 2025-05-01 11:00:00 | |\n"
            + "x | crm | direct-marketing | | DENY | | 2025-05-01 10:00:00 | 2025-05-01 11:00:00 | |";
    var made =
        Gate.stage(
                settings(BASES, "household", Map.of("letter", Medium.MAIL)),
                new Clocks(LocalDate.of(2025, 6, 30), NOON, ZoneId.of("UTC")))
            .run(planted(tables(subjects("household | a | array('shop')"), said, ""), notes));
    assertThat(lines(made.get(PrivacyTables.PERMISSION)))
        .containsExactly("household|a|letter|true|de-letter-consent:crm|r1");
    assertThat(notes).containsExactly("1 consents and 0 suppressions mean nobody who is known");
  }

  private static Dataset<Row> permissions(
      Dataset<Row> subjects, String said, String objections, Map<String, Basis> bases) {
    var channels = Map.of("email", Medium.EMAIL, "letter", Medium.MAIL);
    return Gate.permissions(
        tables(subjects, said, objections), settings(bases, "person", channels), NOON);
  }

  private static Gate.Settings settings(
      Map<String, Basis> bases, String subjectType, Map<String, Medium> channels) {
    return new Gate.Settings(bases, channels, "DE", subjectType, false, ZoneId.of("UTC"));
  }

  private static Gate.Tables tables(Dataset<Row> subjects, String said, String objections) {
    return new Gate.Tables(
        subjects,
        LINKS,
        rows(STATEMENT + said),
        rows(OBJECTION + objections).withColumn("identifiers", map().cast("map<string,string>")),
        Sessions.shared().createDataFrame(List.of(), SourceTables.PARTY.schema()));
  }

  private static Dataset<Row> people(String... ids) {
    return subjects(
        String.join(
            "\n",
            java.util.stream.Stream.of(ids)
                .map("person | %s | array('bought', 'shop')"::formatted)
                .toList()));
  }

  private static Dataset<Row> subjects(String text) {
    return rows("subject_type STRING | subject_id STRING | sources ARRAY<STRING>\n" + text);
  }

  private static Reader planted(Gate.Tables tables, List<String> notes) {
    var byTable =
        Map.of(
            IdentityTables.SUBJECT, tables.subjects(),
            IdentityTables.LINK, tables.links(),
            SourceTables.CONSENT, tables.consents(),
            SourceTables.SUPPRESSION, tables.suppressions(),
            SourceTables.PARTY, tables.parties());
    return new Reader() {
      @Override
      public Dataset<Row> read(Table table) {
        return byTable.get(table);
      }

      @Override
      public void note(String line) {
        notes.add(line);
      }
    };
  }
}
