package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpellingTest {
  @Test
  void values_are_spelled_as_the_table_says() {
    var examples = Examples.of("spellings.txt");
    assertThat(examples).hasSizeGreaterThan(300);
    assertThat(
            Examples.wrong(examples, 3, row -> Spelling.of(Field.valueOf(row[0]), row[2], row[1])))
        .isEmpty();
  }

  @Test
  void a_spelling_is_its_own_spelling() {
    for (var row : Examples.of("spellings.txt")) {
      if (!row[0].equals("POSITION")) {
        assertThat(Spelling.of(Field.valueOf(row[0]), row[3], row[1])).as(row[2]).isEqualTo(row[3]);
      }
    }
  }

  @Test
  void half_characters_and_controls_do_no_harm() {
    var face = "\uD83D\uDE00";
    for (var field : Field.values()) {
      for (var odd :
          new String[] {"", " ", "\t\n", "\0", "\uD83D", "\uDE00\uD83D", face, "\u200B"}) {
        assertThat(Spelling.of(field, odd, "DE")).as(field.key()).isEmpty();
      }
    }
    assertThat(Spelling.cut("x".repeat(Spelling.LONGEST - 1) + face + "y"))
        .isEqualTo("x".repeat(Spelling.LONGEST - 1));
    assertThat(Spelling.of(Field.CITY, "Ber\0lin\n")).isEqualTo("berlin");
    assertThat(Spelling.of(Field.LAST_NAME, face + "Berg")).isEqualTo("berg");
  }

  /** Ten million characters a field: what looked at all of them would take seconds. */
  @Test
  void large_values_take_milliseconds() {
    for (var part : new String[] {"x", "7", "ß, ", "<@", "(1"}) {
      var large = part.repeat(10_000_000 / part.length());
      for (var field : Field.values()) {
        long start = System.nanoTime();
        assertThat(Spelling.of(field, large, "DE").length()).isLessThanOrEqualTo(200);
        assertThat(System.nanoTime() - start).as("%s %s", field, part).isLessThan(200_000_000);
      }
    }
  }

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
