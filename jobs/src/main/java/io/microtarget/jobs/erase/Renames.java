package io.microtarget.jobs.erase;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.microtarget.decision.DecisionTables;
import io.microtarget.identity.IdentityTables;
import io.microtarget.jobs.store.Publications;
import io.microtarget.jobs.store.Removal;
import io.microtarget.privacy.Tombstones;
import io.microtarget.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/**
 * Others that went by the record id of an erased one: the members of a household that was named
 * after it, and records that an earlier publication took for the same person. They go by the least
 * of those that are left, in each publication by itself; which rows belong together stays.
 */
final class Renames {
  private static final List<String> RUN = List.of("as_of", "run_id");

  private final SparkSession spark;
  private final Removal tables;
  private final Tombstones.Sent erased;

  Renames(SparkSession spark, Removal tables, Tombstones.Sent erased) {
    this.spark = spark;
    this.tables = tables;
    this.erased = erased;
  }

  /**
   * Renames them; those who are named after an erased one are found anew each time.
   *
   * @param heads publications that count
   * @return runs whose tables are others now
   */
  List<Publications.Changed> run(Map<?, Publications.Head> heads) {
    holdouts(heads);
    return Stream.concat(memberships().stream(), links().stream()).toList();
  }

  /** Who was left alone stays so. */
  private void holdouts(Map<?, Publications.Head> heads) {
    var newest =
        heads.values().stream()
            .max(java.util.Comparator.comparing(Publications.Head::asOf))
            .flatMap(Publications.Head::runId);
    if (newest.isEmpty() || !tables.has(DecisionTables.HOLDOUT) || !tables.has(link())) {
      return;
    }
    var renamed =
        renamedLinks()
            .filter(col("run_id").equalTo(newest.get()).and(erased.hasRecord(col("subject_id"))))
            .groupBy("subject_id")
            .agg(min("_subject").as("_subject"));
    var rows = renamed.collectAsList();
    if (!rows.isEmpty()) {
      tables.update(
          DecisionTables.HOLDOUT,
          spark.createDataFrame(rows, renamed.schema()),
          List.of("subject_id"),
          Map.of("subject_id", "_subject"));
    }
  }

  private List<Publications.Changed> memberships() {
    var table = IdentityTables.MEMBERSHIP;
    if (!tables.has(table)) {
      return List.of();
    }
    var columns = new ArrayList<>(RUN);
    columns.addAll(table.keys());
    var ofGroup = Window.partitionBy("as_of", "run_id", "parent_type", "parent_id");
    var isOpen = col("valid_to").isNull();
    var renamed =
        tables
            .rows(table)
            .filter(erased.hasRecord(col("parent_id")))
            .filter(not(erased.hasRecord(col("child_id"))))
            .withColumn(
                "_parent",
                coalesce(
                    min(when(isOpen, col("child_id"))).over(ofGroup),
                    min("child_id").over(ofGroup)))
            .select(columns(columns, "_parent"));
    return changed(table, renamed, columns, Map.of("parent_id", "_parent"));
  }

  private List<Publications.Changed> links() {
    if (!tables.has(link())) {
      return List.of();
    }
    var columns = new ArrayList<>(RUN);
    columns.add("record_id");
    return changed(
        link(),
        renamedLinks().select(columns(columns, "_unified", "_subject", "_previous")),
        columns,
        Map.of("unified_id", "_unified", "subject_id", "_subject", "previous_id", "_previous"));
  }

  private Dataset<Row> renamedLinks() {
    var isNamed =
        Stream.of("unified_id", "subject_id", "previous_id")
            .map(name -> erased.hasRecord(col(name)))
            .reduce(Column::or)
            .orElseThrow();
    var ofPerson = Window.partitionBy("as_of", "run_id", "unified_id");
    var ofSubject = Window.partitionBy("as_of", "run_id", "subject_id");
    return tables
        .rows(link())
        .filter(isNamed.and(not(erased.hasRecord(col("record_id")))))
        .withColumn(
            "_unified",
            when(erased.hasRecord(col("unified_id")), min("record_id").over(ofPerson))
                .otherwise(col("unified_id")))
        .withColumn(
            "_subject",
            when(erased.hasRecord(col("subject_id")), min("_unified").over(ofSubject))
                .otherwise(col("subject_id")))
        .withColumn(
            "_previous",
            when(erased.hasRecord(col("previous_id")), lit(null).cast("string"))
                .otherwise(col("previous_id")));
  }

  private List<Publications.Changed> changed(
      Table table, Dataset<Row> renamed, List<String> by, Map<String, String> set) {
    var rows = renamed.collectAsList();
    if (rows.isEmpty()) {
      return List.of();
    }
    tables.update(table, spark.createDataFrame(rows, renamed.schema()), by, set);
    return rows.stream()
        .map(
            row ->
                new Publications.Changed(
                    table, row.<java.sql.Date>getAs("as_of").toLocalDate(), row.getAs("run_id")))
        .distinct()
        .toList();
  }

  private static Table link() {
    return IdentityTables.LINK;
  }

  private static Column[] columns(List<String> names, String... more) {
    return Stream.concat(names.stream(), Stream.of(more))
        .map(name -> col(name))
        .toArray(Column[]::new);
  }
}
