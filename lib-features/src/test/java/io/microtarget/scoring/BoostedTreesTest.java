package io.microtarget.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.microtarget.scoring.ModelSettings.Algorithm;
import io.microtarget.testing.Sessions;
import java.util.List;
import org.apache.spark.ml.linalg.Vectors;
import org.junit.jupiter.api.Test;

final class BoostedTreesTest {
  private static final List<String> BOTH = List.of("a", "b");

  @Test
  void finds_an_interaction_that_a_regression_cannot_see_and_stays_when_it_wins() {
    // Neither input tells anything alone.
    var contacts = Planted.contacts(700, 2, 1, f -> f[0] * f[1] > 0 ? 2 : -2);
    var settings = Planted.settings(Algorithm.AUTO, List.of());
    var selection = Selection.of(Sessions.shared(), contacts, BOTH, settings);
    assertThat(selection.chosen().name()).isEqualTo("boosted-trees");

    var fitted = selection.chosen().on(contacts);
    var later = Planted.contacts(700, 2, 2, f -> f[0] * f[1] > 0 ? 2 : -2);
    assertThat(Auc.of(fitted.propensities(later), later.outcomes())).isGreaterThan(0.75);
    assertThat(fitted.model().weights()).extracting(Model.Weight::feature).containsOnly("a", "b");

    // Independent number: the probability MLlib itself gives for the same inputs.
    var trees = (BoostedTrees) fitted.model();
    var inputs = Vectors.dense(trees.treatment().of(new double[] {0.7, -0.4}));
    assertThat(Calibration.logistic(trees.margin(new double[] {0.7, -0.4})))
        .isCloseTo(trees.trees().predictProbability(inputs).apply(1), within(1e-6));
  }
}
