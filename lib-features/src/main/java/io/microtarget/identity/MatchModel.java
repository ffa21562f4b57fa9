package io.microtarget.identity;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * How likely two records are one person, given how they agree.
 *
 * <pre>
 * odds = λ · Π m(level) / (η · Π h(level) + (1 - λ - η) · Π u(level))      bits = log2(odds)
 * </pre>
 *
 * m: probability of a level if both are one person; u: if they are strangers; h: if they are two
 * persons of one household, who share name and address (h = u for what a household does not share).
 * λ and η: share of such pairs among all pairs. A field that one record does not know counts for
 * nothing. Agreement on a value rarer than most weighs more by its {@link Rarity}.
 *
 * <p>Fellegi and Sunter, A Theory for Record Linkage, JASA 64 (1969). Frequencies of values:
 * Winkler, Frequency-Based Matching in Fellegi-Sunter Model of Record Linkage, 2000.
 *
 * @param m of each field, by level; and so {@code u} and {@code h}
 * @param place logarithms of u of the place, by code of {@link PlaceChance}
 * @param lambda by stratum
 * @param eta 0 where no households were found
 */
record MatchModel(
    Map<Field, double[]> m,
    Map<Field, double[]> u,
    Map<Field, double[]> h,
    PlaceChance placeChance,
    double[] place,
    SortedMap<Integer, Double> lambda,
    double eta)
    implements Serializable {
  private static final double LOG_2 = StrictMath.log(2);

  /** Fields the model knows weights of. */
  Set<Field> fields() {
    return m.keySet();
  }

  /**
   * Match weight of a pair.
   *
   * @param rarity bits by field by which an agreement is rarer than the average; empty for the
   *     weight of the pattern alone
   * @return bits: 0 for even odds, 10 for about a thousand to one
   * @throws IllegalArgumentException for a stratum that the model was not fitted to
   */
  double bits(int stratum, long pattern, Map<Field, Double> rarity) {
    double all = 0;
    double shared = 0;
    for (var field : m.keySet()) {
      double rare = rarity.getOrDefault(field, 0.0);
      all += rare;
      shared += Field.OF_HOUSEHOLD.contains(field) ? rare : 0;
    }
    return weight(stratum, pattern, all, shared);
  }

  /**
   * Match weight of a pair.
   *
   * @param surprise sum of {@link Rarity#surprise} over the fields that agree
   * @param shared the part of it by fields that households share
   * @return bits
   */
  double bits(int stratum, long pattern, double surprise, double shared) {
    double all = surprise;
    double ofHousehold = shared;
    for (var field : Rarity.agreeing(pattern)) {
      if (m.containsKey(field)) {
        double average = StrictMath.log(u.get(field)[Comparison.SAME]) / LOG_2;
        all += average;
        ofHousehold += Field.OF_HOUSEHOLD.contains(field) ? average : 0;
      }
    }
    return weight(stratum, pattern, all, ofHousehold);
  }

  private double weight(int stratum, long pattern, double rare, double rareInHousehold) {
    if (!lambda.containsKey(stratum)) {
      throw new IllegalArgumentException(
          "stratum %d is not among those of the model: %s".formatted(stratum, lambda.keySet()));
    }
    double share = lambda.get(stratum);
    double same = StrictMath.log(share) + rare * LOG_2;
    double household = StrictMath.log(eta) + rareInHousehold * LOG_2;
    double strangers = StrictMath.log(1 - share - eta) + place[placeChance.code(pattern)];
    for (var field : m.keySet()) {
      int level = Pattern.level(pattern, field);
      if (level != Pattern.UNKNOWN) {
        same += StrictMath.log(m.get(field)[level]);
        household += StrictMath.log(h.get(field)[level]);
        strangers += Field.OF_PLACE.contains(field) ? 0 : StrictMath.log(u.get(field)[level]);
      }
    }
    return (same - logOfSum(household, strangers)) / LOG_2;
  }

  /** 0 to 1. */
  static double probability(double bits) {
    return 1 / (1 + StrictMath.pow(2, -bits));
  }

  /**
   * Bits by which each field of a pattern speaks for one person (above 0) or for two, beside
   * strangers: what a waterfall shows. The place is told under the postal code, or the first of its
   * fields that is known.
   */
  Map<Field, Double> weights(long pattern) {
    var weights = new EnumMap<Field, Double>(Field.class);
    double ofPlace = -place[placeChance.code(pattern)] / LOG_2;
    for (var field : m.keySet()) {
      int level = Pattern.level(pattern, field);
      if (level != Pattern.UNKNOWN) {
        double log = StrictMath.log(m.get(field)[level]) / LOG_2;
        if (Field.OF_PLACE.contains(field)) {
          weights.put(field, log + ofPlace);
          ofPlace = 0;
        } else {
          weights.put(field, log - StrictMath.log(u.get(field)[level]) / LOG_2);
        }
      }
    }
    return weights;
  }

  private static double logOfSum(double one, double other) {
    double most = Math.max(one, other);
    return most + StrictMath.log(StrictMath.exp(one - most) + StrictMath.exp(other - most));
  }
}
