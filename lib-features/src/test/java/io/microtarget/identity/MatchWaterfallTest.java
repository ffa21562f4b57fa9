package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.microtarget.identity.MatchWaterfall.Part;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MatchWaterfallTest {
  private static final Map<String, Map<String, Double>> WEIGHTS =
      Map.of(
          "first-name", Map.of("same", 6.5, "other", -3.0),
          "email", Map.of("one edit, or three with the same digits", 9.25),
          "city", Map.of("other", -7.0));

  @Test
  void fields_stand_by_size_and_add_up_with_the_rest() {
    var waterfall = MatchWaterfall.of("first-name=same city=other phone=unknown", -8.5, WEIGHTS);

    assertThat(waterfall.parts())
        .containsExactly(
            new Part("city", "other", -7),
            new Part("first-name", "same", 6.5),
            new Part("phone", MatchWaterfall.UNKNOWN, 0));
    assertThat(waterfall.rest()).isEqualTo(-8);
    assertThat(waterfall.probability()).isEqualTo(1 / (1 + Math.pow(2, 8.5)), within(1e-12));
  }

  @Test
  void labels_may_hold_blanks_and_commas_and_fields_may_be_parted_by_semicolons() {
    var waterfall =
        MatchWaterfall.of(
            "email=one edit, or three with the same digits; first-name=same", 20, WEIGHTS);

    assertThat(waterfall.parts())
        .containsExactly(
            new Part("email", "one edit, or three with the same digits", 9.25),
            new Part("first-name", "same", 6.5));
    assertThat(waterfall.rest()).isEqualTo(4.25);
  }

  @Test
  void what_the_model_does_not_know_brings_nothing() {
    var waterfall = MatchWaterfall.of("first-name=strange shoe=same", 3, WEIGHTS);

    assertThat(waterfall.parts()).extracting(Part::bits).containsExactly(0.0, 0.0);
    assertThat(waterfall.rest()).isEqualTo(3);
    assertThat(MatchWaterfall.of("", 3, WEIGHTS).parts()).isEmpty();
  }

  @Test
  void the_words_of_every_pattern_are_understood() {
    var all = 0L;
    for (var field : Field.values()) {
      all = Pattern.with(all, field, 0);
    }
    var same = Pattern.text(all, EnumSet.allOf(Field.class));
    assertThat(MatchWaterfall.of(same, 0, Map.of()).parts())
        .hasSize(Field.values().length)
        .allMatch(part -> part.label().equals("the same"));
    for (var field : Field.values()) {
      var comparison = Comparison.of(field);
      for (int level = 0; level < comparison.size(); level++) {
        var text = "%s=%s last-name=other".formatted(field.key(), comparison.label(level));
        assertThat(MatchWaterfall.of(text, 0, Map.of()).parts())
            .as(text)
            .contains(new Part(field.key(), comparison.label(level), 0));
      }
    }
  }
}
