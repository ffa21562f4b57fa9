package io.microtarget.privacy;

import static io.microtarget.testing.TextTable.lines;
import static io.microtarget.testing.TextTable.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.source.Basis;
import io.microtarget.source.LegalBasis;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final Map<String, Basis> BASES =
      Map.of(
          "shop",
          new Basis(LegalBasis.CONSENT, List.of("direct-marketing"), List.of("mail", "phone")),
          "bought",
          new Basis(LegalBasis.LEGITIMATE_INTEREST, List.of("direct-marketing"), List.of("mail")),
          "survey",
          new Basis(LegalBasis.CONSENT, List.of("analysis"), List.of("mail", "phone")));

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
    assertThat(lines(Gate.of(subjects, BASES, List.of("phone", "mail")).drop("granted_by")))
        .containsExactly(
            "person|a|mail|true|basis:shop:consent",
            "person|a|phone|true|basis:shop:consent",
            "person|b|mail|true|basis:bought:legitimate-interest",
            "person|b|phone|false|deny:channel",
            "person|c|mail|false|deny:purpose",
            "person|c|phone|false|deny:purpose",
            "person|d|mail|false|deny:no-basis",
            "person|d|phone|false|deny:no-basis",
            "person|e|mail|false|deny:no-basis",
            "person|e|phone|false|deny:no-basis",
            "person|f|mail|false|deny:no-basis",
            "person|f|phone|false|deny:no-basis");
  }

  @Test
  void names_the_first_granting_source_whatever_the_order() {
    var subjects =
        rows(
            """
            subject_type STRING | subject_id STRING | sources ARRAY<STRING>
            person | a | array('bought', 'shop', 'survey')
            person | b | array('survey', 'shop', 'bought')
            """);
    assertThat(lines(Gate.of(subjects, BASES, List.of("mail")).drop("granted_by")))
        .containsExactly(
            "person|a|mail|true|basis:bought:legitimate-interest",
            "person|b|mail|true|basis:bought:legitimate-interest");
  }

  @Test
  void denies_everybody_without_any_basis() {
    var subjects =
        rows(
            """
            subject_type STRING | subject_id STRING | sources ARRAY<STRING>
            person | a | array('shop')
            """);
    assertThat(lines(Gate.of(subjects, Map.of(), List.of("mail")).drop("granted_by")))
        .containsExactly("person|a|mail|false|deny:no-basis");
    assertThat(lines(Gate.of(subjects, BASES, List.of()))).isEmpty();
  }

  @Test
  void makes_the_table_of_the_catalogue_for_the_subjects_of_the_run() {
    var subjects =
        rows(
            """
            subject_type STRING | subject_id STRING | sources ARRAY<STRING>
            person    | a | array('shop')
            household | h | array('shop')
            """);
    var made = Gate.stage(BASES, List.of("mail"), "household").run(table -> subjects);
    assertThat(lines(made.get(PrivacyTables.PERMISSION)))
        .containsExactly("household|h|mail|true|basis:shop:consent|null");
  }
}
