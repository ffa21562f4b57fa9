package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlaceChanceTest {
  private static final Map<Field, double[]> CHANCE =
      Map.of(
          Field.POSTAL_CODE, new double[] {0.1, 0.1, 0.1, 0.7},
          Field.CITY, new double[] {0.1, 0.05, 0.05, 0.1, 0.7});

  /** Who shares the postal code shares the city: 100 of 1,000 random pairs. */
  @Test
  void what_follows_from_one_another_is_counted_once() {
    var place = place(count(0, 0, 100), count(3, 4, 900));
    double chance = Math.exp(log(place, 0, 0));
    assertThat(chance).isCloseTo((100 + 10 * 0.01) / 1010, within(1e-12));
    assertThat(chance / (0.1 * 0.1)).as("ten times the product").isGreaterThan(9);
  }

  @Test
  void what_is_unknown_is_summed_over() {
    var place = place(count(0, 0, 60), count(0, -1, 40), count(3, 4, 900));
    assertThat(Math.exp(log(place, 0, -1))).isCloseTo((100 + 10 * 0.1) / 1010, within(1e-12));
    assertThat(Math.exp(log(place, -1, 0))).isCloseTo((60 + 10 * 0.1) / 970, within(1e-12));
    assertThat(log(place, -1, -1)).as("nothing is known").isZero();
  }

  @Test
  void what_never_occurred_leans_on_its_parts() {
    var place = place(count(3, 4, 990));
    assertThat(Math.exp(log(place, 0, 0))).isCloseTo(10 * 0.01 / 1000, within(1e-12));
  }

  @Test
  void matches_among_the_random_pairs_are_no_strangers() {
    var evidence = evidence(count(0, 0, 100), count(3, 4, 900));
    var place = new PlaceChance(evidence, 0.5);
    var matches = new double[place.size()];
    matches[place.code(pattern(0, 0))] = 120;
    double chance = Math.exp(place.logs(CHANCE, matches)[place.code(pattern(0, 0))]);
    assertThat(chance).isCloseTo((40 + 10 * 0.01) / 950, within(1e-12));
  }

  private static double log(PlaceChance place, int postalCode, int city) {
    return place.logs(CHANCE, new double[place.size()])[place.code(pattern(postalCode, city))];
  }

  private static PlaceChance place(Evidence.Count... random) {
    return new PlaceChance(evidence(random), 1);
  }

  private static Evidence evidence(Evidence.Count... random) {
    return new Evidence(
        List.of(random), List.of(random), new TreeMap<>(Map.of(0, 1_000L)), Map.of());
  }

  private static Evidence.Count count(int postalCode, int city, long pairs) {
    return new Evidence.Count(0, pattern(postalCode, city), pairs);
  }

  private static long pattern(int postalCode, int city) {
    long pattern =
        postalCode < 0 ? Pattern.EMPTY : Pattern.with(Pattern.EMPTY, Field.POSTAL_CODE, postalCode);
    return city < 0 ? pattern : Pattern.with(pattern, Field.CITY, city);
  }
}
