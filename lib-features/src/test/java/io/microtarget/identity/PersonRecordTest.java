package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PersonRecordTest {
  @Test
  void what_one_of_them_does_not_know_is_no_difference() {
    var one = PersonRecord.of(Map.of(Field.LAST_NAME, "Green", Field.CITY, "London"));
    var other = PersonRecord.of(Map.of(Field.LAST_NAME, "Green", Field.PHONE, "0151 2345678"));
    assertThat(text(one.compare(other))).isEqualTo("last-name=the same");
  }

  @Test
  void swapped_names_agree_and_it_is_noted() {
    var one = named("Logan", "Ferguson");
    var other = named("Ferguson", "Logan");
    assertThat(text(one.compare(other))).isEqualTo("first-name=the same; last-name=the same");
    assertThat(Pattern.isSwapped(one.compare(other))).isTrue();
    assertThat(Pattern.isSwapped(one.compare(one))).isFalse();
    assertThat(Pattern.levels(one.compare(other))).isEqualTo(one.compare(one));
  }

  @Test
  void a_single_name_is_found_on_the_other_side() {
    var one = PersonRecord.of(Map.of(Field.LAST_NAME, "Isla"));
    assertThat(text(one.compare(named("Isla", "Hall")))).isEqualTo("last-name=the same");
    assertThat(Pattern.isSwapped(one.compare(named("Isla", "Hall")))).isTrue();
  }

  @Test
  void the_last_field_has_room_in_a_pattern() {
    var last = Field.values()[Field.values().length - 1];
    long pattern = Pattern.with(Pattern.EMPTY, last, Comparison.MOST_LEVELS - 1);
    assertThat(Pattern.level(pattern, last)).isEqualTo(Comparison.MOST_LEVELS - 1);
    assertThat(Pattern.isSwapped(pattern)).isFalse();
    assertThat(Pattern.level(Pattern.swapped(pattern), last)).isEqualTo(Comparison.MOST_LEVELS - 1);
  }

  private static PersonRecord named(String first, String last) {
    return PersonRecord.of(Map.of(Field.FIRST_NAME, first, Field.LAST_NAME, last));
  }

  private static String text(long pattern) {
    return Pattern.text(pattern, EnumSet.allOf(Field.class));
  }
}
