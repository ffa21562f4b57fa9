package io.microtarget.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Expected figures: scikit-learn 1.9.1, {@code silhouette_score(points, labels)}. */
class SilhouetteTest {
  private static final double[][] POINTS = {
    {0, 0}, {1, 0}, {0, 2}, {5, 5}, {6, 5}, {5, 7}, {9, 0}, {9.5, 1}
  };

  @Test
  void equals_the_figures_of_scikit_learn_for_several_clusterings_at_once() {
    var means =
        Silhouette.means(
            POINTS,
            List.of(
                new int[] {0, 0, 0, 1, 1, 1, 2, 2},
                new int[] {0, 0, 0, 1, 1, 1, 1, 1},
                new int[] {0, 0, 0, 1, 1, 1, 1, 2}));

    assertThat(means[0]).isCloseTo(0.7639545010983805, within(1e-12));
    assertThat(means[1]).isCloseTo(0.5569184649133967, within(1e-12));
    assertThat(means[2]).isCloseTo(0.353967205254489, within(1e-12));
  }

  @Test
  void is_zero_with_one_cluster_and_with_equal_points() {
    assertThat(Silhouette.means(POINTS, List.of(new int[8]))).containsExactly(0.0);
    assertThat(Silhouette.means(new double[4][2], List.of(new int[] {0, 0, 1, 1})))
        .containsExactly(0.0);
  }

  @Test
  void words_its_verdict_after_kaufman_and_rousseeuw() {
    assertThat(List.of(0.71, 0.70, 0.51, 0.50, 0.26, 0.25, -0.2).stream().map(Silhouette::verdict))
        .containsExactly(
            "strong structure",
            "reasonable structure",
            "reasonable structure",
            "weak structure",
            "weak structure",
            "no substantial structure",
            "no substantial structure");
  }
}
