package io.microtarget.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.microtarget.source.LegalBasis;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PolicyTableTest {
  private static final String HEADER =
      "rule_id | jurisdiction | purpose | medium | party | basis | effect | needs | reference | mark\n";

  @Test
  void looks_in_the_country_then_in_the_union_then_anywhere() {
    var policy =
        policy(
            """
            any-all | any | direct-marketing | mail phone fax | person | consent | deny  | - | none | memory
            eu-both | EU  | direct-marketing | mail phone     | person | consent | allow | - | law  | memory
            de-mail | DE  | direct-marketing | mail           | person | consent | deny  | - | law  | read
            """);
    assertThat(rule(policy, "DE", Medium.MAIL)).contains("de-mail");
    assertThat(rule(policy, "DE", Medium.PHONE)).contains("eu-both");
    assertThat(rule(policy, "DE", Medium.FAX)).contains("any-all");
    assertThat(rule(policy, "DE", Medium.SMS)).isEmpty();
    assertThat(rule(policy, "PT", Medium.MAIL)).contains("eu-both");
    assertThat(rule(policy, "GB", Medium.MAIL)).contains("any-all");
    assertThat(policy.covers("DE")).isTrue();
    assertThat(policy.covers("PT")).isTrue();
    assertThat(policy.covers("GB")).isFalse();
  }

  @Test
  void refuses_two_rules_that_contradict_each_other() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                policy(
                    """
                    one   | DE | direct-marketing | mail email | person company | consent | allow | - | law | read
                    other | DE | direct-marketing | email fax  | company        | all     | deny  | - | law | read
                    """))
        .withMessage(
            "rules `one` and `other` contradict in a case of DE: direct-marketing, email, company,"
                + " consent");
  }

  @Test
  void refuses_a_case_that_two_rules_cover_even_with_one_effect() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                policy(
                    """
                    one | DE | direct-marketing | mail | person | consent | allow | -         | law | read
                    two | DE | direct-marketing | mail | person | consent | allow | rehearsal | law | read
                    two | EU | direct-marketing | mail | person | consent | allow | -         | law | read
                    """))
        .withMessage(
            "rule `two` stands there twice\n"
                + "rules `one` and `two` both cover a case of DE: direct-marketing, mail, person,"
                + " consent");
  }

  @Test
  void refuses_unknown_words_and_names_their_lines() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                policy(
                    """
                    # a comment
                    One | XX | marketing | letter | human | trust | maybe | luck | law | guess
                    two | DE | direct-marketing | mail | person
                    three | DE | direct-marketing | mail | person | consent | allow | - | | read
                    """))
        .withMessage(
            """
            line 3: rule_id cannot be `One`
            line 3: jurisdiction cannot be `XX`
            line 3: purpose cannot be `marketing`
            line 3: medium cannot be `letter`
            line 3: party cannot be `human`
            line 3: basis cannot be `trust`
            line 3: effect cannot be `maybe`
            line 3: needs cannot be `luck`
            line 3: mark cannot be `guess`
            line 4: 5 cells instead of 10
            line 5: reference cannot be ``""");
  }

  @Test
  void refuses_other_columns() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PolicyTable.of("rule | law"))
        .withMessage("line 1: the columns must be `%s`".formatted(HEADER.strip()));
  }

  @Test
  void the_policy_of_this_version_covers_germany_the_union_and_the_united_states() {
    var policy = PolicyTable.STANDARD;
    assertThat(policy.covers("DE") && policy.covers("PT") && policy.covers("US")).isTrue();
    assertThat(policy.covers("GB")).isFalse();
    assertThat(policy.rules()).anyMatch(Rule::isFromMemory).anyMatch(r -> !r.isFromMemory());
    assertThat(rule(policy, "DE", Medium.EMAIL)).contains("de-electronic-consent");
    assertThat(policy.rule("de-electronic-consent").orElseThrow().reference())
        .isEqualTo("UWG §7(2) no. 2");
  }

  private static PolicyTable policy(String lines) {
    return PolicyTable.of(HEADER + lines);
  }

  private static Optional<String> rule(PolicyTable policy, String country, Medium medium) {
    return policy
        .rule(country, "direct-marketing", medium, PartyKind.PERSON, LegalBasis.CONSENT)
        .map(Rule::id);
  }
}
