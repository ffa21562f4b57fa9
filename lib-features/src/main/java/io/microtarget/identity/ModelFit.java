package io.microtarget.identity;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Fits a {@link MatchModel} without a single label, by expectation and maximisation over counts of
 * agreement patterns (Dempster, Laird, Rubin, JRSS B 39, 1977; for record linkage Winkler, Using
 * the EM Algorithm for Weight Computation in the Fellegi-Sunter Model of Record Linkage, 1988).
 *
 * <p>The likelihood is that of all pairs, not of those compared: u comes from random pairs, and a
 * pair that no blocking rule brought together counts as two persons. So blocking does not bend u,
 * and no rule has to be trained apart. Expected matches among the random pairs are taken out of u.
 *
 * <p>A second class of different persons, households, is kept if it explains the counts so much
 * better that the Bayesian information criterion (Schwarz, Annals of Statistics 6, 1978) prefers
 * it. With names and addresses alone a household can hardly be told from one person of two names.
 *
 * <p>Deterministic: counts are sorted, sums run in that order, and logarithms are StrictMath's.
 */
final class ModelFit {
  static final int MOST_ITERATIONS = 500;

  /** Greatest change of an m probability at which the fit has converged. */
  static final double CONVERGED = 1e-6;

  /** Share of equal identifiers that belong to different persons at least, whatever counts say. */
  private static final double SHARED_IDENTIFIERS = 0.01;

  /** Each level starts this much rarer than the one before it: 1.5 bits. */
  private static final double STARTING_STEP = StrictMath.pow(2, -1.5);

  private static final double HALF = 0.5;

  /**
   * A model and how it was found.
   *
   * @param iterations until no m probability changed by more than {@link #CONVERGED}
   * @param isConverged false if that took more than {@link #MOST_ITERATIONS}
   * @param logLikelihood of the candidate pairs
   * @param householdGain by how much the information criterion of the model with households is
   *     better than that without; kept if above 0
   */
  record Fitted(
      MatchModel model,
      int iterations,
      boolean isConverged,
      double logLikelihood,
      double householdGain) {}

  private final Evidence evidence;
  private final List<Field> fields;
  private final double sampled;
  private final PlaceChance placeChance;
  private final Map<Field, double[]> randomLevels;

  private final Map<Field, double[]> m = new EnumMap<>(Field.class);
  private final Map<Field, double[]> u = new EnumMap<>(Field.class);
  private final Map<Field, double[]> h = new EnumMap<>(Field.class);
  private final TreeMap<Integer, Double> lambda = new TreeMap<>();
  private double eta;
  private double[] place;

  private ModelFit(Evidence evidence) {
    this.evidence = evidence;
    this.fields = List.copyOf(evidence.fields());
    this.sampled = evidence.randomPairs() / evidence.allPairs();
    this.placeChance = new PlaceChance(evidence, sampled);
    this.randomLevels = evidence.randomLevels();
  }

  /** The model of these counts, with or without households, whichever explains them better. */
  static Fitted of(Evidence evidence) {
    var without = new ModelFit(evidence).fit(0);
    double share = Math.min(HALF, HALF * evidence.records() / evidence.allPairs());
    var with = new ModelFit(evidence).fit(share);
    int parameters =
        1
            + with.model().fields().stream()
                .filter(Field.OF_HOUSEHOLD::contains)
                .mapToInt(field -> Comparison.of(field).size() - 1)
                .sum();
    double gain =
        2 * (with.logLikelihood() - without.logLikelihood())
            - parameters * StrictMath.log(evidence.allPairs());
    var better = gain > 0 ? with : without;
    return new Fitted(
        better.model(), better.iterations(), better.isConverged(), better.logLikelihood(), gain);
  }

  private Fitted fit(double householdShare) {
    start(householdShare);
    double logLikelihood = 0;
    for (int iteration = 1; iteration <= MOST_ITERATIONS; iteration++) {
      var expected = expectation();
      logLikelihood = expected.logLikelihood;
      if (maximisation(expected) < CONVERGED) {
        return new Fitted(model(), iteration, true, logLikelihood, 0);
      }
    }
    return new Fitted(model(), MOST_ITERATIONS, false, logLikelihood, 0);
  }

  private void start(double householdShare) {
    for (var field : fields) {
      int levels = Comparison.of(field).size();
      var steps = new double[levels];
      Arrays.setAll(steps, level -> StrictMath.pow(STARTING_STEP, level));
      m.put(field, shares(steps, 0));
      u.put(field, shares(randomLevels.get(field), HALF * levels));
      h.put(field, Field.OF_HOUSEHOLD.contains(field) ? m.get(field).clone() : u.get(field));
    }
    double share = Math.min(HALF, HALF * evidence.records() / evidence.allPairs());
    evidence.pairs().keySet().forEach(stratum -> lambda.put(stratum, share));
    eta = householdShare;
    place = placeChance.logs(u, new double[placeChance.size()]);
  }

  /** Expected pairs of one person, and of one household, by everything they are counted by. */
  private static final class Expected {
    final Map<Field, double[]> matches = new EnumMap<>(Field.class);
    final Map<Field, double[]> households = new EnumMap<>(Field.class);
    final Map<Integer, Double> byStratum = new TreeMap<>();
    final double[] byPlace;
    double inHouseholds;
    double logLikelihood;

