package io.microtarget.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.xxhash64;

import io.microtarget.feature.Packed;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;

/**
 * Known contacts on the driver, in one fixed order (time, campaign, subject), so that every sum
 * over them has the same last bit on every run.
 *
 * @param names feature names, the order of {@link Contact#features}
 * @param categories feature to what it is one value of, such as a declaration with {@code by}; only
 *     of features that are
 * @param rows the contacts
 */
record Contacts(List<String> names, Map<String, String> categories, List<Contact> rows) {
  private static final int PARTS = 1_000_000;

  /** Contacts whose features are values of no category. */
  Contacts(List<String> names, List<Contact> rows) {
    this(names, Map.of(), rows);
  }

  /**
   * @param at microseconds since 1970 of the contact
   * @param features one number a name; NaN where it is unknown
   */
  record Contact(
      String subject,
      String campaign,
      LocalDate moment,
      long at,
      LocalDate endsOn,
      boolean responded,
      double[] features) {}

  /**
   * Collects the contacts whose window closed before {@code asOf}. Open ones are neither positive
   * nor negative. Above {@code most}, whole subjects are left out by a hash of their id: the same
   * ones on every run, and as many responders a contact as before.
   *
   * @param occasions rows of one model
   * @param positions of the names in {@code features}
   */
  static Contacts known(
      Dataset<Row> occasions, List<String> names, int[] positions, LocalDate asOf, int most) {
    var closed =
        occasions
            .where(col("role").equalTo("contact"))
            .where(col("outcome").isNotNull().and(col("ends_on").lt(lit(asOf))));
    // Counting and collecting are two small jobs; a fit on the driver needs its rows there.
    long count = closed.count();
    var kept =
        count <= most
            ? closed
            : closed.where(
                pmod(xxhash64(col("subject_id")), lit(PARTS))
                    .lt(lit(PARTS * (double) most / count)));
    var rows = new ArrayList<Contact>();
    for (var row :
        kept.select(
                col("subject_id"),
                col("campaign_id"),
                col("moment").cast("string"),
                unix_micros(col("contacted_at")),
                col("ends_on").cast("string"),
                col("outcome"),
                vector(positions))
            .collectAsList()) {
      rows.add(
          new Contact(
              row.getString(0),
              row.getString(1),
              LocalDate.parse(row.getString(2)),
              row.getLong(3),
              LocalDate.parse(row.getString(4)),
              row.getBoolean(5),
              row.<Vector>getAs(6).toArray()));
    }
    rows.sort(
        Comparator.comparing(Contact::moment)
            .thenComparing(Contact::at)
            .thenComparing(Contact::campaign)
            .thenComparing(Contact::subject));
    return new Contacts(names, List.copyOf(rows));
  }

  /** Features of an occasion as one vector; NaN where one is unknown. */
  static Column vector(int[] positions) {
    UDF1<byte[], Vector> vector =
        packed -> {
          var numbers = Packed.numbers(packed);
          return Vectors.dense(Arrays.stream(positions).mapToDouble(i -> numbers[i]).toArray());
        };
    return udf(vector, SQLDataTypes.VectorType()).apply(col("features"));
  }

  /** The same, where some features are values of categories. */
  Contacts with(Map<String, String> ofFeatures) {
    return new Contacts(names, ofFeatures, rows);
  }

  Contacts where(Predicate<Contact> condition) {
    return new Contacts(names, categories, rows.stream().filter(condition).toList());
  }

  /** The rows at these positions, in their order. */
  Contacts at(IntPredicate positions) {
    return new Contacts(
        names,
        categories,
        IntStream.range(0, size()).filter(positions).mapToObj(rows::get).toList());
  }

  int size() {
    return rows.size();
  }

  int responders() {
    return (int) rows.stream().filter(Contact::responded).count();
  }

  /** How many subjects answered at least once, or did not answer at least once. */
  int subjectsThat(boolean responded) {
    return (int)
        rows.stream()
            .filter(row -> row.responded() == responded)
            .map(Contact::subject)
            .distinct()
            .count();
  }

  /** Are there enough different subjects of both outcomes to fit a model? */
  boolean hasOfEach(int least) {
    return subjectsThat(true) >= least && subjectsThat(false) >= least;
  }

  boolean[] outcomes() {
    var outcomes = new boolean[size()];
    for (int i = 0; i < outcomes.length; i++) {
      outcomes[i] = rows.get(i).responded();
    }
    return outcomes;
  }

  List<String> subjects() {
    return rows.stream().map(Contact::subject).toList();
  }

  /**
   * The fold (from 0) of each row. All rows of a subject share one; those who ever answered are
   * dealt out first, so that every fold has its part of them.
   */
  int[] folds(int count, long seed) {
    var answered = new TreeSet<>(where(Contact::responded).subjects());
    var silent = new TreeSet<>(subjects());
    silent.removeAll(answered);
    var dealt = shuffled(answered, seed);
    dealt.addAll(shuffled(silent, seed));
    var foldOf = new HashMap<String, Integer>();
    for (int i = 0; i < dealt.size(); i++) {
      foldOf.put(dealt.get(i), i % count);
    }
    return rows.stream().mapToInt(row -> foldOf.get(row.subject())).toArray();
  }

  private static List<String> shuffled(Collection<String> sorted, long seed) {
    var shuffled = new ArrayList<>(sorted);
    Collections.shuffle(shuffled, new Random(seed));
    return shuffled;
  }
}
