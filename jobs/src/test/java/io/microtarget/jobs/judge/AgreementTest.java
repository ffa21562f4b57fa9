package io.microtarget.jobs.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static final int[] ONE = {0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 0, 1};
  private static final int[] OTHER = {0, 0, 1, 1, 1, 2, 2, 2, 2, 0, 0, 3};

  /** By scikit-learn 1.7: adjusted_rand_score, normalized_mutual_info_score. */
  @Test
  void agrees_with_scikit_learn() {
    var agreement = Agreement.of(ONE, OTHER, once(ONE.length));

    assertThat(agreement.adjustedRand()).isCloseTo(0.23443223443223443, within(1e-12));
    assertThat(agreement.mutualInformation()).isCloseTo(0.47351938746261474, within(1e-9));
  }

  @Test
  void names_of_groups_and_the_order_of_the_ways_do_not_matter() {
    var renamed = Arrays.stream(ONE).map(g -> (g + 1) % 3).toArray();

    assertThat(Agreement.of(renamed, ONE, once(12)).adjustedRand()).isEqualTo(1);
    assertThat(Agreement.of(renamed, ONE, once(12)).mutualInformation())
        .isCloseTo(1, within(1e-12));
    assertThat(Agreement.of(OTHER, ONE, once(12)).adjustedRand())
        .isEqualTo(Agreement.of(ONE, OTHER, once(12)).adjustedRand());
  }

  @Test
  void groups_that_have_nothing_to_do_with_each_other_agree_as_chance_does() {
    var random = new SplittableRandom(3);
    var one = random.ints(20_000, 0, 6).toArray();
    var other = random.ints(20_000, 0, 8).toArray();

    assertThat(Agreement.of(one, other, once(20_000)).adjustedRand()).isCloseTo(0, within(0.002));
    assertThat(Agreement.of(one, other, once(20_000)).mutualInformation()).isLessThan(0.002);
  }

  @Test
  void a_weight_is_a_number_of_persons() {
    var weights = once(12);
    weights[3] = 2;
    weights[7] = 0;
    int[] one = {0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 0, 1};
    int[] other = {0, 0, 1, 1, 1, 1, 2, 2, 2, 0, 0, 3};

    assertThat(Agreement.of(ONE, OTHER, weights).adjustedRand())
        .isEqualTo(Agreement.of(one, other, once(12)).adjustedRand());
  }

  @Test
  void one_group_of_all_says_nothing() {
    var all = new int[12];

    assertThat(Agreement.of(all, all, once(12)).adjustedRand()).isNaN();
    assertThat(Agreement.of(ONE, all, once(12)).adjustedRand()).isZero();
  }

  private static int[] once(int persons) {
    var weights = new int[persons];
    Arrays.fill(weights, 1);
    return weights;
  }
}
