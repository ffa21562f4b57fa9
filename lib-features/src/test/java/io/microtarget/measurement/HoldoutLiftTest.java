package io.microtarget.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HoldoutLiftTest {
  /** Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10. */
  @Test
  void equals_the_published_intervals() {
    isLift(HoldoutLift.of(56, 70, 48, 80), 0.2000, 0.0524, 0.3339);
    isLift(HoldoutLift.of(9, 10, 3, 10), 0.6000, 0.1705, 0.8090);
    isLift(HoldoutLift.of(10, 10, 0, 20), 1.0000, 0.6791, 1.0000);
  }

  @Test
  void spans_zero_where_the_rates_are_the_same() {
    var none = HoldoutLift.of(50, 1000, 5, 100);

    assertThat(none.lift()).isCloseTo(0.0, within(1e-12));
    assertThat(none.low()).isNegative();
    assertThat(none.high()).isPositive();
  }

  @Test
  void refuses_an_empty_holdout() {
    assertThatThrownBy(() -> HoldoutLift.of(5, 10, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0 successes out of 0 trials have no rate");
  }

  private static void isLift(HoldoutLift is, double lift, double low, double high) {
    assertThat(is.lift()).isCloseTo(lift, within(0.00005));
    assertThat(is.low()).isCloseTo(low, within(0.00005));
    assertThat(is.high()).isCloseTo(high, within(0.00005));
  }
}
