package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MatchModelTest {
  private static final double[] M_NAME = {0.8, 0.05, 0.05, 0.05, 0.05};
  private static final double[] U_NAME = {0.1, 0.1, 0.1, 0.1, 0.6};
  private static final double[] M_STATE = {0.9, 0.1};
  private static final double[] U_STATE = {0.25, 0.75};
  private static final double[] H_NAME = {0.9, 0.025, 0.025, 0.025, 0.025};
  private static final long SAME_NAME = Pattern.with(Pattern.EMPTY, Field.LAST_NAME, 0);

  @Test
  void bits_are_the_sum_of_prior_and_weights() {
    var model = model(0);
    assertThat(model.bits(0, SAME_NAME, Map.of())).isCloseTo(3 - log2(9), within(1e-12));
    assertThat(model.bits(0, Pattern.EMPTY, Map.of())).isCloseTo(-log2(9), within(1e-12));
    assertThat(model.bits(0, SAME_NAME, Map.of(Field.LAST_NAME, 5.0)))
        .as("a rare name")
        .isCloseTo(8 - log2(9), within(1e-12));
  }

  @Test
  void a_household_shares_the_name_without_being_one_person() {
    double odds = 0.1 * 0.8 / (0.2 * 0.9 + 0.7 * 0.1);
    assertThat(model(0.2).bits(0, SAME_NAME, Map.of())).isCloseTo(log2(odds), within(1e-12));
  }

  @Test
  void the_place_is_weighed_by_its_joint_chance() {
    long sameState = Pattern.with(SAME_NAME, Field.STATE, 0);
    double chance = (20 + 10 * 0.25) / (100 + 10);
    var weights = model(0).weights(sameState);
    assertThat(weights.get(Field.LAST_NAME)).isCloseTo(3, within(1e-12));
    assertThat(weights.get(Field.STATE)).isCloseTo(log2(0.9 / chance), within(1e-12));
    assertThat(model(0).bits(0, sameState, Map.of()))
        .isCloseTo(3 + log2(0.9 / chance) - log2(9), within(1e-12));
  }

  @Test
  void probability_and_bits_say_the_same() {
    assertThat(MatchModel.probability(0)).isEqualTo(0.5);
    assertThat(MatchModel.probability(10)).isCloseTo(1024 / 1025.0, within(1e-15));
    assertThat(MatchModel.probability(-2000)).isZero();
  }

  @Test
  void a_stratum_it_never_saw_is_an_error() {
    assertThatThrownBy(() -> model(0).bits(7, SAME_NAME, Map.of()))
        .hasMessage("stratum 7 is not among those of the model: [0]");
  }

  /** One in ten pairs is one person; 20 of 100 random pairs agree on the state. */
  private static MatchModel model(double eta) {
    var random =
        List.of(
            new Evidence.Count(0, Pattern.with(Pattern.EMPTY, Field.STATE, 0), 20),
            new Evidence.Count(0, Pattern.with(Pattern.EMPTY, Field.STATE, 1), 80));
    var evidence = new Evidence(random, random, new TreeMap<>(Map.of(0, 100L)), Map.of());
    var placeChance = new PlaceChance(evidence, 1);
    var u = Map.of(Field.LAST_NAME, U_NAME, Field.STATE, U_STATE);
    return new MatchModel(
        Map.of(Field.LAST_NAME, M_NAME, Field.STATE, M_STATE),
        u,
        Map.of(Field.LAST_NAME, H_NAME, Field.STATE, M_STATE),
        placeChance,
        placeChance.logs(u, new double[placeChance.size()]),
        new TreeMap<>(Map.of(0, 0.1)),
        eta);
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
