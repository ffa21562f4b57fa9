package io.microtarget.jobs.keys;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;

import io.delta.tables.DeltaTable;
import io.microtarget.activation.PublicationTables;
import io.microtarget.jobs.store.KeyFile;
import io.microtarget.jobs.store.Lake;
import io.microtarget.jobs.store.Vacuum;
import io.microtarget.pipeline.Catalog;
import io.microtarget.table.Checksum;
import io.microtarget.table.Kind;
import io.microtarget.table.Table;
import io.microtarget.vault.Pseudonym;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A new key for a lake: every pseudonym in every table becomes another one, which the old keys do
 * not tell.
 *
 * <p>The new key is written beside the others first ({@link KeyFile}); then each table is rewritten
 * by one commit that names the version, the checksums of publications are set anew, old files are
 * removed, and the keys with the new one become the keys. Killed in between, the lake is refused by
 * all commands that make pseudonyms until this is done again: it goes on where it stopped, since a
 * table whose log names the version has it already.
 *
 * <p>To be done under the lease of the lake.
 */
public final class Rekeying {
  private static final String MARK = "microtarget.key-version=";

  /** More commits than a clean or a retention makes while a re-keying waits. */
  private static final int COMMITS_LOOKED_AT = 50;

  private final SparkSession spark;
  private final Lake lake;
  private final KeyFile file;

  public Rekeying(SparkSession spark, Lake lake) {
    this.spark = spark;
    this.lake = lake;
    this.file = new KeyFile(lake);
  }

  /**
   * Re-keys the lake, or goes on with what was begun.
   *
   * @param lines gets a line for each table after it was rewritten
   * @return the version of the new key
   */
  public int run(Consumer<String> lines) {
    file.begin();
    var keys = Pseudonym.chained(file.nextKeys());
    var mark = MARK + keys.version();
    lake.list(lake.scratches()).forEach(folder -> lake.delete(folder.getPath()));
    var tables = Catalog.tables().stream().filter(KeyedColumns::areIn).toList();
    for (var table : tables) {
      if (lake.hasTable(table)) {
        var isDone = isMarked(table, mark);
        if (!isDone) {
          overwrite(table, KeyedColumns.renewed(table, rows(table), keys), mark);
        }
        // Also of a table that was done before: the re-keying may have been killed in between.
        Vacuum.of(spark, lake, table, 0);
        lines.accept("%-20s %s".formatted(table.name(), isDone ? "was done before" : "renewed"));
      }
    }
    publications(tables, mark);
    file.finish();
    return keys.version();
  }

  /** What was published has another checksum now, though it says the same. */
  private void publications(List<Table> tables, String mark) {
    var publication = PublicationTables.PUBLICATION;
    if (!lake.hasTable(publication) || isMarked(publication, mark)) {
      return;
    }
    var sums =
        tables.stream()
            .filter(table -> table.kind() == Kind.SNAPSHOT && lake.hasTable(table))
            .map(table -> Checksum.by(table, rows(table), "as_of", "run_id"))
            .reduce(Dataset::unionByName);
    if (sums.isEmpty()) {
      return;
    }
    var anew =
        sums.get()
            .select(
                col("as_of").as("_as_of"),
                col("run_id").as("_run"),
                col("table").as("_table"),
                col("checksum").as("_checksum"));
    var rows = rows(publication);
    var isIt =
        rows.col("published_run")
            .equalTo(anew.col("_run"))
            .and(rows.col("as_of").equalTo(anew.col("_as_of")))
            .and(rows.col("table_name").equalTo(anew.col("_table")));
    var columns = List.of(rows.columns()).stream().map(c -> col(c)).toArray(Column[]::new);
    overwrite(
        publication,
        rows.join(broadcast(anew), isIt, "left")
            .withColumn("checksum", coalesce(col("_checksum"), col("checksum")))
            .select(columns)
            .coalesce(1),
        mark);
  }

  private Dataset<Row> rows(Table table) {
    return spark.read().format("delta").load(lake.table(table).toString());
  }

  private boolean isMarked(Table table, String mark) {
    return !delta(table)
        .history(COMMITS_LOOKED_AT)
        .filter(col("userMetadata").equalTo(mark))
        .isEmpty();
  }

  /** One commit; the partitions stay as they are. */
  private void overwrite(Table table, Dataset<Row> rows, String mark) {
    var partitions = delta(table).detail().select("partitionColumns").first().<String>getList(0);
    rows.write()
        .format("delta")
        .mode("overwrite")
        .option("userMetadata", mark)
        .partitionBy(partitions.toArray(String[]::new))
        .save(lake.table(table).toString());
  }

  private DeltaTable delta(Table table) {
    return DeltaTable.forPath(spark, lake.table(table).toString());
  }
}
