package io.microtarget.segment;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * Counts and sums per cluster, in one pass over all subjects. Values are added as decimals: their
 * sums are exact and so do not depend on the order of adding, as sums of doubles do.
 *
 * @param scales the features, in the order of the values
 * @param sizes subjects per cluster, 0 for a cluster that nobody is nearest to
 * @param rows per cluster the sums; null for an empty cluster
 */
record Tally(List<Scale> scales, long[] sizes, Row[] rows) {
  private static final DecimalType EXACT = DataTypes.createDecimalType(38, 6);
  private static final int FIRST = 2;
  private static final int PER_FEATURE = 2;

  /**
   * Runs the one aggregation.
   *
   * @param assigned rows with {@code values, near}
   */
  static Tally of(Dataset<Row> assigned, List<Scale> scales, int clusters) {
    var sums = new ArrayList<Column>();
    for (int f = 0; f < scales.size(); f++) {
      var value = get(col("values"), lit(f));
      sums.add(count(value));
      sums.add(sum(value.cast(EXACT)));
    }
    var sizes = new long[clusters];
    var rows = new Row[clusters];
    assigned
        .groupBy(col("near.cluster"))
        .agg(count(lit(1)), sums.toArray(Column[]::new))
        .collectAsList()
        .forEach(
            row -> {
              sizes[row.getInt(0)] = row.getLong(1);
              rows[row.getInt(0)] = row;
            });
    return new Tally(scales, sizes, rows);
  }

  long subjects() {
    var subjects = 0L;
    for (var size : sizes) {
      subjects += size;
    }
    return subjects;
  }

  /** One profile per cluster that has subjects. */
  List<Profile> profiles() {
    var overall = overall();
    var profiles = new ArrayList<Profile>();
    for (int c = 0; c < rows.length; c++) {
      if (rows[c] != null) {
        profiles.add(profile(c, overall));
      }
    }
    return profiles;
  }

  /** The mean of each feature over all subjects in whom it is known, in its own unit. */
  Map<String, Double> overall() {
    var overall = new LinkedHashMap<String, Double>();
    for (int f = 0; f < scales.size(); f++) {
      var known = 0L;
      var sum = BigDecimal.ZERO;
      for (var row : rows) {
        if (row != null && known(row, f) > 0) {
          known += known(row, f);
          sum = sum.add(total(row, f));
        }
      }
      if (known > 0) {
        overall.put(scales.get(f).feature(), mean(sum, known));
      }
    }
    return overall;
  }

  private Profile profile(int cluster, Map<String, Double> overall) {
    var row = rows[cluster];
    var centre = new LinkedHashMap<String, Double>();
    var difference = new LinkedHashMap<String, Double>();
    for (int f = 0; f < scales.size(); f++) {
      if (known(row, f) > 0) {
        var feature = scales.get(f).feature();
        var mean = mean(total(row, f), known(row, f));
        centre.put(feature, mean);
        var apart = (mean - overall.get(feature)) / scales.get(f).spread();
        difference.put(feature, Math.rint(apart * 1e6) / 1e6 + 0.0);
      }
    }
    return new Profile(cluster, sizes[cluster], centre, difference);
  }

  private static long known(Row row, int feature) {
    return row.getLong(FIRST + feature * PER_FEATURE);
  }

  private static BigDecimal total(Row row, int feature) {
    return row.getDecimal(FIRST + feature * PER_FEATURE + 1);
  }

  private static double mean(BigDecimal sum, long count) {
    return sum.divide(BigDecimal.valueOf(count), 6, RoundingMode.HALF_EVEN).doubleValue();
  }
}
