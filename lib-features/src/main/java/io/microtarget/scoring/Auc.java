package io.microtarget.scoring;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Area under the ROC curve: the probability that a responder's score is above a non-responder's,
 * equal scores counting half (Mann-Whitney; Hanley and McNeil, Radiology 143, 1982).
 *
 * <p>Where only the probabilities of an outcome are known, the mean area over all outcomes they
 * allow (Gail and Pfeiffer, On criteria for evaluating models of absolute risk, Biostatistics 6,
 * 2005), which has no noise of drawn outcomes; with {@code s = p} it is the most any scores can
 * reach, and with p of 0 and 1 it is the usual area:
 *
 * <pre>
 * sum over i ≠ j of p(i) (1 - p(j)) [s(i) &gt; s(j)]  /  sum over i ≠ j of p(i) (1 - p(j))
 * </pre>
 *
 * <p>Sorted once; then each weighting of the rows, such as a bootstrap resample, is one pass.
 */
public final class Auc {
  private final int[] order;
  private final double[] scores;
  private final double[] probabilities;

  /**
   * @param scores any numbers, higher for the more likely
   * @param probabilities of the outcome, from 0 to 1
   */
  public Auc(double[] scores, double[] probabilities) {
    this.scores = scores;
    this.probabilities = probabilities;
    this.order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i]))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  Auc(double[] scores, boolean[] outcomes) {
    this(
        scores,
        IntStream.range(0, outcomes.length).mapToDouble(i -> outcomes[i] ? 1 : 0).toArray());
  }

  /** Area with every row once; NaN if there is only one outcome. */
  static double of(double[] scores, boolean[] outcomes) {
    var once = new int[scores.length];
    Arrays.fill(once, 1);
    return new Auc(scores, outcomes).of(once);
  }

  /**
   * @param weights how often each row counts; a row that counts twice is two rows
   * @return from 0 to 1; NaN if only one outcome has weight
   */
  public double of(int[] weights) {
    double below = 0;
    double positives = 0;
    double area = 0;
    double oneself = 0;
    for (int from = 0; from < order.length; ) {
      double tiedPositives = 0;
      double tiedNegatives = 0;
      int to = from;
      for (; to < order.length && scores[order[to]] == scores[order[from]]; to++) {
        double p = probabilities[order[to]];
        int weight = weights[order[to]];
        tiedPositives += weight * p;
        tiedNegatives += weight * (1 - p);
        oneself += weight * p * (1 - p);
      }
      area += tiedPositives * (below + tiedNegatives / 2);
      below += tiedNegatives;
      positives += tiedPositives;
      from = to;
    }
    return (area - oneself / 2) / (positives * below - oneself);
  }
}
