package io.microtarget.scoring;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Area under the ROC curve: the probability that a responder's score is above a non-responder's,
 * equal scores counting half (Mann-Whitney; Hanley and McNeil, Radiology 143, 1982).
 *
 * <p>Sorted once; then each weighting of the rows, such as a bootstrap resample, is one pass.
 */
final class Auc {
  private final int[] order;
  private final double[] scores;
  private final boolean[] outcomes;

  Auc(double[] scores, boolean[] outcomes) {
    this.scores = scores;
    this.outcomes = outcomes;
    this.order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i]))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /** Area with every row once; NaN if there is only one outcome. */
  static double of(double[] scores, boolean[] outcomes) {
    var once = new int[scores.length];
    Arrays.fill(once, 1);
    return new Auc(scores, outcomes).of(once);
  }

  /**
   * @param weights how often each row counts
   * @return from 0 to 1; NaN if only one outcome has weight
   */
  double of(int[] weights) {
    double below = 0;
    double positives = 0;
    double area = 0;
    for (int from = 0; from < order.length; ) {
      double tiedPositives = 0;
      double tiedNegatives = 0;
      int to = from;
      for (; to < order.length && scores[order[to]] == scores[order[from]]; to++) {
        if (outcomes[order[to]]) {
          tiedPositives += weights[order[to]];
        } else {
          tiedNegatives += weights[order[to]];
        }
      }
      area += tiedPositives * (below + tiedNegatives / 2);
      below += tiedNegatives;
      positives += tiedPositives;
      from = to;
    }
    return area / (positives * below);
  }
}
