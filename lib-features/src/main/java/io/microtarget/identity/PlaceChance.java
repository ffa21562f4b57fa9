package io.microtarget.identity;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How often strangers agree on a place: postal code, city and state together, since one follows
 * from the other. Counted apart, a shared postal code would speak twice for the same person.
 *
 * <p>The joint probability of levels is counted in random pairs. Combinations that hardly occur
 * there lean on the product of their parts: it counts as {@value #LEANING} pairs.
 */
final class PlaceChance implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double LEANING = 10;

  private final List<Field> parts;
  private final double[] counted;
  private final double sampled;

  /**
   * @param sampled share of all pairs that are among the random ones
   */
  PlaceChance(Evidence evidence, double sampled) {
    this.parts = evidence.fields().stream().filter(Field.OF_PLACE::contains).sorted().toList();
    this.sampled = sampled;
    this.counted = new double[size()];
    evidence.random().forEach(c -> counted[code(c.pattern())] += c.pairs());
  }

  /** Codes only: for a model that was fitted before. */
  PlaceChance(Set<Field> fields) {
    this.parts = fields.stream().filter(Field.OF_PLACE::contains).sorted().toList();
    this.sampled = 0;
    this.counted = new double[size()];
  }

  /** Number of codes. */
  int size() {
    return parts.stream().mapToInt(PlaceChance::digits).reduce(1, (a, b) -> a * b);
  }

  /** What a pattern says of the place, as one number: mixed radix, 0 for an unknown part. */
  int code(long pattern) {
    int code = 0;
    for (var part : parts) {
      code = code * digits(part) + Pattern.level(pattern, part) + 1;
    }
    return code;
  }

  /**
   * Natural logarithm of the probability of each code among strangers; unknown parts are summed
   * over.
   *
   * @param chance probability of each level of each part by itself
   * @param matches expected matches among all pairs by code, which are no strangers
   */
  double[] logs(Map<Field, double[]> chance, double[] matches) {
    var strangers = new double[counted.length];
    for (int code = 0; code < counted.length; code++) {
      strangers[code] = Math.max(counted[code] - sampled * matches[code], 0);
    }
    var logs = new double[counted.length];
    for (int code = 1; code < counted.length; code++) {
      logs[code] = StrictMath.log(probability(code, strangers, chance));
    }
    return logs;
  }

  private double probability(int code, double[] strangers, Map<Field, double[]> chance) {
    double agreeing = 0;
    double known = 0;
    for (int other = 0; other < strangers.length; other++) {
      if (knowsParts(other, code)) {
        known += strangers[other];
        agreeing += agreesOnParts(other, code) ? strangers[other] : 0;
      }
    }
    double product = 1;
    int rest = code;
    for (int i = parts.size() - 1; i >= 0; i--) {
      int level = rest % digits(parts.get(i)) - 1;
      product *= level == Pattern.UNKNOWN ? 1 : chance.get(parts.get(i))[level];
      rest /= digits(parts.get(i));
    }
    return (agreeing + LEANING * product) / (known + LEANING);
  }

  /** Whether a code knows each part that another one knows. */
  private boolean knowsParts(int code, int other) {
    int one = code;
    int two = other;
    for (int i = parts.size() - 1; i >= 0; i--) {
      int digits = digits(parts.get(i));
      if (two % digits != 0 && one % digits == 0) {
        return false;
      }
      one /= digits;
      two /= digits;
    }
    return true;
  }

  /** Whether a code has the level of each part that another one knows. */
  private boolean agreesOnParts(int code, int other) {
    int one = code;
    int two = other;
    for (int i = parts.size() - 1; i >= 0; i--) {
      int digits = digits(parts.get(i));
      if (two % digits != 0 && one % digits != two % digits) {
        return false;
      }
      one /= digits;
      two /= digits;
    }
    return true;
  }

  private static int digits(Field part) {
    return Comparison.of(part).size() + 1;
  }
}
