package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.microtarget.identity.LinkQuality.Figure;
import io.microtarget.identity.LinkQuality.Measure;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinkQualityTest {
  private static final int SEED = 7;

  /** The example of Bagga and Baldwin 1998, figures 1 to 5: 1 to 5, 6 and 7, 8 to C. */
  private static final int[] BAGGA = {1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 3};

  @Test
  void pairs_are_counted_as_by_hand() {
    // Persons abc, de, f; found ab, cd, e, f: of 4 true pairs ab is linked, cd is linked wrongly.
    var quality = LinkQuality.of(new int[] {1, 1, 1, 2, 2, 3}, new int[] {1, 1, 2, 2, 3, 4}, SEED);

    assertThat(quality.records()).isEqualTo(6);
    assertThat(quality.persons()).isEqualTo(3);
    assertThat(quality.clusters()).isEqualTo(4);
    assertThat(quality.truePairs()).isEqualTo(4);
    assertThat(quality.linkedPairs()).isEqualTo(2);
    assertThat(quality.rightPairs()).isEqualTo(1);
    assertThat(quality.exactPersons()).as("only f").isEqualTo(1);
    assertThat(value(quality, Measure.PRECISION)).isEqualTo(1 / 2.0);
    assertThat(value(quality, Measure.RECALL)).isEqualTo(1 / 4.0);
    assertThat(value(quality, Measure.F1)).isEqualTo(2 * 1 / 6.0);
    assertThat(value(quality, Measure.EXACT_CLUSTERS)).isEqualTo(1 / 3.0);
    // a, b: all of ab, two thirds of abc. c, d: half of cd. e: half of de. f: all.
    assertThat(value(quality, Measure.BCUBED_PRECISION))
        .isEqualTo((1 + 1 + 0.5 + 0.5 + 1 + 1) / 6, within(1e-12));
    assertThat(value(quality, Measure.BCUBED_RECALL))
        .isEqualTo((2 / 3.0 + 2 / 3.0 + 1 / 3.0 + 0.5 + 0.5 + 1) / 6, within(1e-12));
  }

  @Test
  void bcubed_meets_the_figures_of_its_paper() {
    var lesser = LinkQuality.of(BAGGA, new int[] {1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2}, SEED);
    var greater = LinkQuality.of(BAGGA, new int[] {1, 1, 1, 1, 1, 2, 2, 1, 1, 1, 1, 1}, SEED);

    assertThat(value(lesser, Measure.BCUBED_PRECISION)).isEqualTo(0.76, within(0.005));
    assertThat(value(greater, Measure.BCUBED_PRECISION)).isEqualTo(0.58, within(0.005));
    assertThat(value(lesser, Measure.BCUBED_RECALL)).isEqualTo(1);
    assertThat(value(greater, Measure.BCUBED_RECALL)).isEqualTo(1);
    double precision = value(greater, Measure.BCUBED_PRECISION);
    assertThat(value(greater, Measure.BCUBED_F1))
        .isEqualTo(2 * precision / (precision + 1), within(1e-12));
  }

  @Test
  void pairs_of_large_clusters_are_what_counting_every_pair_gives() {
    var random = new Random(1);
    var truth = random.ints(400, 0, 90).toArray();
    var found = Arrays.stream(truth).map(t -> random.nextInt(5) == 0 ? t / 2 : t + 100).toArray();
    long truePairs = 0;
    long linked = 0;
    long right = 0;
    for (int i = 0; i < truth.length; i++) {
      for (int j = 0; j < i; j++) {
        truePairs += truth[i] == truth[j] ? 1 : 0;
        linked += found[i] == found[j] ? 1 : 0;
        right += truth[i] == truth[j] && found[i] == found[j] ? 1 : 0;
      }
    }

    var quality = LinkQuality.of(truth, found, SEED);

    assertThat(quality.truePairs()).isEqualTo(truePairs);
    assertThat(quality.linkedPairs()).isEqualTo(linked);
    assertThat(quality.rightPairs()).isEqualTo(right);
  }

  @Test
  void neither_numbers_nor_order_matter_to_the_bit() {
    var random = new Random(2);
    var truth = random.ints(500, 0, 200).toArray();
    var found = Arrays.stream(truth).map(t -> random.nextInt(4) == 0 ? t - 7 : t).toArray();
    var backwards = new int[truth.length];
    var others = new int[truth.length];
    for (int i = 0; i < truth.length; i++) {
      backwards[truth.length - 1 - i] = -3 * truth[i];
      others[truth.length - 1 - i] = 1_000_000 - found[i];
    }

    assertThat(LinkQuality.of(backwards, others, SEED))
        .isEqualTo(LinkQuality.of(truth, found, SEED));
    assertThat(LinkQuality.of(truth, found, SEED + 1))
        .isNotEqualTo(LinkQuality.of(truth, found, SEED));
  }

  @Test
  void an_interval_holds_the_truth_about_as_often_as_it_says() {
    // Persons of two records, each found with chance 0.8; and each pair is one observation.
    var random = new Random(3);
    int held = 0;
    for (int trial = 0; trial < 100; trial++) {
      var truth = new int[400];
      var found = new int[400];
      for (int person = 0; person < 200; person++) {
        truth[2 * person] = person;
        truth[2 * person + 1] = person;
        found[2 * person] = 2 * person;
        found[2 * person + 1] = random.nextDouble() < 0.8 ? 2 * person : 2 * person + 1;
      }
      var recall = LinkQuality.of(truth, found, trial).figures().get(Measure.RECALL);
      assertThat(recall.high() - recall.low()).as("2 · 1.96 · √(0.16 / 200)").isBetween(0.08, 0.14);
      held += recall.low() <= 0.8 && 0.8 <= recall.high() ? 1 : 0;
    }
    assertThat(held).isBetween(88, 100);
  }

  @Test
  void a_perfect_partition_is_one_and_shares_of_nothing_are_left_out() {
    var perfect = LinkQuality.of(new int[] {1, 1, 2}, new int[] {5, 5, 6}, SEED);
    assertThat(perfect.figures().values()).hasSize(7).containsOnly(new Figure(1, 1, 1));

    var unlinked = LinkQuality.of(new int[] {1, 1, 2}, new int[] {1, 2, 3}, SEED);
    assertThat(unlinked.figures()).doesNotContainKey(Measure.PRECISION);
    assertThat(value(unlinked, Measure.RECALL)).isZero();

    var single = LinkQuality.of(new int[] {1}, new int[] {1}, SEED);
    assertThat(single.figures().keySet())
        .containsExactly(
            Measure.BCUBED_PRECISION,
            Measure.BCUBED_RECALL,
            Measure.BCUBED_F1,
            Measure.EXACT_CLUSTERS);
  }

  @Test
  void a_million_records_in_one_cluster_do_not_overflow() {
    var quality = LinkQuality.of(new int[1_000_000], new int[1_000_000], SEED);

    assertThat(quality.rightPairs()).isEqualTo(499_999_500_000L);
    assertThat(value(quality, Measure.F1)).isEqualTo(1);
  }

  @Test
  void refuses_labels_that_do_not_match() {
    assertThatThrownBy(() -> LinkQuality.of(new int[2], new int[3], SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("truth has 2 records and found 3: they must be the same, and at least one");
  }

  private static double value(LinkQuality quality, Measure measure) {
    return quality.figures().get(measure).value();
  }
}
