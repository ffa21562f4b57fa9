package io.microtarget.jobs.judge;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The area under the ROC curve that scores have on average over all outcomes that true
 * probabilities allow: the probability that of two persons, one who answers and one who does not,
 * the first has the higher score, equal ones counting half.
 *
 * <pre>
 * sum over i ≠ j of p(i) (1 - p(j)) [s(i) > s(j)]  /  sum over i ≠ j of p(i) (1 - p(j))
 * </pre>
 *
 * <p>It has no noise of drawn outcomes; with {@code s = p} it is the most any scores can reach, and
 * with p of 0 and 1 the usual area (Hanley and McNeil, Radiology 143, 1982). The area as a function
 * of the risks alone: Gail and Pfeiffer, On criteria for evaluating models of absolute risk,
 * Biostatistics 6, 2005.
 */
final class Concordance {
  private final double[] scores;
  private final double[] probabilities;
  private final int[] order;

  /**
   * @param scores any numbers, higher for the more likely
   * @param probabilities true ones, from 0 to 1
   */
  Concordance(double[] scores, double[] probabilities) {
    this.scores = scores;
    this.probabilities = probabilities;
    this.order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i]))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /**
   * @param weights how often each row counts; a row that counts twice is two persons
   * @return from 0 to 1; NaN if there is no pair
   */
  double of(int[] weights) {
    double below = 0;
    double area = 0;
    double positives = 0;
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
