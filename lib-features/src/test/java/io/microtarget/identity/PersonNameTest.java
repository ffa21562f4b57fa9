package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PersonNameTest {
  @Test
  void titles_accents_and_hyphens_are_no_difference() {
    assertThat(PersonName.of("Prof. Dr. Müller-Lüdenscheidt")).isEqualTo("muellerluedenscheidt");
    assertThat(PersonName.of("MUELLER LUEDENSCHEIDT")).isEqualTo("muellerluedenscheidt");
    assertThat(PersonName.of("O'Neill")).isEqualTo("oneill");
    assertThat(PersonName.of("Dr.")).isEmpty();
  }

  @Test
  void a_name_in_one_column_is_split_at_the_comma_or_before_the_last_word() {
    assertThat(PersonName.parts("MUELLER, Anna Lena"))
        .isEqualTo(new PersonName.Parts("annalena", "mueller"));
    assertThat(PersonName.parts("Anna Lena Müller"))
        .isEqualTo(new PersonName.Parts("annalena", "mueller"));
    assertThat(PersonName.parts("Müller")).isEqualTo(new PersonName.Parts("", "mueller"));
  }

  @Test
  void short_forms_are_forms_of_their_name() {
    assertThat(PersonName.areForms("bob", "robert")).isTrue();
    assertThat(PersonName.areForms("bob", "rob")).isTrue();
    assertThat(PersonName.areForms("bob", "william")).isFalse();
    assertThat(PersonName.areForms("xaver", "yves")).isFalse();
  }
}
