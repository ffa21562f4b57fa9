package io.microtarget.feature;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Features of some subjects at {@code as_of}, and of some past contacts and candidates, on the
 * driver: 20,000 of each at most, chosen by a hash of the subject, always the same ones in the same
 * order. 150 features of both are 48 MB.
 *
 * @param subjects one array a feature; NaN where unknown
 * @param contacts the same of contacts and candidates
 */
record OccasionSample(double[][] subjects, double[][] contacts) {
  private static final long PARTS = 1L << 52;
  private static final int BEFORE = 2;

  /**
   * @param features how many there are
   */
  static OccasionSample of(Dataset<Row> occasions, int features) {
    var isSubject = col("role").equalTo("subject");
    var isContact = col("role").isin("contact", "candidate");
    // Counting reads one column.
    var counts =
        occasions.agg(count(when(isSubject, 1)), count(when(isContact, 1))).collectAsList().get(0);
    var hash = pmod(xxhash64(col("subject_id")), lit(PARTS));
    var isKept =
        isSubject
            .and(hash.lt(lit(bound(counts.getLong(0)))))
            .or(isContact.and(hash.lt(lit(bound(counts.getLong(1))))));
    var spark = occasions.sparkSession();
    var known = transform(col("features"), x -> coalesce(x, lit(Double.NaN)));
    var place = array(when(isSubject, 0.0).otherwise(1.0), hash.cast("double"));
    List<double[]> rows =
        occasions
            .where(isKept)
            .select(concat(new Column[] {place, known}))
            .as(spark.implicits().newDoubleArrayEncoder())
            .collectAsList();
    return new OccasionSample(
        columns(rows.stream().filter(r -> r[0] == 0), features),
        columns(rows.stream().filter(r -> r[0] == 1), features));
  }

  private static long bound(long count) {
    return count <= Usable.MOST_ROWS ? PARTS : (long) ((double) PARTS * Usable.MOST_ROWS / count);
  }

  private static double[][] columns(Stream<double[]> unordered, int features) {
    var rows =
        unordered
            .sorted(Comparator.comparingDouble((double[] r) -> r[1]).thenComparing(Arrays::compare))
            .limit(Usable.MOST_ROWS)
            .toList();
    var columns = new double[features][rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      var row = rows.get(i);
      for (int f = 0; f < features; f++) {
        columns[f][i] = row[f + BEFORE];
      }
    }
    return columns;
  }
}
