package io.microtarget.jobs.store;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import io.delta.tables.DeltaTable;
import io.microtarget.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Takes rows out of tables for good: out of their present content, and then out of the files that
 * earlier versions are read from.
 *
 * <p>Rows are named by a join, never by a predicate with a value: Delta writes predicates into the
 * log. Deletion vectors are off, so that a file with such a row is written anew; {@link #purge}
 * removes the old one, whoever may still read it.
 */
public final class Removal {
  private static final FsPermission OWNER_ONLY = new FsPermission((short) 0700);

  private final SparkSession spark;
  private final Lake lake;

  public Removal(SparkSession spark, Lake lake) {
    this.spark = spark;
    this.lake = lake;
  }

  /** Where the tables lie. */
  public Lake lake() {
    return lake;
  }

  /** Whether anything was ever committed to a table. */
  public boolean has(Table table) {
    return lake.hasTable(table);
  }

  /** All rows, with those no reader sees and the store's own columns. */
  public Dataset<Row> rows(Table table) {
    return lake.hasTable(table)
        ? spark.read().format("delta").load(path(table))
        : spark.createDataFrame(List.of(), table.schema());
  }

  /**
   * Deletes the rows that have the values of some columns of a row of {@code keys}.
   *
   * @param keys few rows
   */
  public void delete(Table table, List<Row> keys, StructType schema, List<String> columns) {
    merge(table, spark.createDataFrame(keys, schema), columns).whenMatched().delete().execute();
  }

  /**
   * Sets columns of the rows that have the values of some others.
   *
   * @param changed few rows: {@code columns} to find a row by, and what is set
   * @param set column of the table to the column of {@code changed} it gets
   */
  public void update(
      Table table, Dataset<Row> changed, List<String> columns, Map<String, String> set) {
    var values = new HashMap<String, Column>();
    set.forEach((name, from) -> values.put(name, col("_new." + from)));
    merge(table, changed, columns).whenMatched().update(values).execute();
  }

  private io.delta.tables.DeltaMergeBuilder merge(
      Table table, Dataset<Row> source, List<String> columns) {
    var isIt =
        columns.stream()
            .map(name -> col("_of." + name).eqNullSafe(col("_new." + name)))
            .reduce(Column::and)
            .orElseThrow();
    return DeltaTable.forPath(spark, path(table))
        .as("_of")
        .merge(broadcast(source).as("_new"), isIt);
  }

  /**
   * What a table needs no more is gone from its folder, as after a VACUUM of 0 hours: files of
   * earlier versions, of killed writes and of unfinished commits. Not by the command itself: with
   * no age to be kept it lists the same files in several jobs a table.
   *
   * @return the tables that had such files, with their number
   */
  public Map<Table, Integer> purge(List<Table> tables) {
    var now = System.currentTimeMillis();
    var purged = new LinkedHashMap<Table, Integer>();
    var dropped =
        InThreads.map(
            tables,
            table -> TableFiles.of(spark, lake, table, now, Long.MAX_VALUE).dropLeftovers());
    for (int i = 0; i < dropped.size(); i++) {
      if (dropped.get(i) > 0) {
        purged.put(tables.get(i), dropped.get(i));
      }
    }
    return purged;
  }

  /** What killed runs handed from stage to stage. */
  public int dropScratch() {
    var folders = lake.list(lake.scratches());
    folders.forEach(folder -> lake.delete(folder.getPath()));
    return folders.size();
  }

  /** Makes the folder of a table one that only its owner may read. */
  public void ownerOnly(Table table) {
    try {
      var folder = lake.table(table);
      lake.files().mkdirs(folder, OWNER_ONLY);
      lake.files().setPermission(folder, OWNER_ONLY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Settings under which many rows are rewritten without a shuffle. */
  public static Map<String, String> settings() {
    return Map.of(
        "spark.databricks.delta.merge.repartitionBeforeWrite.enabled", "false",
        "spark.databricks.delta.merge.materializeSource", "none");
  }

  private String path(Table table) {
    return lake.table(table).toString();
  }
}
