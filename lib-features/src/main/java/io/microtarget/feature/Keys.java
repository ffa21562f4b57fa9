package io.microtarget.feature;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import io.microtarget.identity.Hashed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What event rows are grouped by on their way to features.
 *
 * <p>Subjects and moments go by two hashes instead of their long texts: see {@link Hashed}.
 *
 * @param partial columns of a first, unconditional aggregate; empty if the rows have their moment
 * @param last columns that identify a row of features
 * @param aged turns rows with {@code partial} into rows with {@code last} and {@code _age INT}, the
 *     days from the row to the moment; null for a row without a date
 */
record Keys(List<String> partial, List<String> last, UnaryOperator<Dataset<Row>> aged) {
  /** BIGINT: the subject. */
  static final String SUBJECT = "_subject";

  /** BIGINT: the subject again, by another hash. */
  static final String CHECK = "_check";

  /** BIGINT: the subject with its moment, and with its campaign where there is one. */
  static final String AT = "_at";

  static final String AGE = "_age";
  static final String DAY = "event_date";

  /** Columns of features of subjects and pairs. */
  static final List<String> AT_MOMENT = List.of(AT, CHECK);

  /** Rows that have these columns and their age already. */
  static Keys of(List<String> columns) {
    return new Keys(List.of(), columns, rows -> rows);
  }

  /** The subject as two hashes. */
  static final Hashed OF_SUBJECT = new Hashed(SUBJECT, CHECK);

  /** Rows with {@code subject_id} as hashes. */
  static Dataset<Row> withSubject(Dataset<Row> rows) {
    return OF_SUBJECT.add(rows, col("subject_id"));
  }

  /** Rows of a subject, a moment and perhaps a campaign, with all hashes. */
  static Dataset<Row> withMoment(Dataset<Row> rows, String... columns) {
    var parts = Stream.of(columns).map(n -> col(n)).toArray(Column[]::new);
    return withSubject(rows).withColumn(AT, xxhash64(parts));
  }

  /** Columns that the rows must bring along. */
  List<Column> inputs() {
    var names = new ArrayList<>(partial);
    if (partial.isEmpty()) {
      names.addAll(last);
      names.add(AGE);
    }
    return names.stream().map(n -> col(n)).toList();
  }

  Column[] partialColumns() {
    return partial.stream().map(n -> col(n)).toArray(Column[]::new);
  }

  /** {@code last} and perhaps more. */
  Column[] lastColumns(String... more) {
    return Stream.concat(last.stream(), Stream.of(more)).map(n -> col(n)).toArray(Column[]::new);
  }

  /** Rows with their age, without those that are too old for all of the features. */
  Dataset<Row> reached(Dataset<Row> rows, List<Feature> features) {
    var isBounded = features.stream().allMatch(f -> f.window() > 0);
    var reach = features.stream().mapToInt(Feature::window).max().orElse(0);
    var ready = aged.apply(rows);
    return isBounded ? ready.where(isInside(reach)) : ready;
  }

  /** Whether a row is inside a window that ends the day before the moment. */
  static Column isInside(int window) {
    return col(AGE).isNull().or(col(AGE).leq(window));
  }
}
