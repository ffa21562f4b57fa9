package io.microtarget.jobs.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WeightedMeanTest {
  /** By NumPy: sum(wy)/sum(w) and sqrt(sum((w(y-mean))²))/sum(w). */
  @Test
  void agrees_with_numpy() {
    var mean = new WeightedMean();
    double[] outcomes = {1, 0, 1, 0, 1};
    double[] probabilities = {.1, .2, .3, .4, .25};
    for (int i = 0; i < outcomes.length; i++) {
      mean.add(outcomes[i], probabilities[i]);
    }

    assertThat(mean.mean()).isCloseTo(0.6979865771812082, within(1e-12));
    assertThat(mean.standardError()).isCloseTo(0.20853700345599308, within(1e-12));
  }

  @Test
  void a_planted_effect_is_found_though_the_likely_ones_were_contacted_more() {
    var random = new SplittableRandom(11);
    var treated = new WeightedMean();
    var control = new WeightedMean();
    double naive = 0;
    int treatedCount = 0;
    double controlSum = 0;
    int persons = 40_000;
    for (int i = 0; i < persons; i++) {
      double p0 = random.nextDouble() * 0.4;
      double contacted = 0.1 + 2 * p0;
      boolean isTreated = random.nextDouble() < contacted;
      double y = random.nextDouble() < p0 + (isTreated ? 0.10 : 0) ? 1 : 0;
      (isTreated ? treated : control).add(y, isTreated ? contacted : 1 - contacted);
      naive += isTreated ? y : 0;
      treatedCount += isTreated ? 1 : 0;
      controlSum += isTreated ? 0 : y;
    }

    var effect = treated.less(control);

    assertThat(effect.low()).isLessThan(0.10);
    assertThat(effect.high()).isGreaterThan(0.10);
    assertThat(effect.high() - effect.low()).isLessThan(0.03);
    assertThat(naive / treatedCount - controlSum / (persons - treatedCount)).isGreaterThan(0.15);
  }
}
