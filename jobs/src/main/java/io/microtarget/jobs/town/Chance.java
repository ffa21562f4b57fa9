package io.microtarget.jobs.town;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A stream of random numbers for one subject and one purpose.
 *
 * <p>Streams are independent of each other and of the order in which they are used (Steele, Lea,
 * Flood, Fast splittable pseudorandom number generators, OOPSLA 2014). Functions are those of
 * {@link StrictMath}, which give the same bits on every machine.
 */
final class Chance {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final SplittableRandom random;

  private Chance(long state) {
    random = new SplittableRandom(state);
  }

  /** The stream of a subject, such as a person's number, for a purpose. */
  static Chance of(long seed, long subject, String purpose) {
    return new Chance(hash(seed, subject, purpose));
  }

  static long hash(long seed, long subject, String purpose) {
    return mixed(mixed(mixed(seed + GOLDEN) + subject) ^ (purpose.hashCode() * GOLDEN));
  }

  /** One to one on all numbers of 64 bits (variant 13 of Stafford's mix of MurmurHash3). */
  static long mixed(long number) {
    var z = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  double uniform() {
    return random.nextDouble();
  }

  double between(double from, double to) {
    return from + (to - from) * random.nextDouble();
  }

  /** From 0 to below {@code bound}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Both ends are possible. */
  int from(int first, int last) {
    return first + random.nextInt(last - first + 1);
  }

  boolean happens(double probability) {
    return random.nextDouble() < probability;
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** Marsaglia and Bray's polar method. */
  double normal() {
    while (true) {
      double u = 2 * random.nextDouble() - 1;
      double v = 2 * random.nextDouble() - 1;
      double s = u * u + v * v;
      if (s > 0 && s < 1) {
        return u * StrictMath.sqrt(-2 * StrictMath.log(s) / s);
      }
    }
  }

  /** Marsaglia and Tsang, A simple method for generating gamma variables, 2000; scale 1. */
  double gamma(double shape) {
    if (shape < 1) {
      var power = StrictMath.pow(1 - random.nextDouble(), 1 / shape);
      return gamma(shape + 1) * power;
    }
    double d = shape - 1.0 / 3;
    double c = 1 / StrictMath.sqrt(9 * d);
    while (true) {
      double x = normal();
      double v = 1 + c * x;
      v = v * v * v;
      if (v > 0
          && StrictMath.log(1 - random.nextDouble())
              < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
        return d * v;
      }
    }
  }

  /** Knuth's method, for small means. */
  int poisson(double mean) {
    double limit = StrictMath.exp(-mean);
    int count = 0;
    for (double p = random.nextDouble(); p > limit; p *= random.nextDouble()) {
      count++;
    }
    return count;
  }

  /** Position of one of the weights, which need not sum to 1. */
  int pick(double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double left = random.nextDouble() * sum;
    for (int i = 0; i < weights.length; i++) {
      left -= weights[i];
      if (left < 0) {
        return i;
      }
    }
    return weights.length - 1;
  }
}
