package io.microtarget.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordingTest {
  @Test
  void names_a_segment_by_its_two_largest_differences() {
    assertThat(
            Wording.names(
                List.of(
                    profile(
                        Map.of("purchase__spend__sum__364d", 1.4, "recency", -0.9, "visits", 0.2)),
                    profile(Map.of("spend_364d", -1.0, "recency", 0.05, "visits", 0.02)),
                    profile(Map.of("spend_364d", 0.01, "recency", 0.05, "visits", 0.02)))))
        .containsExactly(
            "high purchase spend sum 364d, low recency", "low spend 364d", "near the average");
  }

  @Test
  void adds_the_next_difference_where_names_are_the_same() {
    assertThat(
            Wording.names(
                List.of(
                    profile(Map.of("a", 2.0, "b", 1.0, "c", 0.5, "d", 0.4)),
                    profile(Map.of("a", 2.1, "b", 1.1, "c", 0.6, "d", -0.4)),
                    profile(Map.of("a", -2.0, "b", 1.0, "c", 0.5, "d", 0.4)))))
        .containsExactly(
            "high a, high b, high c, high d", "high a, high b, high c, low d", "low a, high b");
  }

  @Test
  void numbers_segments_that_differ_in_no_direction() {
    var same = profile(Map.of("a", 2.0, "b", 1.0));

    assertThat(Wording.names(List.of(same, same)))
        .containsExactly("high a, high b (1)", "high a, high b (2)");
    assertThat(Wording.names(List.of(same))).containsExactly("all");
  }

  @Test
  void says_in_the_rule_what_tells_a_segment_apart() {
    var segment =
        new Profile(
            0,
            100,
            Map.of("spend_364d", 5200.4, "recency", 3.0, "share", 0.25),
            Map.of("spend_364d", 1.4, "recency", -0.9, "share", 0.2, "unknown_here", 0.5));

    assertThat(
            Wording.rule(segment, 4, Map.of("spend_364d", 1900.0, "recency", 20.5, "share", 0.021)))
        .isEqualTo(
            "nearest of 4 centres: spend_364d 5,200 on average against 1,900 overall; recency 3.0"
                + " on average against 20.5 overall; share 0.25 on average against 0.021 overall");
    assertThat(Wording.rule(segment, 1, Map.of())).isEqualTo("all subjects");
  }

  private static Profile profile(Map<String, Double> difference) {
    return new Profile(0, 10, Map.of(), difference);
  }
}
