package io.microtarget.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class SpreadTest {
  @Test
  void counts_missing_ones_and_describes_the_known() {
    // Mean and deviation of 2, 4, 4, 5: 3.75 and sqrt(4.75 / 3), by hand.
    var spread = Spread.of(new double[] {2, Double.NaN, 4, 4, 5});
    assertThat(spread.missingShare()).isCloseTo(0.2, within(1e-12));
    assertThat(spread.mean()).isCloseTo(3.75, within(1e-12));
    assertThat(spread.deviation()).isCloseTo(1.2583057392117916, within(1e-12));
    assertThat(spread.least()).isEqualTo(2);
    assertThat(spread.most()).isEqualTo(5);
  }

  @Test
  void an_infinite_value_is_unknown_and_a_huge_one_is_a_number() {
    var spread = Spread.of(new double[] {1e308, -1e308, 1e308, Double.NEGATIVE_INFINITY});
    assertThat(spread.missingShare()).isEqualTo(0.25);
    assertThat(spread.mean()).isCloseTo(1e308 / 3, within(1e295));
    assertThat(spread.most()).isEqualTo(1e308);
    assertThat(spread.deviation()).isBetween(1.15e308, 1.16e308);
  }

  @Test
  void of_nothing_nothing_is_known() {
    assertThat(Spread.of(new double[] {Double.NaN}))
        .isEqualTo(new Spread(1, Double.NaN, Double.NaN, Double.NaN, Double.NaN));
    assertThat(Spread.of(new double[] {3})).isEqualTo(new Spread(0, 3, Double.NaN, 3, 3));
    assertThat(Spread.of(new double[] {0, 0})).isEqualTo(new Spread(0, 0, 0, 0, 0));
  }
}
