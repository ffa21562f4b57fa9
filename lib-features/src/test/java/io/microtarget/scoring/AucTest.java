package io.microtarget.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class AucTest {
  private static final double[] SCORES = {.1, .2, .35, .8, .35, .65, .4, .9, .4, .05, .5, .5};
  private static final boolean[] OUTCOMES = {
    false, false, true, true, false, true, false, true, true, false, false, true
  };

  @Test
  void equals_scikit_learn_with_ties() {
    assertThat(Auc.of(SCORES, OUTCOMES)).isCloseTo(0.875, within(1e-12));
  }

  @Test
  void equals_scikit_learn_with_weights() {
    var weights = new int[] {1, 0, 2, 1, 3, 1, 0, 2, 1, 1, 1, 0};
    assertThat(new Auc(SCORES, OUTCOMES).of(weights)).isCloseTo(0.8571428571428572, within(1e-12));
  }

  @Test
  void is_one_half_when_all_scores_are_equal() {
    assertThat(Auc.of(new double[12], OUTCOMES)).isEqualTo(0.5);
  }

  @Test
  void is_one_when_every_responder_is_above() {
    assertThat(Auc.of(new double[] {1, 2, 3}, new boolean[] {false, true, true})).isEqualTo(1);
  }

  @Test
  void is_not_a_number_with_one_outcome() {
    assertThat(Auc.of(new double[] {1, 2}, new boolean[] {true, true})).isNaN();
  }
}
