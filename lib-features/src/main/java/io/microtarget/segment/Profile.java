package io.microtarget.segment;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What a segment looks like on average.
 *
 * @param cluster index of its centre
 * @param size subjects
 * @param centre mean of the known values of each feature, in its own unit; absent where none is
 *     known
 * @param difference mean minus the mean of all subjects, in standard deviations of the feature as
 *     it is (not of its logarithm, so that "high" is never said of a mean below the overall one)
 */
record Profile(int cluster, long size, Map<String, Double> centre, Map<String, Double> difference) {

  /** Features from the largest difference to the smallest; ties by name. */
  List<String> byDifference() {
    return difference.keySet().stream()
        .sorted(
            Comparator.comparingDouble((String f) -> -Math.abs(difference.get(f)))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }
}
