package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RarityTest {
  private static final Rarity RARITY =
      new Rarity(
          Map.of(
              Field.FIRST_NAME, Map.of("thomas", 40L),
              Field.LAST_NAME, Map.of("smith", 100L, "thomas", 20L),
              Field.CITY, Map.of("london", 500L)),
          Map.of(
              Field.FIRST_NAME,
              1000L,
              Field.LAST_NAME,
              1000L,
              Field.CITY,
              1000L,
              Field.POSTAL_CODE,
              1000L));

  @Test
  void a_rare_name_weighs_more_than_a_frequent_one() {
    double smith = bits(named("Anna", "Smith"), named("Eve", "Smith")).get(Field.LAST_NAME);
    double lovelock =
        bits(named("Anna", "Lovelock"), named("Eve", "Lovelock")).get(Field.LAST_NAME);
    assertThat(smith).isCloseTo(log2(1 / 0.1), within(1e-12));
    assertThat(lovelock).as("counted twice: the two").isCloseTo(log2(1 / 0.002), within(1e-12));
  }

  @Test
  void names_that_differ_have_no_rarity() {
    assertThat(bits(named("Anna", "Smith"), named("Anna", "Smyth")))
        .containsOnlyKeys(Field.FIRST_NAME);
  }

  @Test
  void swapped_names_are_as_rare_as_among_all_names() {
    var bits = bits(named("Thomas", "Gabriel"), named("Gabriel", "Thomas"));
    assertThat(bits.get(Field.FIRST_NAME)).isCloseTo(log2(1 / 0.03), within(1e-12));
  }

  @Test
  void a_city_says_nothing_more_beside_its_postal_code() {
    var one = PersonRecord.of(Map.of(Field.CITY, "London", Field.POSTAL_CODE, "N1"));
    var other = PersonRecord.of(Map.of(Field.CITY, "London"));
    assertThat(bits(one, one)).containsOnlyKeys(Field.POSTAL_CODE);
    assertThat(bits(one, other)).containsOnlyKeys(Field.CITY);
  }

  private static Map<Field, Double> bits(PersonRecord one, PersonRecord other) {
    return RARITY.surprise(one, one.compare(other));
  }

  private static PersonRecord named(String first, String last) {
    return PersonRecord.of(Map.of(Field.FIRST_NAME, first, Field.LAST_NAME, last));
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
