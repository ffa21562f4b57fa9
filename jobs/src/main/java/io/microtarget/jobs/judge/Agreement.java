package io.microtarget.jobs.judge;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/**
 * How far two ways to sort the same persons into groups agree, whatever the groups are called.
 *
 * <pre>
 * adjusted Rand index = (pairs together in both - expected) / (mean of pairs together in each - expected)
 * normalised mutual information = I(A; B) / ((H(A) + H(B)) / 2)
 * </pre>
 *
 * <p>1 for the same groups; the index is 0 on average where groups have nothing to do with each
 * other (Hubert and Arabie, Comparing partitions, Journal of Classification 2, 1985). The second is
 * the information one way tells of the other, from 0 to 1, not corrected for chance (Strehl and
 * Ghosh, JMLR 3, 2002; the arithmetic mean as in Vinh, Epps and Bailey, JMLR 11, 2010).
 *
 * @param counts persons by group of the first and of the second way
 */
record Agreement(long[][] counts) {
  /**
   * @param one, other number of the group of each person, from 0
   * @param weights how often each person counts
   */
  static Agreement of(int[] one, int[] other, int[] weights) {
    var counts = new long[groups(one)][groups(other)];
    for (int i = 0; i < one.length; i++) {
      counts[one[i]][other[i]] += weights[i];
    }
    return new Agreement(counts);
  }

  /** NaN if both ways put everybody into one group. */
  double adjustedRand() {
    double together = sum(cells(), Agreement::pairs);
    double ofOne = sum(rows(), Agreement::pairs);
    double ofOther = sum(columns(), Agreement::pairs);
    double expected = ofOne * ofOther / pairs(total());
    return (together - expected) / ((ofOne + ofOther) / 2 - expected);
  }

  /** NaN if both ways put everybody into one group. */
  double mutualInformation() {
    double ofOne = entropy(rows());
    double ofOther = entropy(columns());
    return (ofOne + ofOther - entropy(cells())) / ((ofOne + ofOther) / 2);
  }

  private long total() {
    return Arrays.stream(rows()).sum();
  }

  private long[] cells() {
    return Arrays.stream(counts).flatMapToLong(Arrays::stream).toArray();
  }

  private long[] rows() {
    return Arrays.stream(counts).mapToLong(row -> Arrays.stream(row).sum()).toArray();
  }

  private long[] columns() {
    var columns = new long[counts[0].length];
    for (var row : counts) {
      for (int i = 0; i < columns.length; i++) {
        columns[i] += row[i];
      }
    }
    return columns;
  }

  private static long pairs(long n) {
    return n * (n - 1) / 2;
  }

  private static double sum(long[] sizes, LongUnaryOperator of) {
    return Arrays.stream(sizes).map(of).asDoubleStream().sum();
  }

  private static double entropy(long[] sizes) {
    double total = Arrays.stream(sizes).sum();
    return Arrays.stream(sizes)
        .filter(size -> size > 0)
        .mapToDouble(size -> -size / total * Math.log(size / total))
        .sum();
  }

  private static int groups(int[] groups) {
    return Arrays.stream(groups).max().orElse(-1) + 1;
  }
}
