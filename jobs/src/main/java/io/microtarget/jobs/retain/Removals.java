package io.microtarget.jobs.retain;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.delta.tables.DeltaTable;
import io.microtarget.jobs.retain.Retaining.Mode;
import io.microtarget.jobs.retain.Retaining.Removed;
import io.microtarget.jobs.store.Lake;
import io.microtarget.jobs.store.Publications;
import io.microtarget.jobs.store.Publications.Changed;
import io.microtarget.jobs.store.Vacuum;
import io.microtarget.table.Kind;
import io.microtarget.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Rows and values that are removed from a lake, or only counted, and what there was to remove. */
final class Removals {
  private final SparkSession spark;
  private final Lake lake;
  private final Mode mode;
  private final List<Removed> removed = new ArrayList<>();
  private final Set<Table> touched = new LinkedHashSet<>();
  private final Set<Changed> changed = new LinkedHashSet<>();

  Removals(SparkSession spark, Lake lake, Mode mode) {
    this.spark = spark;
    this.lake = lake;
    this.mode = mode;
  }

  boolean isCountingOnly() {
    return mode == Mode.COUNT;
  }

  /** What there was to remove, in the order it was asked for. */
  List<Removed> all() {
    return List.copyOf(removed);
  }

  /** Removes the rows. */
  void delete(Table table, String source, Column which, String why) {
    var count = rows(table).filter(which).count();
    add(table, source, "rows", count, why);
    if (count > 0 && !isCountingOnly()) {
      delta(table).delete(which);
    }
  }

  /** Removes rows of publications that count on without them. */
  void takeOut(Table table, String source, Column which, String why) {
    note(table, which);
    delete(table, source, which, why);
  }

  /** Sets the values of a column to null. */
  void forget(Table table, String source, String column, Column which, String why) {
    var isKnown = which.and(col(column).isNotNull());
    var count = rows(table).filter(isKnown).count();
    add(table, source, column, count, why);
    if (count > 0 && !isCountingOnly()) {
      note(table, isKnown);
      var none = lit(null).cast(table.schema().apply(column).dataType());
      delta(table).update(isKnown, Map.of(column, none));
    }
  }

  /** Notes what somebody else removes. */
  void add(Table table, String source, String what, long count, String why) {
    if (count > 0) {
      removed.add(new Removed(table.name(), source, what, count, why));
      if (!isCountingOnly()) {
        touched.add(table);
      }
    }
  }

  /** The publications whose rows will not be what they were. */
  private void note(Table table, Column which) {
    if (table.kind() == Kind.SNAPSHOT && !isCountingOnly()) {
      rows(table).filter(which).select("as_of", "run_id").distinct().collectAsList().stream()
          .map(row -> new Changed(table, row.getDate(0).toLocalDate(), row.getString(1)))
          .forEach(changed::add);
    }
  }

  /** Counts publications anew, and removes the files that the removed rows stood in. */
  void finish() {
    new Publications(spark, lake).renew(changed);
    touched.forEach(table -> Vacuum.of(spark, lake, table, 0));
  }

  Dataset<Row> rows(Table table) {
    return spark.read().format("delta").load(lake.table(table).toString());
  }

  private DeltaTable delta(Table table) {
    return DeltaTable.forPath(spark, lake.table(table).toString());
  }
}
