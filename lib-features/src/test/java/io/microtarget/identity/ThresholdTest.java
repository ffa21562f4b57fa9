package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.microtarget.identity.Threshold.Weighed;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThresholdTest {
  /** 30 bits: sure; 3 bits: 8/9; 1 bit: 2/3; below 0: rather not. */
  private static final List<Weighed> PAIRS =
      List.of(new Weighed(-1, 90), new Weighed(1, 30), new Weighed(30, 100), new Weighed(3, 9));

  @Test
  void the_lowest_weight_that_keeps_the_precision_is_taken() {
    var threshold = Threshold.of(PAIRS, 0.99);
    assertThat(threshold.bits()).isEqualTo(3);
    assertThat(threshold.links()).isEqualTo(109);
    assertThat(threshold.precision()).isCloseTo(108 / 109.0, within(1e-6));
    assertThat(threshold.recall()).isCloseTo(108 / (108 + 20 + 30.0), within(1e-6));
  }

  @Test
  void a_lower_target_links_more_but_never_what_is_rather_two_persons() {
    assertThat(Threshold.of(PAIRS, 0.9).bits()).isEqualTo(1);
    assertThat(Threshold.of(PAIRS, 0.01).bits()).isEqualTo(1);
  }

  @Test
  void pairs_of_one_weight_are_links_together_or_not_at_all() {
    var apart = List.of(new Weighed(30, 10), new Weighed(1, 1), new Weighed(1, 5));
    assertThat(Threshold.of(apart, 0.95).bits()).isEqualTo(30);
  }

  @Test
  void where_no_weight_is_good_enough_nothing_is_linked() {
    var threshold = Threshold.of(List.of(new Weighed(1, 10)), 0.99);
    assertThat(threshold).isEqualTo(new Threshold(Double.POSITIVE_INFINITY, 1, 0, 0));
    assertThat(Threshold.of(List.of(), 0.99)).isEqualTo(threshold);
  }

  @Test
  void a_target_out_of_range_is_an_error() {
    for (double target : new double[] {0, 1, -0.5, 99, Double.NaN}) {
      assertThatThrownBy(() -> Threshold.of(PAIRS, target))
          .hasMessage("target-precision must be above 0 and below 1, not " + target);
    }
  }
}
