package io.microtarget.scoring;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * 95 % percentile intervals by resampling whole clusters with replacement (Efron and Tibshirani, An
 * Introduction to the Bootstrap, 1993; clusters as in Field and Welsh 2007): the contacts of one
 * subject are no independent facts.
 *
 * <p>All statistics of one call see the same resamples, so a difference between two models is
 * paired. The same seed gives the same resamples on every machine ({@link Random} is specified).
 */
public final class ClusterBootstrap {
  private static final int TOGETHER = 50;

  private final int[] clusterOf;
  private final int clusters;
  private final int resamples;
  private final long seed;

  /**
   * @param rows the cluster of each row
   */
  ClusterBootstrap(List<String> rows, int resamples, long seed) {
    var position = new TreeMap<String, Integer>();
    for (var name : new TreeSet<>(rows)) {
      position.put(name, position.size());
    }
    this.clusterOf = rows.stream().mapToInt(position::get).toArray();
    this.clusters = position.size();
    this.resamples = resamples;
    this.seed = seed;
  }

  /**
   * Every row is a cluster of its own.
   *
   * @param rows how many there are
   */
  public ClusterBootstrap(int rows, int resamples, long seed) {
    this.clusterOf = IntStream.range(0, rows).toArray();
    this.clusters = rows;
    this.resamples = resamples;
    this.seed = seed;
  }

  /** Both ends are NaN if no resample had a value. */
  public record Interval(double low, double high) {
    boolean includes(double value) {
      return low <= value && value <= high;
    }
  }

  /**
   * @param statistics weights of the rows in, one number a statistic out; NaN is left out. Called
   *     from several threads
   * @return one interval a statistic
   */
  public Interval[] intervals(Function<int[], double[]> statistics) {
    var random = new Random(seed);
    var draws = new double[resamples][];
    // Drawn one after the other, so that they are the same on any machine; then judged together.
    for (int first = 0; first < resamples; first += TOGETHER) {
      int from = first;
      var weights = new int[Math.min(TOGETHER, resamples - first)][];
      for (int b = 0; b < weights.length; b++) {
        weights[b] = weights(random);
      }
      IntStream.range(0, weights.length)
          .parallel()
          .forEach(b -> draws[from + b] = statistics.apply(weights[b]));
    }
    var intervals = new Interval[draws[0].length];
    for (int s = 0; s < intervals.length; s++) {
      int statistic = s;
      var values =
          Arrays.stream(draws)
              .mapToDouble(draw -> draw[statistic])
              .filter(Double::isFinite)
              .sorted()
              .toArray();
      intervals[s] = new Interval(quantile(values, 0.025), quantile(values, 0.975));
    }
    return intervals;
  }

  private int[] weights(Random random) {
    var drawn = new int[clusters];
    for (int i = 0; i < clusters; i++) {
      drawn[random.nextInt(clusters)]++;
    }
    var weights = new int[clusterOf.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = drawn[clusterOf[i]];
    }
    return weights;
  }

  /** Linear between order statistics (type 7 of Hyndman and Fan 1996). */
  static double quantile(double[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
