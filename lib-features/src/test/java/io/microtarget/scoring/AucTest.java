package io.microtarget.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class AucTest {
  private static final double[] SCORES = {.1, .2, .35, .8, .35, .65, .4, .9, .4, .05, .5, .5};
  private static final boolean[] OUTCOMES = {
    false, false, true, true, false, true, false, true, true, false, false, true
  };

  private static final double[] ROWS = {.1, .4, .35, .8, .4, .7, .2, .9};
  private static final double[] PROBABILITIES = {.1, .2, .5, .9, .4, .6, .3, .7};

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

  /** By scikit-learn 1.7: roc_auc_score. */
  @Test
  void certain_outcomes_give_the_usual_area() {
    double[] outcomes = {0, 0, 1, 1, 1, 0, 0, 1};

    assertThat(area(ROWS, outcomes)).isCloseTo(0.78125, within(1e-12));
  }

  /**
   * By scikit-learn 1.7: roc_auc_score of each row as answered with weight p and as not answered
   * with weight 1 - p, without the pairs of a row with itself; and by a loop over all pairs.
   */
  @Test
  void probabilities_give_the_mean_area_over_all_outcomes() {
    assertThat(area(ROWS, PROBABILITIES)).isCloseTo(0.7600554785020804, within(1e-12));
    assertThat(area(PROBABILITIES, PROBABILITIES)).isCloseTo(0.8155339805825244, within(1e-12));
  }

  @Test
  void drawn_outcomes_scatter_around_it() {
    var random = new SplittableRandom(5);
    var p = random.doubles(4_000).map(x -> x * x).toArray();
    var scores = Arrays.stream(p).map(x -> x + 0.2 * random.nextDouble()).toArray();
    var drawn = Arrays.stream(p).map(x -> random.nextDouble() < x ? 1 : 0).toArray();

    assertThat(area(scores, p)).isCloseTo(area(scores, drawn), within(0.02));
    assertThat(area(scores, p)).isLessThan(area(p, p));
  }

  @Test
  void equal_scores_are_worth_a_half() {
    assertThat(area(new double[8], PROBABILITIES)).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void without_two_persons_there_is_no_area() {
    assertThat(area(new double[] {1}, new double[] {0.5})).isNaN();
  }

  private static double area(double[] scores, double[] probabilities) {
    var once = new int[scores.length];
    Arrays.fill(once, 1);
    return new Auc(scores, probabilities).of(once);
  }
}
