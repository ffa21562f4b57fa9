package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BlockingTest {
  private static final Blocking BLOCKING = new Blocking(100, 3, List.of());

  @Test
  void swapped_and_misspelled_names_share_keys() {
    var one = named("Caleb", "Rowe");
    var other = named("Rwoe", "Caleb");
    assertThat(keys("sounds", one)).containsExactly("|C410|R000").isEqualTo(keys("sounds", other));
    assertThat(keys("postal-code+sound", one)).containsExactly("10115|C410", "10115|R000");
    assertThat(keys("postal-code+sound", other))
        .containsExactlyInAnyOrderElementsOf(keys("postal-code+sound", one));
    assertThat(keys("postal-code+sound+initial", other))
        .containsExactlyInAnyOrderElementsOf(keys("postal-code+sound+initial", one));
  }

  @Test
  void names_are_heard_in_the_language_of_the_country() {
    var rules = Blocking.rules(EnumSet.allOf(Field.class), Sound.COLOGNE);
    var sounds =
        rules.stream()
            .flatMap(rule -> rule.steps().stream())
            .filter(step -> step.name().equals("sounds"))
            .findFirst()
            .orElseThrow();
    assertThat(sounds.keys().apply(named("Filip", "Meyer")))
        .containsExactlyElementsOf(sounds.keys().apply(named("Philipp", "Maier")).toList())
        .containsExactly("|351|67");
  }

  @Test
  void a_date_with_one_wrong_part_shares_a_key() {
    assertThat(keys("year-month+sound", named("Anna", "Berg"))).contains("197106|A500");
    assertThat(keys("month-day+sound", named("Anna", "Berg"))).contains("0624|A500");
    assertThat(keys("year-day+sound", named("Anna", "Berg"))).contains("197124|A500");
  }

  @Test
  void a_record_without_the_parts_of_a_key_is_in_no_block() {
    var nobody = PersonRecord.of(Map.of());
    for (var rule : Blocking.rules(EnumSet.allOf(Field.class))) {
      for (var step : rule.steps()) {
        assertThat(step.keys().apply(nobody)).as(step.name()).isEmpty();
      }
    }
  }

  @Test
  void rules_want_only_fields_that_there_are() {
    assertThat(Blocking.rules(EnumSet.of(Field.EMAIL)))
        .extracting(rule -> rule.steps().get(0).name())
        .containsExactly("email", "mailbox");
    assertThat(Blocking.rules(EnumSet.noneOf(Field.class))).isEmpty();
  }

  @Test
  void the_coarsest_step_within_the_budget_is_taken() {
    var coarse = blocks(90L, 1L);
    var fine = blocks(10L, 9L);
    assertThat(BLOCKING.choose(List.of(coarse, fine), 2_000))
        .isEqualTo(new Blocking.Choice(0, 100, 4005, 0));
    assertThat(BLOCKING.choose(List.of(coarse, fine), 1_000))
        .isEqualTo(new Blocking.Choice(1, 100, 405, 0));
  }

  @Test
  void a_step_whose_blocks_are_too_large_gives_way_to_a_finer_one() {
    var coarse = blocks(500L, 1L);
    var fine = blocks(10L, 50L);
    assertThat(BLOCKING.choose(List.of(coarse, fine), 1_000).step()).isEqualTo(1);
  }

  @Test
  void large_blocks_are_left_out_and_their_pairs_counted() {
    assertThat(BLOCKING.choose(List.of(blocks(2L, 10L, 50_000L, 1L)), 100_000))
        .isEqualTo(new Blocking.Choice(0, 100, 10, 1_249_975_000L));
  }

  @Test
  void the_last_step_keeps_to_the_budget_with_smaller_blocks() {
    var sizes = blocks(2L, 100L, 80L, 100L);
    assertThat(BLOCKING.choose(List.of(sizes), 1_000))
        .isEqualTo(new Blocking.Choice(0, 79, 100, 316_000));
  }

  @Test
  void rules_of_the_settings_take_the_place_of_the_others() {
    var own =
        new Blocking(
            100, 3, List.of("mailbox", "postal-code+sound | postal-code+city+names", "sounds"));
    var record =
        PersonRecord.of(
            Map.of(
                Field.FIRST_NAME, "Anna",
                Field.LAST_NAME, "Muster",
                Field.POSTAL_CODE, "01067",
                Field.EMAIL, "a.m@mail.example"));
    var rules = own.rulesFor(EnumSet.allOf(Field.class), Sound.SOUNDEX);
    assertThat(rules.stream().map(r -> r.steps().stream().map(Blocking.Step::name).toList()))
        .containsExactly(
            List.of("mailbox"),
            List.of("postal-code+sound", "postal-code+city+names"),
            List.of("sounds"));
    assertThat(rules.get(0).steps().get(0).keys().apply(record)).hasSize(1);
    assertThat(rules.get(1).steps().get(0).keys().apply(record)).hasSize(2);
    assertThat(rules.get(1).steps().get(1).keys().apply(record)).as("no city").isEmpty();
    assertThat(rules.get(2).steps().get(0).keys().apply(record)).hasSize(1);
  }

  @Test
  void rules_and_limits_that_make_no_sense_are_errors() {
    assertThatThrownBy(() -> new BlockingSettings(1, 3, List.of()))
        .hasMessage("blocking.most-records must be at least 2, not 1: one record is no pair");
    assertThatThrownBy(() -> new BlockingSettings(2, 0, List.of()))
        .hasMessage("blocking.most-pairs-per-record must be above 0, not 0.0");
    assertThatThrownBy(() -> new BlockingSettings(2, 1, List.of("sound+city")))
        .hasMessage("blocking.rules: `sound` in `sound+city` may only be the last part");
    assertThatThrownBy(() -> new BlockingSettings(2, 1, List.of("city+zip")))
        .hasMessageStartingWith("blocking.rules: `zip` in `city+zip` is none of address-extra, ");
  }

  private static List<String> keys(String name, PersonRecord record) {
    return Blocking.rules(EnumSet.allOf(Field.class)).stream()
        .flatMap(rule -> rule.steps().stream())
        .filter(step -> step.name().equals(name))
        .flatMap(step -> step.keys().apply(record))
        .toList();
  }

  private static PersonRecord named(String first, String last) {
    return PersonRecord.of(
        Map.of(
            Field.FIRST_NAME,
            first,
            Field.LAST_NAME,
            last,
            Field.POSTAL_CODE,
            "10115",
            Field.BIRTH_DATE,
            "1971-06-24"));
  }

  private static SortedMap<Long, Long> blocks(long... sizeAndNumber) {
    var blocks = new TreeMap<Long, Long>();
    for (int i = 0; i < sizeAndNumber.length; i += 2) {
      blocks.put(sizeAndNumber[i], sizeAndNumber[i + 1]);
    }
    return blocks;
  }
}
