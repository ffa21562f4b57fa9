package io.microtarget.identity;

import java.util.Comparator;
import java.util.List;

/**
 * From which match weight on a pair is a link, chosen without a single label: the lowest weight at
 * which the links, by the model's own probabilities, are right as often as wanted.
 *
 * <p>A pair that is more likely two persons than one is never a link, however sure the others are.
 * If no weight is good enough nothing is linked: {@link #bits} is infinite.
 *
 * @param bits least match weight of a link
 * @param precision expected share of links that are right; 1 without any
 * @param recall expected share of the compared pairs of one person that are links
 * @param links pairs at or above the threshold
 */
record Threshold(double bits, double precision, double recall, long links) {
  /** Pairs of one weight. */
  record Weighed(double bits, long pairs) {}

  /**
   * @param pairs all compared pairs, in any order; equal weights may come apart
   * @param target expected precision of the links, above 0 and below 1
   */
  static Threshold of(List<Weighed> pairs, double target) {
    if (!(target > 0 && target < 1)) {
      throw new IllegalArgumentException(
          "target-precision must be above 0 and below 1, not %s".formatted(target));
    }
    double all = 0;
    double right = 0;
    double links = 0;
    var chosen = new Threshold(Double.POSITIVE_INFINITY, 1, 0, 0);
    var sorted = pairs.stream().sorted(Comparator.comparingDouble(p -> -p.bits())).toList();
    for (int i = 0; i < sorted.size(); i++) {
      var weighed = sorted.get(i);
      double matches = weighed.pairs() * MatchModel.probability(weighed.bits());
      all += matches;
      if (weighed.bits() >= 0) {
        right += matches;
        links += weighed.pairs();
        boolean isLast = i + 1 == sorted.size() || sorted.get(i + 1).bits() < weighed.bits();
        if (isLast && right / links >= target) {
          chosen = new Threshold(weighed.bits(), right / links, right, (long) links);
        }
      }
    }
    return all == 0
        ? chosen
        : new Threshold(chosen.bits, chosen.precision, chosen.recall / all, chosen.links);
  }
}
