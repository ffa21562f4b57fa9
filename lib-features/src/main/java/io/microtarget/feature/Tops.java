package io.microtarget.feature;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.microtarget.table.Expression;
import io.microtarget.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The most frequent values of what features are told apart by, among rows before {@code as_of}: one
 * job for all declarations. Ties go to the lesser text. All other values count as {@code other}, so
 * that a column with a million values makes a handful of features.
 *
 * <p>Chosen once for all moments: which values there are is told by rows that earlier moments do
 * not see, by all people together and by no outcome; what is counted of them never is. Rows before
 * the earliest moment would tell nothing where contacts began with the business, and would keep
 * what came up later out for ever. Who wants no such look ahead names {@code values}.
 */
final class Tops {
  private Tops() {}

  /** Key of a declaration to its values, the most frequent first. */
  static Map<String, List<String>> of(Events events, Declared declared) {
    var byTable = new TreeMap<String, Map<String, Own>>();
    declared
        .tops()
        .forEach(
            (key, own) -> byTable.computeIfAbsent(own.from(), t -> new TreeMap<>()).put(key, own));
    var found = new TreeMap<String, List<String>>();
    byTable.entrySet().stream()
        .map(e -> values(events, Columns.table(e.getKey()), e.getValue(), declared))
        .reduce(Dataset::union)
        .ifPresent(
            values ->
                // Sorted here: a handful of rows, for which Spark would need two more jobs.
                values.collectAsList().stream()
                    .sorted(
                        Comparator.comparing((Row row) -> row.getString(0))
                            .thenComparing(row -> row.getInt(2)))
                    .forEach(
                        row ->
                            found
                                .computeIfAbsent(row.getString(0), k -> new ArrayList<>())
                                .add(row.getString(1))));
    return found;
  }

  private static Dataset<Row> values(
      Events events, Table table, Map<String, Own> tops, Declared declared) {
    var used = new TreeSet<String>();
    var pairs = new ArrayList<Column>();
    var most = lit(0);
    for (var entry : tops.entrySet()) {
      var own = entry.getValue();
      var columns = Columns.of(declared.settings(), own);
      var value = expr(own.by().orElseThrow()).cast("string");
      used.addAll(Expression.of(own.by().orElseThrow(), columns).columns());
      if (own.where().isPresent()) {
        used.addAll(Expression.of(own.where().get(), columns).columns());
        value = when(expr(own.where().get()), value);
      }
      pairs.add(struct(lit(entry.getKey()).as("key"), value.as("value")));
      most = when(col("key").equalTo(entry.getKey()), lit(own.top().orElseThrow())).otherwise(most);
    }
    var rank =
        row_number()
            .over(Window.partitionBy("key").orderBy(col("rows").desc(), col("value").asc()));
    return events
        .unlinked(table, used)
        .select(explode(array(pairs.toArray(Column[]::new))).as("_pair"))
        .select("_pair.*")
        .where(col("value").isNotNull())
        .groupBy("key", "value")
        .agg(count(lit(1)).as("rows"))
        .withColumn("rank", rank)
        .where(col("rank").leq(most))
        .select("key", "value", "rank");
  }
}
