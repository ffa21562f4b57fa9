package io.microtarget.jobs.store;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.delta.tables.DeltaTable;
import io.microtarget.testing.Sessions;
import io.microtarget.testing.TextTable;
import io.microtarget.vault.VaultTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemovalTest {
  private static final String ANNA = "anna.berg@example.org";

  @TempDir Path folder;
  private Lake lake;
  private Removal removal;

  @BeforeEach
  void lake() {
    lake = Lakes.open(folder);
    removal = new Removal(Sessions.shared(), lake);
  }

  @Test
  void rows_go_by_their_keys_and_no_file_of_the_table_holds_them_any_more() throws IOException {
    var store = Lakes.store(lake, Lakes.run("one", "2025-01-01", Lakes.NOON));
    store.append(VaultTables.VAULT, vault("r1", ANNA));
    store.append(VaultTables.VAULT, vault("r2", "ben@example.org"));
    var schema = StructType.fromDDL("record_id STRING");
    removal.delete(
        VaultTables.VAULT, List.of(RowFactory.create("r1")), schema, List.of("record_id"));
    assertThat(removal.rows(VaultTables.VAULT).select("value").collectAsList())
        .containsExactly(RowFactory.create("ben@example.org"));
    assertThat(found("vault")).as("the version before").isNotEmpty();
    assertThat(removal.purge(List.of(VaultTables.VAULT))).containsKey(VaultTables.VAULT);
    assertThat(found("vault")).isEmpty();
    assertThat(removal.rows(VaultTables.VAULT).count()).isEqualTo(1);
    assertThat(removal.purge(List.of(VaultTables.VAULT))).as("a second time").isEmpty();
  }

  @Test
  void keys_with_nulls_are_keys_too() {
    var store = Lakes.store(lake, Lakes.run("one", "2025-01-01", Lakes.NOON));
    store.append(VaultTables.VAULT, vault("r1", ANNA));
    var schema = StructType.fromDDL("record_id STRING, delivery_id STRING");
    removal.delete(
        VaultTables.VAULT,
        List.of(RowFactory.create("r1", null)),
        schema,
        List.of("record_id", "delivery_id"));
    assertThat(removal.rows(VaultTables.VAULT).count()).isEqualTo(1);
  }

  /**
   * What Delta does by itself with a deleted value, on the pinned pair of Spark and Delta: a DELETE
   * by a value leaves it in the log for good, one by a join on a key with statistics off does not.
   */
  @Test
  void a_value_survives_in_the_log_where_it_was_counted_or_named_and_nowhere_else()
      throws IOException {
    var spark = Sessions.shared();
    write(spark, "counted", "1");
    write(spark, "quiet", "0");
    var counted = DeltaTable.forPath(spark, folder.resolve("counted").toString());
    counted.delete(col("mail").equalTo(ANNA));
    var quiet = DeltaTable.forPath(spark, folder.resolve("quiet").toString());
    quiet
        .as("t")
        .merge(spark.range(7, 8).toDF("id").as("s"), col("t.id").equalTo(col("s.id")))
        .whenMatched()
        .delete()
        .execute();
    for (var name : List.of("counted", "quiet")) {
      assertThat(found(name)).as(name).contains("parquet");
      spark.sql("REORG TABLE delta.`%s` APPLY (PURGE)".formatted(folder.resolve(name)));
      vacuum(spark, name);
    }
    System.out.println(
        "after REORG PURGE and VACUUM: counted " + found("counted") + ", quiet " + found("quiet"));
    assertThat(found("counted")).contains("json").doesNotContain("parquet");
    assertThat(found("quiet")).isEmpty();
    assertThat(quiet.toDF().count()).isEqualTo(9);
  }

  private void vacuum(SparkSession spark, String name) {
    var settings =
        List.of(
            "spark.databricks.delta.retentionDurationCheck.enabled",
            "spark.databricks.delta.vacuum.retentionWindowIgnore.enabled");
    settings.forEach(s -> spark.conf().set(s, "false"));
    try {
      DeltaTable.forPath(spark, folder.resolve(name).toString()).vacuum(0);
    } finally {
      settings.forEach(s -> spark.conf().unset(s));
    }
  }

  private void write(SparkSession spark, String name, String indexed) {
    var rows =
        new ArrayList<>(
            IntStream.range(0, 10)
                .mapToObj(
                    i ->
                        RowFactory.create((long) i, i == 7 ? ANNA : "m%d@example.org".formatted(i)))
                .toList());
    var isCounted = !indexed.equals("0");
    var before = spark.conf().getOption("spark.databricks.delta.stats.collect");
    spark.conf().set("spark.databricks.delta.stats.collect", isCounted);
    try {
      spark
          .createDataFrame(rows, StructType.fromDDL("id BIGINT, mail STRING"))
          .coalesce(1)
          .write()
          .format("delta")
          .option("delta.dataSkippingNumIndexedCols", isCounted ? "32" : "0")
          .save(folder.resolve(name).toString());
    } finally {
      if (before.isDefined()) {
        spark.conf().set("spark.databricks.delta.stats.collect", before.get());
      } else {
        spark.conf().unset("spark.databricks.delta.stats.collect");
      }
    }
  }

  /** Endings of files that hold the address, as it is or packed. */
  private TreeSet<String> found(String table) throws IOException {
    var endings = new TreeSet<String>();
    try (var files = Files.walk(folder.resolve(table))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var name = file.getFileName().toString();
        var holds =
            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(ANNA);
        if (!holds && name.endsWith(".parquet") && !name.contains("checkpoint")) {
          var rows = Sessions.shared().read().parquet(file.toString());
          holds = rows.toJSON().collectAsList().stream().anyMatch(json -> json.contains(ANNA));
        }
        if (holds) {
          endings.add(name.substring(name.lastIndexOf('.') + 1));
        }
      }
    }
    return endings;
  }

  private static Dataset<Row> vault(String record, String value) {
    return TextTable.rows(
        """
        record_id STRING | source STRING | field STRING | value STRING | key_version INT | delivery_id STRING
        %s               | crm           | mail         | %s           | 1               | d1
        """
            .formatted(record, value));
  }
}
