package io.microtarget.feature;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
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
    var subjects = new ArrayList<One>();
    var contacts = new ArrayList<One>();
    for (var row :
        occasions.where(isKept).select(isSubject, hash, col("features")).collectAsList()) {
      var one = new One(row.getLong(1), Packed.numbers(row.getAs(2)));
      (row.getBoolean(0) ? subjects : contacts).add(one);
    }
    return new OccasionSample(columns(subjects, features), columns(contacts, features));
  }

  private record One(long hash, double[] numbers) {}

  private static long bound(long count) {
    return count <= Usable.MOST_ROWS ? PARTS : (long) ((double) PARTS * Usable.MOST_ROWS / count);
  }

  private static double[][] columns(List<One> unordered, int features) {
    var rows =
        unordered.stream()
            .sorted(
                Comparator.comparingLong(One::hash).thenComparing(One::numbers, Arrays::compare))
            .limit(Usable.MOST_ROWS)
            .toList();
    var columns = new double[features][rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      var numbers = rows.get(i).numbers();
      for (int f = 0; f < features; f++) {
        columns[f][i] = numbers[f];
      }
    }
    return columns;
  }
}
