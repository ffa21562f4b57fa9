package io.microtarget.feature;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What event rows are grouped by on their way to features.
 *
 * @param partial columns of the first, unconditional aggregate; they hold the row's date or age
 * @param last columns that identify a row of features
 * @param aged turns partial rows into rows with the columns {@code last} and {@code _age INT}, the
 *     days from the row to the moment; null for a row without a date
 */
record Keys(List<String> partial, List<String> last, UnaryOperator<Dataset<Row>> aged) {
  static final String AGE = "_age";

  Column[] partialColumns() {
    return columns(partial);
  }

  Column[] lastColumns() {
    return columns(last);
  }

  /** {@code last} and one more. */
  Column[] lastColumnsAnd(String more) {
    var all = new ArrayList<>(last);
    all.add(more);
    return columns(all);
  }

  /** Whether a row is inside a window that ends the day before the moment. */
  static Column isInside(int window) {
    return col(AGE).isNull().or(col(AGE).leq(window));
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(n -> col(n)).toArray(Column[]::new);
  }
}
