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
  void full_names_of_the_table_are_taken_apart() {
    var examples = Examples.of("full-names.txt");
    assertThat(examples).hasSizeGreaterThan(40);
    assertThat(Examples.wrong(examples, 1, row -> text(PersonName.parts(row[0])))).isEmpty();
  }

  private static String text(PersonName.Parts parts) {
    return parts.first() + " | " + parts.last();
  }

  @Test
  void a_particle_may_be_left_out() {
    assertThat(PersonName.areSameButParticle("vonrichthofen", "richthofen")).isTrue();
    assertThat(PersonName.areSameButParticle("berg", "vandenberg")).isTrue();
    assertThat(PersonName.areSameButParticle("vonberg", "vanberg")).isFalse();
    assertThat(PersonName.areSameButParticle("diana", "ana")).as("too short").isFalse();
  }

  @Test
  void a_short_form_of_two_names_makes_them_no_one_name() {
    assertThat(PersonName.areForms("alex", "alexander")).isTrue();
    assertThat(PersonName.areForms("alex", "alexandra")).isTrue();
    assertThat(PersonName.areForms("alexander", "alexandra")).isFalse();
    assertThat(PersonName.areForms("fritz", "friedrich")).isTrue();
    assertThat(PersonName.areForms("kaethe", "katharina")).isTrue();
    assertThat(PersonName.areForms("uschi", "ursula")).isTrue();
  }

  @Test
  void short_forms_are_forms_of_their_name() {
    assertThat(PersonName.areForms("bob", "robert")).isTrue();
    assertThat(PersonName.areForms("bob", "rob")).isTrue();
    assertThat(PersonName.areForms("bob", "william")).isFalse();
    assertThat(PersonName.areForms("xaver", "yves")).isFalse();
  }
}
