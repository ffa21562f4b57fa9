package io.microtarget.segment;

import io.microtarget.feature.FeatureTables;
import io.microtarget.testing.Sessions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Feature tables with a known structure: {@code f0, f1, …} of subjects {@code h0, h1, …}. */
final class Planted {
  private Planted() {}

  /** Normal clouds of unit deviation around the centres, {@code each} subjects in turn. */
  static double[][] blobs(double[][] centres, int each, long seed) {
    var random = new Random(seed);
    var points = new double[centres.length * each][centres[0].length];
    for (int i = 0; i < points.length; i++) {
      for (int axis = 0; axis < points[i].length; axis++) {
        points[i][axis] = centres[i % centres.length][axis] + random.nextGaussian();
      }
    }
    return points;
  }

  /** Uniform between 0 and 1 on every axis. */
  static double[][] noise(int subjects, int axes, long seed) {
    var random = new Random(seed);
    var points = new double[subjects][axes];
    for (var point : points) {
      for (int axis = 0; axis < axes; axis++) {
        point[axis] = random.nextDouble();
      }
    }
    return points;
  }

  /** The feature table of these points; NaN stands for an absent feature. */
  static Dataset<Row> features(double[][] points) {
    var rows = new ArrayList<Row>();
    for (int i = 0; i < points.length; i++) {
      var numbers = new HashMap<String, Double>();
      for (int axis = 0; axis < points[i].length; axis++) {
        if (!Double.isNaN(points[i][axis])) {
          numbers.put("f" + axis, points[i][axis]);
        }
      }
      rows.add(RowFactory.create("household", "h" + i, numbers, new HashMap<String, String>()));
    }
    return Sessions.shared().createDataFrame(rows, FeatureTables.FEATURE.schema());
  }

  /** The dictionary of {@code f0} to {@code f9}; usable are those the table has. */
  static Dataset<Row> definitions(Dataset<Row> features) {
    var wide = features.selectExpr("max(size(numbers)) as most").first().getInt(0);
    return Sessions.shared()
        .range(10)
        .selectExpr(
            "concat('f', id) as name", "'subject' as scope", "id < " + wide + " as is_usable");
  }

  static SegmentSettings settings(int from, int to, long minimumSize, String... features) {
    return new SegmentSettings(
        SegmentSettings.Method.K_MEANS,
        List.of(from, to),
        minimumSize,
        List.of(features),
        Optional.empty(),
        Optional.empty());
  }
}
