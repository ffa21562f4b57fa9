package io.microtarget.feature;

import static org.apache.spark.sql.functions.col;

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
 * @param partial columns of a first, unconditional aggregate; empty if the rows have their moment
 * @param last columns that identify a row of features
 * @param aged turns rows with {@code partial} into rows with {@code last} and {@code _age INT}, the
 *     days from the row to the moment; null for a row without a date
 */
record Keys(List<String> partial, List<String> last, UnaryOperator<Dataset<Row>> aged) {
  static final String AGE = "_age";
  static final String DAY = "event_date";

  /** Rows that have these columns and their age already. */
  static Keys of(String... columns) {
    return new Keys(List.of(), List.of(columns), rows -> rows);
  }

  /** Rows that have to be joined with the moments after them. */
  static Keys later(List<String> subject, List<String> last, UnaryOperator<Dataset<Row>> aged) {
    var partial = new ArrayList<>(subject);
    partial.add(DAY);
    return new Keys(List.copyOf(partial), last, aged);
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

  /** Whether a row is inside a window that ends the day before the moment. */
  static Column isInside(int window) {
    return col(AGE).isNull().or(col(AGE).leq(window));
  }
}
