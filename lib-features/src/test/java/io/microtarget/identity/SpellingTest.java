package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpellingTest {
  @Test
  void accents_case_and_punctuation_are_no_difference() {
    assertThat(Spelling.of(Field.CITY, " München-Pasing ")).isEqualTo("muenchenpasing");
    assertThat(Spelling.of(Field.CITY, "MUENCHEN PASING")).isEqualTo("muenchenpasing");
    assertThat(Spelling.of(Field.CITY, "Łódź")).isEqualTo("lodz");
  }

  @Test
  void a_street_is_one_however_it_is_abbreviated() {
    assertThat(Spelling.of(Field.STREET, "Hauptstraße")).isEqualTo("hauptstr");
    assertThat(Spelling.of(Field.STREET, "Hauptstr.")).isEqualTo("hauptstr");
    assertThat(Spelling.of(Field.STREET, "Kent Street")).isEqualTo("kentstr");
  }

  @Test
  void a_phone_is_one_with_any_prefix_of_its_country() {
    for (var phone : new String[] {"+49 151 2345678", "0049151/2345678", "0151 2345678"}) {
      assertThat(Spelling.of(Field.PHONE, phone)).isEqualTo("1512345678");
    }
  }

  @Test
  void placeholders_are_unknown() {
    assertThat(Spelling.of(Field.PHONE, "0000 0000000")).isEmpty();
    assertThat(Spelling.of(Field.PHONE, "123")).isEmpty();
    assertThat(Spelling.of(Field.EMAIL, "none")).isEmpty();
    assertThat(Spelling.of(Field.CARD, " - ")).isEmpty();
    assertThat(Spelling.of(Field.BIRTH_DATE, "01.01.1900")).isEmpty();
  }

  @Test
  void an_address_of_mail_keeps_its_dots() {
    assertThat(Spelling.of(Field.EMAIL, " Anna.Berg@EXAMPLE.org "))
        .isEqualTo("anna.berg@example.org");
  }

  @Test
  void a_postal_code_lost_no_zero_in_a_spreadsheet() {
    assertThat(Spelling.of(Field.POSTAL_CODE, "01067")).isEqualTo("1067");
    assertThat(Spelling.of(Field.POSTAL_CODE, "1067")).isEqualTo("1067");
  }

  @Test
  void a_value_of_ten_megabytes_is_cut() {
    assertThat(Spelling.of(Field.CITY, "x".repeat(10_000_000))).hasSize(Spelling.LONGEST);
  }
}
