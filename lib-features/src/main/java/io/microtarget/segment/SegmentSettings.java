package io.microtarget.segment;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * One segmentation: {@code segments { lifestyle { method = k-means, clusters = [3, 8], minimum-size
 * = 50, features = [a, b], sample = 5000, seed = 42 } }}.
 *
 * @param method how clusters are found
 * @param clusters the smallest and the largest number of clusters that is tried
 * @param minimumSize subjects a segment has at least
 * @param features names of numbers of the feature table; empty for all of them
 * @param sample subjects the number of clusters is chosen on, 5000 if not given
 * @param seed of the sample and of the first centres, 42 if not given
 */
public record SegmentSettings(
    Method method,
    List<Integer> clusters,
    long minimumSize,
    List<String> features,
    Optional<Integer> sample,
    Optional<Long> seed) {

  private static final int MOST_CLUSTERS = 50;
  private static final int SMALLEST_SAMPLE = 100;
  private static final int LARGEST_SAMPLE = 20_000;

  /** How clusters are found. */
  public enum Method {
    /** Nearest centre, squared Euclidean. */
    K_MEANS
  }

  public SegmentSettings {
    if (method == null) {
      throw new IllegalArgumentException("method must be k-means");
    }
    if (clusters.size() != 2
        || clusters.get(0) < 2
        || clusters.get(0) > clusters.get(1)
        || clusters.get(1) > MOST_CLUSTERS) {
      throw new IllegalArgumentException(
          "clusters must be [from, to] with 2 <= from <= to <= %d, not %s"
              .formatted(MOST_CLUSTERS, clusters));
    }
    if (minimumSize < 1) {
      throw new IllegalArgumentException("minimum-size must be at least 1, not " + minimumSize);
    }
    if (new HashSet<>(features).size() < features.size()) {
      throw new IllegalArgumentException("features must be named once each, not " + features);
    }
    if (sample.isPresent() && (sample.get() < SMALLEST_SAMPLE || sample.get() > LARGEST_SAMPLE)) {
      throw new IllegalArgumentException(
          "sample must be between %d and %d, not %d"
              .formatted(SMALLEST_SAMPLE, LARGEST_SAMPLE, sample.get()));
    }
    clusters = List.copyOf(clusters);
    features = List.copyOf(features);
  }

  int fewest() {
    return clusters.get(0);
  }

  int most() {
    return clusters.get(1);
  }

  int sampleSize() {
    return sample.orElse(5000);
  }

  long seedValue() {
    return seed.orElse(42L);
  }
}
