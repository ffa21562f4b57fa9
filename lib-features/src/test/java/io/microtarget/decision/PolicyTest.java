package io.microtarget.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
  @Test
  void accepts_the_edges() {
    assertThat(policy(0, 0, 0).budget()).isZero();
    assertThat(policy(1, 0.999, 0).holdoutShare()).isEqualTo(0.999);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -1        | 0.1  | 50 | budget must be at least 0 and below 1e12, not -1.0
          NaN       | 0.1  | 50 | budget must be at least 0 and below 1e12, not NaN
          Infinity  | 0.1  | 50 | budget must be at least 0 and below 1e12, not Infinity
          0.0000001 | 0.1  | 50 | budget must have at most 6 decimals, not 1.0E-7
          500       | 1    | 50 | holdout-share must be at least 0 and below 1, not 1.0
          500       | -0.1 | 50 | holdout-share must be at least 0 and below 1, not -0.1
          500       | NaN  | 50 | holdout-share must be at least 0 and below 1, not NaN
          500       | 0.1  | -1 | minimum-audience must be at least 0, not -1
          """)
  void refuses_what_makes_no_sense(double budget, double share, long minimum, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy(budget, share, minimum))
        .withMessage(message);
  }

  @Test
  void refuses_a_cap_that_caps_nothing_or_everything() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ContactCap(0, 1))
        .withMessage("days must be at least 1, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ContactCap(30, 0))
        .withMessage("most must be at least 1, not 0");
  }

  @Test
  void refuses_offers_and_channels_that_make_no_sense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Offer(" ", 12))
        .withMessage("where must not be empty; for all campaigns write `true`");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Offer("true", -1))
        .withMessage("margin must be at least 0 and below 1e12, not -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Channel(-0.7, 1000))
        .withMessage("cost must be at least 0 and below 1e12, not -0.7");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Channel(0.7, -1))
        .withMessage("capacity must be at least 0, not -1");
  }

  private static Policy policy(double budget, double holdoutShare, long minimumAudience) {
    return new Policy(budget, holdoutShare, new ContactCap(30, 1), minimumAudience);
  }
}
