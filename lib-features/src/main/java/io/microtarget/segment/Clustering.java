package io.microtarget.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.ml.clustering.DoublePoint;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.random.Well19937c;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.clustering.KMeans;
import org.apache.spark.mllib.clustering.KMeansModel;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;

/**
 * The chosen centres of a sample, and what was looked at before choosing.
 *
 * <p>The sample is fitted on the driver by the k-means++ of Commons Math, which Spark brings along
 * (Arthur and Vassilvitskii 2007): one thread over points in a fixed order gives the same bits
 * everywhere, and several starts for every number of clusters take less time than the many small
 * jobs of one distributed fit. All subjects, where they are more, are fitted by MLlib.
 *
 * @param centres chosen
 * @param tried one per number of clusters
 */
record Clustering(Centres centres, List<Candidate> tried) {
  private static final int STARTS = 5;
  private static final int ITERATIONS = 30;

  /**
   * One number of clusters.
   *
   * @param asked number of clusters asked for
   * @param centres those that are large enough
   * @param silhouette mean, rounded to 6 decimals
   */
  record Candidate(int asked, Centres centres, double silhouette) {
    /** No cluster had to be dissolved. */
    boolean isWhole() {
      return centres.count() == asked;
    }
  }

  /**
   * Fits k-means for each number of clusters and keeps the one with the highest mean silhouette; of
   * equals the smaller. A number that gave a cluster below the minimum size is out of the race; if
   * all did, their small clusters are dissolved into the nearest ones first. With too few subjects
   * for {@code fewest} clusters of the minimum size, as many are made as the subjects allow.
   *
   * @param sample standardised points, in an order that depends on nothing but their keys
   * @param subjects all subjects, of which the sample was drawn
   */
  static Clustering of(double[][] sample, long subjects, SegmentSettings settings) {
    var possible = (int) Math.min(settings.most(), subjects / settings.minimumSize());
    if (possible < 2) {
      return new Clustering(Centres.of(List.of(mean(sample))), List.of());
    }
    var minimum = settings.minimumSize() * ((double) sample.length / subjects);
    var asked = IntStream.rangeClosed(Math.min(settings.fewest(), possible), possible).toArray();
    var centres = new ArrayList<Centres>();
    for (var k : asked) {
      centres.add(fit(sample, k, settings.seedValue()).withoutSmallerThan(minimum, sample));
    }
    var silhouettes =
        Silhouette.means(sample, centres.stream().map(c -> c.nearest(sample)).toList());
    var tried = new ArrayList<Candidate>();
    for (int c = 0; c < asked.length; c++) {
      tried.add(new Candidate(asked[c], centres.get(c), Math.rint(silhouettes[c] * 1e6) / 1e6));
    }
    var best =
        tried.stream()
            .max(
                Comparator.comparing(Candidate::isWhole)
                    .thenComparing(Candidate::silhouette)
                    .thenComparing(Candidate::asked, Comparator.reverseOrder()))
            .orElseThrow();
    return new Clustering(best.centres(), tried);
  }

  /** Goes on from these centres with the points of all subjects (Lloyd's iterations). */
  static Centres refined(Centres centres, JavaRDD<Vector> points) {
    var start =
        new KMeansModel(centres.toList().stream().map(Vectors::dense).toArray(Vector[]::new));
    var fitted =
        new KMeans()
            .setK(centres.count())
            .setInitialModel(start)
            .setMaxIterations(ITERATIONS)
            .run(points.rdd());
    return Centres.of(Arrays.stream(fitted.clusterCenters()).map(Vector::toArray).toList());
  }

  /** One sentence: how many of how many, and what the silhouettes say. */
  String summary() {
    if (tried.isEmpty()) {
      return "too few subjects for two segments";
    }
    var figures =
        tried.stream()
            .map(t -> String.format(Locale.ROOT, "%d: %.2f", t.asked(), t.silhouette()))
            .collect(Collectors.joining(", "));
    var best =
        tried.stream().filter(t -> t.centres() == centres).findFirst().orElseThrow().silhouette();
    return "silhouette by number of clusters %s: %s".formatted(figures, Silhouette.verdict(best));
  }

  /** The start with the smallest sum of squared distances. */
  private static Centres fit(double[][] sample, int k, long seed) {
    var points = Arrays.stream(sample).map(DoublePoint::new).toList();
    var random = new Well19937c(seed);
    var clusterer =
        new KMeansPlusPlusClusterer<DoublePoint>(k, ITERATIONS, new EuclideanDistance(), random);
    return IntStream.range(0, STARTS)
        .mapToObj(start -> clusterer.cluster(points))
        .map(clusters -> Centres.of(clusters.stream().map(c -> c.getCenter().getPoint()).toList()))
        .min(Comparator.comparingDouble(centres -> centres.squaredDistances(sample)))
        .orElseThrow();
  }

  private static double[] mean(double[][] points) {
    var mean = new double[points[0].length];
    for (var point : points) {
      for (int axis = 0; axis < mean.length; axis++) {
        mean[axis] += point[axis] / points.length;
      }
    }
    return mean;
  }
}
