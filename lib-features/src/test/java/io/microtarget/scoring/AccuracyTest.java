package io.microtarget.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.microtarget.scoring.Accuracy.ByTenth;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class AccuracyTest {
  private static final Offset<Double> EXACT = within(1e-12);
  private static final double[] P = {.1, .2, .35, .8, .35, .65, .4, .9, .4, .05, .5, .5};
  private static final boolean[] OUTCOMES = {
    false, false, true, true, false, true, false, true, true, false, false, true
  };
  private static final int[] WEIGHTS = {1, 0, 2, 1, 3, 1, 0, 2, 1, 1, 1, 0};

  @Test
  void brier_and_log_loss_equal_scikit_learn() {
    assertThat(Accuracy.brier(P, OUTCOMES, once(12))).isCloseTo(0.14916666666666667, EXACT);
    assertThat(Accuracy.logLoss(P, OUTCOMES, once(12))).isCloseTo(0.4527583418146038, EXACT);
    assertThat(Accuracy.brier(P, OUTCOMES, WEIGHTS)).isCloseTo(0.15519230769230766, EXACT);
    assertThat(Accuracy.logLoss(P, OUTCOMES, WEIGHTS)).isCloseTo(0.4632870937289625, EXACT);
  }

  @Test
  void log_loss_stays_finite_for_a_certain_mistake() {
    assertThat(Accuracy.logLoss(new double[] {0}, new boolean[] {true}, once(1)))
        .isCloseTo(14.508657738524219, EXACT);
  }

  @Test
  void wilson_equals_scipy() {
    var some = Accuracy.wilson(3, 20);
    assertThat(some.low()).isCloseTo(0.05236874589621662, EXACT);
    assertThat(some.high()).isCloseTo(0.3604188647407569, EXACT);
    var none = Accuracy.wilson(0, 10);
    assertThat(none.low()).isEqualTo(0);
    assertThat(none.high()).isCloseTo(0.27753279986288926, EXACT);
  }

  @Test
  void first_tenths_are_larger_when_they_cannot_be_equal() {
    assertThat(Accuracy.tenths(IntStream.range(0, 12).toArray()))
        .containsExactly(1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertThat(Accuracy.tenths(new int[] {2, 0, 1})).containsExactly(2, 3, 1);
  }

  @Test
  void gains_lift_and_calibration_error_equal_numpy() {
    var p = IntStream.range(0, 20).mapToDouble(i -> 0.9 - 0.8 * i / 19).toArray();
    var outcomes = new boolean[20];
    for (int i : new int[] {0, 1, 2, 4, 6, 9, 13}) {
      outcomes[i] = true;
    }
    var tenths = Accuracy.tenths(IntStream.range(0, 20).toArray());
    var all = ByTenth.of(p, outcomes, tenths, once(20));
    assertThat(all.calibrationError()).isCloseTo(0.19947368421052633, EXACT);
    assertThat(all.gains(3)).isCloseTo(0.5714285714285714, EXACT);
    assertThat(all.gains(10)).isCloseTo(1, EXACT);
    assertThat(all.lift(1)).isCloseTo(2.857142857142857, EXACT);
    assertThat(all.baseRate()).isCloseTo(0.35, EXACT);
  }

  @Test
  void calibration_error_finds_a_planted_bias_and_little_without_one() {
    var random = new Random(1);
    int n = 20_000;
    var p = new double[n];
    var honest = new boolean[n];
    var biased = new boolean[n];
    for (int i = 0; i < n; i++) {
      p[i] = 0.1 + 0.7 * i / n;
      honest[i] = random.nextDouble() < p[i];
      biased[i] = random.nextDouble() < p[i] + 0.1;
    }
    var tenths = Accuracy.tenths(IntStream.range(0, n).map(i -> n - 1 - i).toArray());
    assertThat(ByTenth.of(p, honest, tenths, once(n)).calibrationError()).isLessThan(0.015);
    assertThat(ByTenth.of(p, biased, tenths, once(n)).calibrationError())
        .isCloseTo(0.1, within(0.01));
  }

  private static int[] once(int count) {
    var once = new int[count];
    Arrays.fill(once, 1);
    return once;
  }
}