    Expected(List<Field> fields, int places) {
      byPlace = new double[places];
      for (var field : fields) {
        matches.put(field, new double[Comparison.of(field).size()]);
        households.put(field, new double[Comparison.of(field).size()]);
      }
    }
  }

  private Expected expectation() {
    var expected = new Expected(fields, placeChance.size());
    var logM = logs(m);
    var logU = logs(u);
    var logH = logs(h);
    for (var count : evidence.candidates()) {
      double share = lambda.get(count.stratum());
      double same = StrictMath.log(share);
      double household = StrictMath.log(eta);
      double strangers = StrictMath.log(1 - share - eta) + place[placeChance.code(count.pattern())];
      for (var field : fields) {
        int level = Pattern.level(count.pattern(), field);
        if (level != Pattern.UNKNOWN) {
          same += logM.get(field)[level];
          household += logH.get(field)[level];
          strangers += Field.OF_PLACE.contains(field) ? 0 : logU.get(field)[level];
        }
      }
      double most = Math.max(same, Math.max(household, strangers));
      double ofSame = StrictMath.exp(same - most);
      double ofHousehold = StrictMath.exp(household - most);
      double sum = ofSame + ofHousehold + StrictMath.exp(strangers - most);
      add(expected, count, ofSame / sum * count.pairs(), ofHousehold / sum * count.pairs());
      expected.logLikelihood += (StrictMath.log(sum) + most) * count.pairs();
    }
    return expected;
  }

  private void add(Expected expected, Evidence.Count count, double matches, double households) {
    for (var field : fields) {
      int level = Pattern.level(count.pattern(), field);
      if (level != Pattern.UNKNOWN) {
        expected.matches.get(field)[level] += matches;
        expected.households.get(field)[level] += households;
      }
    }
    expected.byStratum.merge(count.stratum(), matches, Double::sum);
    expected.byPlace[placeChance.code(count.pattern())] += matches;
    expected.inHouseholds += households;
  }

  /** New parameters; returns the greatest change of an m probability. */
  private double maximisation(Expected expected) {
    double change = 0;
    for (var field : fields) {
      var newM = shares(expected.matches.get(field), 1);
      change = Math.max(change, greatestDifference(newM, m.put(field, newM)));
      u.put(field, chance(field, expected));
      boolean isShared = Field.OF_HOUSEHOLD.contains(field);
      h.put(field, isShared ? shares(expected.households.get(field), 1) : u.get(field));
    }
    evidence
        .pairs()
        .forEach(
            (stratum, pairs) -> {
              double matches = expected.byStratum.getOrDefault(stratum, 0.0);
              lambda.put(stratum, Math.min(HALF, (matches + HALF) / (pairs + 1)));
            });
    eta = eta > 0 ? (expected.inHouseholds + HALF) / (evidence.allPairs() + 1) : 0;
    place = placeChance.logs(u, expected.byPlace);
    return change;
  }

  /** u of a field: random pairs without the matches among them. */
  private double[] chance(Field field, Expected expected) {
    var matches = expected.matches.get(field);
    var strangers = new double[matches.length];
    for (int level = 0; level < strangers.length; level++) {
      strangers[level] = Math.max(randomLevels.get(field)[level] - sampled * matches[level], 0);
    }
    var chance = shares(strangers, HALF * strangers.length);
    var shared = evidence.identifiers().get(field);
    if (shared == null || shared.known() == 0) {
      return chance;
    }
    double households =
        Field.OF_HOUSEHOLD.contains(field) ? expected.households.get(field)[Comparison.SAME] : 0;
    double strange = shared.equal() - matches[Comparison.SAME] - households;
    double same =
        Math.max(Math.max(strange, SHARED_IDENTIFIERS * shared.equal()), HALF) / shared.known();
    double other = 1 - chance[Comparison.SAME];
    for (int level = 1; level < chance.length; level++) {
      chance[level] *= (1 - same) / other;
    }
    chance[Comparison.SAME] = same;
    return chance;
  }

  private MatchModel model() {
    return new MatchModel(
        Collections.unmodifiableMap(m),
        Collections.unmodifiableMap(u),
        Collections.unmodifiableMap(h),
        placeChance,
        place,
        Collections.unmodifiableSortedMap(lambda),
        eta);
  }

  /** Shares of counts, each level with its part of some pairs more, so that none is impossible. */
  private static double[] shares(double[] counts, double added) {
    double sum = added;
    for (double count : counts) {
      sum += count;
    }
    double total = sum;
    return Arrays.stream(counts).map(c -> (c + added / counts.length) / total).toArray();
  }

  private static double greatestDifference(double[] one, double[] other) {
    double greatest = 0;
    for (int i = 0; i < one.length; i++) {
      greatest = Math.max(greatest, Math.abs(one[i] - other[i]));
    }
    return greatest;
  }

  private static Map<Field, double[]> logs(Map<Field, double[]> probabilities) {
    var logs = new EnumMap<Field, double[]>(Field.class);
    probabilities.forEach(
        (field, of) -> logs.put(field, Arrays.stream(of).map(StrictMath::log).toArray()));
    return logs;
  }
}
