package io.microtarget.jobs.judge;

import io.microtarget.identity.LinkQuality.Figure;
import io.microtarget.scoring.ClusterBootstrap;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * A figure with the middle 95 % of what it is in resamples of the persons with replacement: {@link
 * ClusterBootstrap}. Resamples in which the figure has no value are left out.
 */
final class Resamples {
  private static final int RESAMPLES = 200;

  private Resamples() {}

  /**
   * @param persons how many there are
   * @param figure how often each person counts in, the figure out; NaN for none. Called from
   *     several threads
   */
  static Figure of(int persons, long seed, ToDoubleFunction<int[]> figure) {
    var once = new int[persons];
    Arrays.fill(once, 1);
    var interval =
        new ClusterBootstrap(persons, RESAMPLES, seed)
            .intervals(weights -> new double[] {figure.applyAsDouble(weights)})[0];
    return new Figure(figure.applyAsDouble(once), interval.low(), interval.high());
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
