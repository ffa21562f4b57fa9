package io.microtarget.segment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cluster centres: whoever is nearest to one belongs to it.
 *
 * <p>Coordinates are rounded to 6 decimals, because a distributed fit adds in the order of arrival
 * and its last digits differ from run to run; centres are sorted, so that a tie of distances falls
 * the same way whatever their order was.
 */
final class Centres implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double GRID = 1e6;

  private final double[][] coordinates;

  private Centres(double[][] coordinates) {
    this.coordinates = coordinates;
  }

  static Centres of(List<double[]> centres) {
    return new Centres(
        centres.stream().map(Centres::rounded).sorted(Arrays::compare).toArray(double[][]::new));
  }

  int count() {
    return coordinates.length;
  }

  List<double[]> toList() {
    return List.of(coordinates);
  }

  /** The centre nearest to a point. */
  int nearest(double[] point) {
    var nearest = 0;
    var smallest = Double.POSITIVE_INFINITY;
    for (int c = 0; c < coordinates.length; c++) {
      var distance = squaredDistance(point, coordinates[c]);
      if (distance < smallest) {
        smallest = distance;
        nearest = c;
      }
    }
    return nearest;
  }

  int[] nearest(double[][] points) {
    return Arrays.stream(points).mapToInt(this::nearest).toArray();
  }

  /** Euclidean distance of a point to a centre. */
  double distance(double[] point, int centre) {
    return Math.sqrt(squaredDistance(point, coordinates[centre]));
  }

  /** Sum over the points of the squared distance to the nearest centre. */
  double squaredDistances(double[][] points) {
    var sum = 0.0;
    for (var point : points) {
      sum += squaredDistance(point, coordinates[nearest(point)]);
    }
    return sum;
  }

  /** How many points are nearest to each centre. */
  long[] sizes(double[][] points) {
    var sizes = new long[coordinates.length];
    for (var point : points) {
      sizes[nearest(point)]++;
    }
    return sizes;
  }

  /**
   * Dissolves the smallest cluster, again and again, until none has fewer points than the minimum;
   * its points go to the nearest of the remaining centres. The last centre always stays.
   */
  Centres withoutSmallerThan(double minimum, double[][] points) {
    var sizes = sizes(points);
    return smallest(sizes, minimum) < 0
        ? this
        : without(smallest(sizes, minimum)).withoutSmallerThan(minimum, points);
  }

  /** The smallest cluster, if it is below the minimum and not the only one; else -1. */
  int smallest(long[] sizes, double minimum) {
    var smallest = 0;
    for (int c = 1; c < sizes.length; c++) {
      smallest = sizes[c] < sizes[smallest] ? c : smallest;
    }
    return sizes.length > 1 && sizes[smallest] < minimum ? smallest : -1;
  }

  Centres without(int centre) {
    var rest = new ArrayList<>(toList());
    rest.remove(centre);
    return Centres.of(rest);
  }

  static double squaredDistance(double[] a, double[] b) {
    var sum = 0.0;
    for (int axis = 0; axis < a.length; axis++) {
      var difference = a[axis] - b[axis];
      sum += difference * difference;
    }
    return sum;
  }

  private static double[] rounded(double[] centre) {
    // Adding 0.0 turns -0.0 into 0.0.
    return Arrays.stream(centre).map(x -> Math.rint(x * GRID) / GRID + 0.0).toArray();
  }
}
