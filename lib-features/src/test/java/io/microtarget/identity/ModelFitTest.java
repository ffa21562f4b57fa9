package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ModelFitTest {
  private static final long SEED = 6;
  private static final List<Field> FIELDS =
      List.of(Field.FIRST_NAME, Field.BIRTH_DATE, Field.PHONE, Field.POSTAL_CODE, Field.CITY);

  /** Of 600 records of two sources: 180 pairs of one person, 200 of one household. */
  private static final TreeMap<Integer, Long> STRATA =
      new TreeMap<>(Map.of(0, 79_800L, 1, 80_000L, 3, 19_900L));

  private static final Evidence.Shared SHARED_PHONES = new Evidence.Shared(256, 125_959);

  private static final double[] M_NAME = {0.90, 0.06, 0.02, 0.01, 0.01};
  private static final double[] U_NAME = {0.01, 0.01, 0.02, 0.06, 0.90};
  private static final double[] M_DATE = {0.94, 0.02, 0.01, 0.01, 0.01, 0.01};
  private static final double[] U_DATE = {0.001, 0.002, 0.003, 0.03, 0.034, 0.93};
  private static final double[] M_CARD = {0.95, 0.02, 0.01, 0.02};
  private static final double[] HOME = {0.94, 0.03, 0.01, 0.01, 0.01};
  private static final double[] M_MAIL = {0.90, 0.01, 0.02, 0.02, 0.05};
  private static final double[] U_MAIL = {0, 0, 0, 0, 1};
  private static final double[] U_CARD = {0.0001, 0.0004, 0.0005, 0.999};

  /**
   * The numbers of {@code em-expected.csv} were computed by a program of its own, in numpy with
   * dense arrays, on the counts of {@code em-counts.csv}.
   */
  @Test
  void numbers_are_those_of_an_independent_program() throws IOException {
    var fitted = ModelFit.of(evidence(counts()));
    var model = fitted.model();
    for (var row : rows("em-expected.csv")) {
      double expected = Double.parseDouble(row[3]);
      double found =
          switch (row[0]) {
            case "m" -> model.m().get(Field.valueOf(row[1]))[Integer.parseInt(row[2])];
            case "u" -> model.u().get(Field.valueOf(row[1]))[Integer.parseInt(row[2])];
            case "h" -> model.h().get(Field.valueOf(row[1]))[Integer.parseInt(row[2])];
            case "lambda" -> model.lambda().get(Integer.parseInt(row[1]));
            case "eta" -> model.eta();
            case "logLikelihood" -> fitted.logLikelihood();
            case "householdGain" -> fitted.householdGain();
            case "iterations" -> fitted.iterations();
            case "bits" -> bits(model, row[1]);
            default -> throw new IllegalStateException(row[0]);
          };
      assertThat(found)
          .as(String.join(" ", row))
          .isCloseTo(expected, within(1e-9 + 1e-9 * Math.abs(expected)));
    }
    assertThat(fitted.isConverged()).isTrue();
  }

  @Test
  void the_order_of_the_input_does_not_change_a_bit() throws IOException {
    var counts = counts();
    var sorted = ModelFit.of(evidence(counts));
    for (int seed = 1; seed <= 3; seed++) {
      var shuffled = new ArrayList<>(counts);
      Collections.shuffle(shuffled, new Random(seed));
      var other = ModelFit.of(evidence(shuffled));
      assertThat(other.logLikelihood()).isEqualTo(sorted.logLikelihood());
      assertThat(other.model().lambda()).isEqualTo(sorted.model().lambda());
      for (var field : FIELDS) {
        assertThat(other.model().m().get(field)).containsExactly(sorted.model().m().get(field));
        assertThat(other.model().u().get(field)).containsExactly(sorted.model().u().get(field));
      }
    }
  }

  @Test
  void planted_probabilities_are_found_again() {
    var fitted = ModelFit.of(simulated(2_000));
    var model = fitted.model();
    assertThat(fitted.isConverged()).isTrue();
    assertThat(model.eta()).as("no households were planted").isZero();
    assertThat(model.lambda().get(0)).isCloseTo(2_000 / 1_999_000.0, within(1e-4));
    assertClose(model.m().get(Field.FIRST_NAME), M_NAME, 0.02);
    assertClose(model.m().get(Field.BIRTH_DATE), M_DATE, 0.02);
    assertClose(model.m().get(Field.CARD), M_CARD, 0.02);
    assertClose(model.u().get(Field.FIRST_NAME), U_NAME, 0.005);
    assertClose(model.u().get(Field.BIRTH_DATE), U_DATE, 0.005);
    assertClose(model.u().get(Field.CARD), U_CARD, 0.0005);
  }

  @Test
  void two_of_a_household_who_share_an_e_mail_address_stay_two() {
    var model = ModelFit.of(families(0.15)).model();
    assertThat(model.h().get(Field.EMAIL)[Comparison.SAME]).isBetween(0.1, 0.3);
    assertThat(model.m().get(Field.EMAIL)[Comparison.SAME]).isCloseTo(M_MAIL[0], within(0.02));
    assertClose(model.m().get(Field.FIRST_NAME), M_NAME, 0.02);
    assertThat(model.bits(0, spouses(), Map.of())).isLessThan(-5);
  }

  @Test
  void an_address_nobody_shares_is_no_sign_of_a_household() {
    var model = ModelFit.of(families(0)).model();
    assertThat(model.h().get(Field.EMAIL)[Comparison.SAME]).isLessThan(0.002);
    assertThat(model.m().get(Field.EMAIL)[Comparison.SAME]).isCloseTo(M_MAIL[0], within(0.02));
    assertClose(model.m().get(Field.FIRST_NAME), M_NAME, 0.02);
  }

  @Test
  void where_there_is_no_person_twice_none_is_found() {
    var evidence = simulated(0);
    var model = ModelFit.of(evidence).model();
    assertThat(model.lambda().get(0)).isLessThan(1e-5);
    var weighed =
        evidence.candidates().stream()
            .map(c -> new Threshold.Weighed(model.bits(0, c.pattern(), Map.of()), c.pairs()))
            .toList();
    assertThat(Threshold.of(weighed, 0.99).links()).isZero();
  }

  @Test
  void without_pairs_there_is_nothing_to_fit() {
    var count = new Evidence.Count(0, Pattern.with(Pattern.EMPTY, Field.CITY, 0), 1);
    var strata = new TreeMap<>(Map.of(0, 1L));
    assertThatThrownBy(() -> new Evidence(List.of(), List.of(count), strata, Map.of()))
        .hasMessage("no candidate pairs: nothing to fit a model to");
    assertThatThrownBy(() -> new Evidence(List.of(count), List.of(), strata, Map.of()))
        .hasMessage("no random pairs: chance agreement is not known");
    var elsewhere = new TreeMap<>(Map.of(1, 1L));
    assertThatThrownBy(() -> new Evidence(List.of(count), List.of(count), elsewhere, Map.of()))
        .hasMessage("stratum 0 has candidate pairs but no number of all pairs");
    assertThatThrownBy(() -> new Evidence.Shared(2, 1))
        .hasMessage("2.0 equal pairs of an identifier of 1.0");
  }

  @Test
  void one_value_in_every_record_says_nothing() {
    long same = Pattern.with(Pattern.EMPTY, Field.CITY, Comparison.SAME);
    var count = List.of(new Evidence.Count(0, same, 499_500));
    var model =
        ModelFit.of(new Evidence(count, count, new TreeMap<>(Map.of(0, 499_500L)), Map.of()))
            .model();
    assertThat(model.weights(same).get(Field.CITY)).isCloseTo(0, within(0.1));
  }

  /** 2,000 records; pairs that agree on name or date are candidates, one in four is random. */
  private static Evidence simulated(int matches) {
    System.out.println("ModelFitTest: seed " + SEED);
    var random = new Random(SEED);
    var candidates = new ArrayList<Evidence.Count>();
    var drawn = new TreeMap<Long, Long>();
    long all = 2_000L * 1_999 / 2;
    for (long pair = 0; pair < all; pair++) {
      boolean isMatch = pair < matches;
      long pattern = Pattern.EMPTY;
      pattern = with(pattern, Field.FIRST_NAME, isMatch ? M_NAME : U_NAME, random);
      pattern = with(pattern, Field.BIRTH_DATE, isMatch ? M_DATE : U_DATE, random);
      pattern = with(pattern, Field.CARD, isMatch ? M_CARD : U_CARD, random);
      if (Pattern.level(pattern, Field.FIRST_NAME) <= 1
          || Pattern.level(pattern, Field.BIRTH_DATE) <= 1
          || Pattern.level(pattern, Field.CARD) == 0) {
        candidates.add(new Evidence.Count(0, pattern, 1));
      }
      if (random.nextInt(4) == 0) {
        drawn.merge(pattern, 1L, Long::sum);
      }
    }
    return new Evidence(candidates, counts(drawn), new TreeMap<>(Map.of(0, all)), Map.of());
  }

  /** Of two persons: another first name and birth date, the same last name, street and e-mail. */
  private static long spouses() {
    long pattern = Pattern.with(Pattern.EMPTY, Field.FIRST_NAME, U_NAME.length - 1);
    pattern = Pattern.with(pattern, Field.BIRTH_DATE, U_DATE.length - 1);
    pattern = Pattern.with(pattern, Field.LAST_NAME, Comparison.SAME);
    pattern = Pattern.with(pattern, Field.STREET, Comparison.SAME);
    return Pattern.with(pattern, Field.EMAIL, Comparison.SAME);
  }

  /** 2,000 records: 1,500 pairs of one person, 1,500 of a household that may share an address. */
  private static Evidence families(double sharing) {
    System.out.println("ModelFitTest: seed " + SEED);
    var random = new Random(SEED);
    double[] ofHousehold = {sharing, 0, 0, 0, 1 - sharing};
    var candidates = new TreeMap<Long, Long>();
    var drawn = new TreeMap<Long, Long>();
    long all = 2_000L * 1_999 / 2;
    for (long pair = 0; pair < all; pair++) {
      boolean isMatch = pair < 1_500;
      boolean isHousehold = !isMatch && pair < 3_000;
      long pattern = Pattern.EMPTY;
      pattern = with(pattern, Field.FIRST_NAME, isMatch ? M_NAME : U_NAME, random);
      pattern = with(pattern, Field.BIRTH_DATE, isMatch ? M_DATE : U_DATE, random);
      var ofHome = isMatch || isHousehold ? HOME : U_NAME;
      pattern = with(pattern, Field.LAST_NAME, ofHome, random);
      pattern = with(pattern, Field.STREET, ofHome, random);
      pattern =
          with(pattern, Field.EMAIL, isMatch ? M_MAIL : isHousehold ? ofHousehold : U_MAIL, random);
      if (isMatch || isHousehold || Pattern.level(pattern, Field.FIRST_NAME) <= 1) {
        candidates.merge(pattern, 1L, Long::sum);
      }
      if (random.nextInt(4) == 0) {
        drawn.merge(pattern, 1L, Long::sum);
      }
    }
    return new Evidence(counts(candidates), counts(drawn), new TreeMap<>(Map.of(0, all)), Map.of());
  }

  private static List<Evidence.Count> counts(TreeMap<Long, Long> pairs) {
    return pairs.entrySet().stream()
        .map(e -> new Evidence.Count(0, e.getKey(), e.getValue()))
        .toList();
  }

  private static long with(long pattern, Field field, double[] probabilities, Random random) {
    double rest = random.nextDouble();
    int level = 0;
    while (level < probabilities.length - 1 && rest >= probabilities[level]) {
      rest -= probabilities[level++];
    }
    return random.nextInt(10) == 0 ? pattern : Pattern.with(pattern, field, level);
  }

  private static void assertClose(double[] found, double[] planted, double tolerance) {
    for (int i = 0; i < planted.length; i++) {
      assertThat(found[i]).as("level %d", i).isCloseTo(planted[i], within(tolerance));
    }
  }

  private static double bits(MatchModel model, String pair) {
    var parts = pair.split(":");
    long pattern = pattern(parts[1].split(" "), 0);
    return model.bits(Integer.parseInt(parts[0]), pattern, Map.of());
  }

  private static Evidence evidence(List<String[]> counts) {
    var candidates = new ArrayList<Evidence.Count>();
    var random = new ArrayList<Evidence.Count>();
    for (var row : counts) {
      long pairs = Long.parseLong(row[FIELDS.size() + 2]);
      var count = new Evidence.Count(Integer.parseInt(row[1]), pattern(row, 2), pairs);
      (row[0].equals("random") ? random : candidates).add(count);
    }
    return new Evidence(candidates, random, STRATA, Map.of(Field.PHONE, SHARED_PHONES));
  }

  private static long pattern(String[] row, int from) {
    long pattern = Pattern.EMPTY;
    for (int i = 0; i < FIELDS.size(); i++) {
      int level = Integer.parseInt(row[from + i]);
      pattern = level < 0 ? pattern : Pattern.with(pattern, FIELDS.get(i), level);
    }
    return pattern;
  }

  private static List<String[]> counts() throws IOException {
    return rows("em-counts.csv");
  }

  private static List<String[]> rows(String file) throws IOException {
    try (var in =
        new BufferedReader(
            new InputStreamReader(
                ModelFitTest.class.getResourceAsStream(file), StandardCharsets.UTF_8))) {
      return in.lines().skip(1).map(line -> line.split(",", -1)).toList();
    }
  }
}
