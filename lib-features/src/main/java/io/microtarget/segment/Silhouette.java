package io.microtarget.segment;

import java.util.List;

/**
 * How well points lie in their own cluster (Rousseeuw 1987, J. Comput. Appl. Math. 20, 53-65).
 *
 * <p>{@code s(i) = (b - a) / max(a, b)} with {@code a} the mean Euclidean distance of a point to
 * the others of its cluster and {@code b} the smallest mean distance to another cluster; 0 for a
 * point that is alone in its cluster. The value is exact: every pair of points is looked at once,
 * for all clusterings together, because the distances are the same in each.
 */
final class Silhouette {
  private Silhouette() {}

  /**
   * The mean silhouette of each clustering, between -1 and 1; 0 where there is only one cluster.
   *
   * @param points standardised
   * @param clusterings per clustering the cluster of each point, counted from 0
   */
  static double[] means(double[][] points, List<int[]> clusterings) {
    var sums = new double[clusterings.size()][points.length][];
    for (int c = 0; c < sums.length; c++) {
      var clusters = clusters(clusterings.get(c));
      for (int i = 0; i < points.length; i++) {
        sums[c][i] = new double[clusters];
      }
    }
    for (int i = 0; i < points.length; i++) {
      for (int j = 0; j < i; j++) {
        var distance = Math.sqrt(Centres.squaredDistance(points[i], points[j]));
        for (int c = 0; c < sums.length; c++) {
          var cluster = clusterings.get(c);
          sums[c][i][cluster[j]] += distance;
          sums[c][j][cluster[i]] += distance;
        }
      }
    }
    var means = new double[sums.length];
    for (int c = 0; c < sums.length; c++) {
      means[c] = mean(sums[c], clusterings.get(c));
    }
    return means;
  }

  /**
   * What a mean silhouette says, after Kaufman and Rousseeuw (1990, Finding Groups in Data, table 4
   * of chapter 2).
   */
  static String verdict(double mean) {
    if (mean > 0.70) {
      return "strong structure";
    }
    if (mean > 0.50) {
      return "reasonable structure";
    }
    return mean > 0.25 ? "weak structure" : "no substantial structure";
  }

  private static double mean(double[][] sums, int[] cluster) {
    var sizes = new int[clusters(cluster)];
    for (var c : cluster) {
      sizes[c]++;
    }
    var total = 0.0;
    for (int i = 0; i < sums.length; i++) {
      total += of(sums[i], sizes, cluster[i]);
    }
    return sums.length == 0 ? 0.0 : total / sums.length;
  }

  private static double of(double[] sums, int[] sizes, int own) {
    var nearest = Double.POSITIVE_INFINITY;
    for (int c = 0; c < sizes.length; c++) {
      if (c != own && sizes[c] > 0) {
        nearest = Math.min(nearest, sums[c] / sizes[c]);
      }
    }
    if (sizes[own] == 1 || Double.isInfinite(nearest)) {
      return 0.0;
    }
    var inside = sums[own] / (sizes[own] - 1);
    var larger = Math.max(inside, nearest);
    return larger == 0.0 ? 0.0 : (nearest - inside) / larger;
  }

  private static int clusters(int[] cluster) {
    var most = 0;
    for (var c : cluster) {
      most = Math.max(most, c + 1);
    }
    return most;
  }
}
