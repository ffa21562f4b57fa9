package io.microtarget.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;

/**
 * Makes a stage's result equal to its catalogue entry, or says why it cannot be.
 *
 * <p>{@code Dataset.to(schema)} alone is too lax: it drops surplus columns and fills missing ones
 * with null. So names are compared first, then types (nullability aside), then keys are guarded
 * against null inside the plan, which costs no extra action.
 */
public final class Conform {
  /** Starts the message of a null key, so that the runner can tell it from a bug. */
  public static final String NULL_KEY = "microtarget: null key: ";

  private Conform() {}

  /**
   * Rows with exactly the table's columns in catalogue order.
   *
   * @param maker the stage or source that made the rows, for the message
   * @throws IllegalStateException lists missing, surplus and differently typed columns
   */
  public static Dataset<Row> to(Table table, Dataset<Row> rows, String maker) {
    var problems = problems(table, rows);
    if (!problems.isEmpty()) {
      throw new IllegalStateException(
          "'%s' made table '%s' with %s".formatted(maker, table, String.join("; ", problems)));
    }
    var columns = new ArrayList<Column>();
    for (var name : table.columns()) {
      columns.add(table.keys().contains(name) ? guarded(table, name) : col(name));
    }
    return rows.select(columns.toArray(Column[]::new));
  }

  private static Column guarded(Table table, String name) {
    var message = lit(NULL_KEY + "table " + table + ", column " + name);
    return when(col(name).isNull(), raise_error(message)).otherwise(col(name)).as(name);
  }

  private static List<String> problems(Table table, Dataset<Row> rows) {
    var wanted = new TreeSet<>(table.columns());
    var given = new TreeSet<>(Arrays.asList(rows.columns()));
    var missing = new TreeSet<>(wanted);
    missing.removeAll(given);
    var surplus = new TreeSet<>(given);
    surplus.removeAll(wanted);
    var problems = new ArrayList<String>();
    if (!missing.isEmpty()) {
      problems.add("missing columns " + missing);
    }
    if (!surplus.isEmpty()) {
      problems.add("surplus columns " + surplus);
    }
    wanted.retainAll(given);
    for (var name : wanted) {
      var want = table.schema().apply(name).dataType();
      var is = rows.schema().apply(name).dataType();
      if (!DataType.equalsIgnoreNullability(want, is)) {
        problems.add("column %s of type %s instead of %s".formatted(name, is.sql(), want.sql()));
      }
    }
    return problems;
  }
}
