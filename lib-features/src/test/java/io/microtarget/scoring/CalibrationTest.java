package io.microtarget.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CalibrationTest {
  @Test
  void equals_the_sigmoid_of_scikit_learn() {
    double[] p = {.1, .2, .35, .8, .35, .65, .4, .9, .4, .05, .5, .5};
    boolean[] outcomes = {
      false, false, true, true, false, true, false, true, true, false, false, true
    };
    var margins = Arrays.stream(p).map(q -> 2 * Math.log(q / (1 - q)) + 0.3).toArray();
    // sklearn.calibration._sigmoid_calibration gives a, b of 1 / (1 + exp(a f + b)).
    var calibration = Calibration.fit(margins, outcomes);
    assertThat(calibration.slope()).isCloseTo(0.494310, within(2e-6));
    assertThat(calibration.intercept()).isCloseTo(0.205808, within(2e-6));
  }

  @Test
  void finds_a_planted_slope_and_intercept() {
    var random = new Random(5);
    var margins = random.doubles(20_000, -3, 3).toArray();
    var outcomes = new boolean[margins.length];
    for (int i = 0; i < margins.length; i++) {
      outcomes[i] = random.nextDouble() < Calibration.logistic(1.5 * margins[i] - 1);
    }
    var calibration = Calibration.fit(margins, outcomes);
    assertThat(calibration.slope()).isCloseTo(1.5, within(0.06));
    assertThat(calibration.intercept()).isCloseTo(-1, within(0.06));
  }

  @Test
  void never_reverses_a_ranking() {
    double[] margins = {1, 2, 3, 4, 5, 6};
    boolean[] outcomes = {true, true, true, false, false, false};
    var calibration = Calibration.fit(margins, outcomes);
    assertThat(calibration).isEqualTo(new Calibration(0, 0));
    assertThat(calibration.of(6)).isEqualTo(0.5);
  }

  @Test
  void stays_finite_when_margins_separate_the_outcomes() {
    double[] margins = {-2, -1, 1, 2};
    boolean[] outcomes = {false, false, true, true};
    var calibration = Calibration.fit(margins, outcomes);
    assertThat(calibration.of(2)).isBetween(0.7, 0.999);
    assertThat(calibration.of(-2)).isBetween(0.001, 0.3);
  }

  @Test
  void logistic_does_not_overflow() {
    assertThat(Calibration.logistic(-800)).isEqualTo(0);
    assertThat(Calibration.logistic(800)).isEqualTo(1);
  }
}
