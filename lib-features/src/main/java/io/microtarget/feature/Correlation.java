package io.microtarget.feature;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Correlations of columns with gaps (NaN, or infinite), on the driver. */
final class Correlation {
  private Correlation() {}

  /** One bit a row: whether the value is known. */
  static long[] known(double[] values) {
    var bits = new long[(values.length + 63) / 64];
    for (int i = 0; i < values.length; i++) {
      if (Double.isFinite(values[i])) {
        bits[i / 64] |= 1L << i % 64;
      }
    }
    return bits;
  }

  /** In how many rows exactly one of two is known. */
  static int differing(long[] one, long[] other) {
    int differing = 0;
    for (int i = 0; i < one.length; i++) {
      differing += Long.bitCount(one[i] ^ other[i]);
    }
    return differing;
  }

  /**
   * Known values less their mean, of length 1; 0 where unknown. The {@link #dot} of two such
   * columns, known in the same rows, is their correlation (Pearson 1896).
   */
  static double[] standardised(double[] values) {
    var spread = Spread.of(values);
    double unit = Math.max(Math.abs(spread.least()), Math.abs(spread.most()));
    double mean = spread.mean() / unit;
    var standard = new double[values.length];
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      standard[i] = Double.isFinite(values[i]) ? values[i] / unit - mean : 0;
      squares += standard[i] * standard[i];
    }
    double length = Math.sqrt(squares);
    for (int i = 0; i < values.length; i++) {
      standard[i] = length > 0 ? standard[i] / length : 0;
    }
    return standard;
  }

  /** Four sums at a time, always in the same order. */
  static double dot(double[] one, double[] other) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < one.length; i += 4) {
      a += one[i] * other[i];
      b += one[i + 1] * other[i + 1];
      c += one[i + 2] * other[i + 2];
      d += one[i + 3] * other[i + 3];
    }
    for (; i < one.length; i++) {
      a += one[i] * other[i];
    }
    return a + b + c + d;
  }

  /** The correlation over rows where both are known. */
  static double whereBothKnown(double[] one, double[] other) {
    var both =
        IntStream.range(0, one.length)
            .filter(i -> Double.isFinite(one[i]) && Double.isFinite(other[i]))
            .toArray();
    return dot(
        standardised(Arrays.stream(both).mapToDouble(i -> one[i]).toArray()),
        standardised(Arrays.stream(both).mapToDouble(i -> other[i]).toArray()));
  }

  /** Ranks from 1; equal values share the mean of theirs, unknown ones stay unknown. */
  static double[] ranks(double[] values) {
    var order =
        IntStream.range(0, values.length)
            .filter(i -> Double.isFinite(values[i]))
            .boxed()
            .sorted((i, j) -> Double.compare(values[i], values[j]))
            .mapToInt(Integer::intValue)
            .toArray();
    var ranks = new double[values.length];
    Arrays.fill(ranks, Double.NaN);
    for (int from = 0; from < order.length; ) {
      int to = from;
      while (to < order.length && values[order[to]] == values[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = (from + 1 + to) / 2.0;
      }
      from = to;
    }
    return ranks;
  }
}
