package io.microtarget.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WilsonTest {
  /** Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3. */
  @Test
  void equals_the_published_intervals() {
    isInterval(81, 263, 0.2553, 0.3662);
    isInterval(15, 148, 0.0624, 0.1605);
    isInterval(0, 20, 0.0000, 0.1611);
    isInterval(1, 29, 0.0061, 0.1718);
  }

  @Test
  void ends_exactly_at_zero_and_one() {
    assertThat(Wilson.of(0, 7).low()).isZero();
    assertThat(Wilson.of(7, 7).high()).isEqualTo(1.0);
    assertThat(Wilson.of(7, 7).low()).isCloseTo(1 - Wilson.of(0, 7).high(), within(1e-12));
  }

  @Test
  void refuses_counts_without_a_rate() {
    assertThatThrownBy(() -> Wilson.of(0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0 successes out of 0 trials have no rate");
    assertThatThrownBy(() -> Wilson.of(3, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 successes out of 2 trials have no rate");
  }

  private static void isInterval(long successes, long trials, double low, double high) {
    var interval = Wilson.of(successes, trials);
    assertThat(interval.low()).isCloseTo(low, within(0.00005));
    assertThat(interval.high()).isCloseTo(high, within(0.00005));
  }
}
