package io.microtarget.jobs.judge;

import io.microtarget.identity.LinkQuality.Figure;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * A figure with the middle 95 % of what it is in resamples of the persons with replacement (the
 * percentile interval of Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13).
 * Resamples in which the figure has no value are left out.
 */
final class Resamples {
  private static final int RESAMPLES = 200;
  private static final double TAIL = 0.025;

  private Resamples() {}

  /**
   * @param persons how many there are
   * @param figure how often each person counts in, the figure out; NaN for none
   */
  static Figure of(int persons, long seed, ToDoubleFunction<int[]> figure) {
    var weights = new int[persons];
    Arrays.fill(weights, 1);
    double value = figure.applyAsDouble(weights);
    var random = new SplittableRandom(seed);
    var values = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      Arrays.fill(weights, 0);
      for (int draw = 0; draw < persons; draw++) {
        weights[random.nextInt(persons)]++;
      }
      values[i] = figure.applyAsDouble(weights);
    }
    var sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    return sorted.length == 0
        ? new Figure(value, Double.NaN, Double.NaN)
        : new Figure(
            value,
            sorted[(int) (TAIL * (sorted.length - 1))],
            sorted[(int) Math.ceil((1 - TAIL) * (sorted.length - 1))]);
  }

  /** The weighted mean of some values. */
  static Figure mean(double[] values, long seed) {
    return of(values.length, seed, weights -> mean(values, weights));
  }

  private static double mean(double[] values, int[] weights) {
    double sum = 0;
    long count = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weights[i] * values[i];
      count += weights[i];
    }
    return sum / count;
  }
}
