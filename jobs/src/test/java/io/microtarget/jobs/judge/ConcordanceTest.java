package io.microtarget.jobs.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConcordanceTest {
  private static final double[] SCORES = {.1, .4, .35, .8, .4, .7, .2, .9};
  private static final double[] PROBABILITIES = {.1, .2, .5, .9, .4, .6, .3, .7};

  /** By scikit-learn 1.7: roc_auc_score. */
  @Test
  void certain_outcomes_give_the_usual_area() {
    double[] outcomes = {0, 0, 1, 1, 1, 0, 0, 1};

    assertThat(area(SCORES, outcomes)).isCloseTo(0.78125, within(1e-12));
  }

  /**
   * By scikit-learn 1.7: roc_auc_score of each row as answered with weight p and as not answered
   * with weight 1 - p, without the pairs of a row with itself; and by a loop over all pairs.
   */
  @Test
  void probabilities_give_the_mean_area_over_all_outcomes() {
    assertThat(area(SCORES, PROBABILITIES)).isCloseTo(0.7600554785020804, within(1e-12));
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
    return new Concordance(scores, probabilities).of(once);
  }
}
