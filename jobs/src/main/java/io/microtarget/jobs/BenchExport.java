package io.microtarget.jobs;

import static io.microtarget.feature.FeatureTables.FEATURE;
import static io.microtarget.scoring.ScoringTables.SCORE;
import static io.microtarget.segment.SegmentTables.SEGMENT_MEMBERSHIP;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_keys;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.when;

import io.microtarget.activation.ActivationTables;
import io.microtarget.identity.Subjects;
import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.source.SourceTables;
import io.microtarget.vault.VaultTables;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The published run of {@code conf/bench.conf} in the layout of the benchmark's judge, whose names
 * of columns, sources and arms these are.
 *
 * <ul>
 *   <li>{@code identity.parquet}: source, source_id, person_key of every person record.
 *   <li>{@code scores.parquet}: one row per contact of the newest campaign, also of those that were
 *       held out of the training, with the scores of the person as published.
 *   <li>{@code features.parquet}: one row per person_key, a column a number.
 *   <li>{@code segments}: the audience with segment and scores, partitioned by segment.
 * </ul>
 *
 * @param links rows of {@code link} as the run had them
 */
record BenchExport(DeltaStore store, Dataset<Row> links) {
  private static final Object[] PERSON_SOURCES = {"crm", "loyalty", "shop"};
  private static final int HELD_OUT_TENTHS = 3;

  void write(String folder) {
    var kept = links.persist();
    var export = new BenchExport(store, kept);
    write(export.identity(), folder, "identity.parquet");
    write(export.scores(), folder, "scores.parquet");
    write(export.features(), folder, "features.parquet");
    export
        .audience()
        .write()
        .mode("overwrite")
        .partitionBy("segment")
        .parquet(folder + "/segments");
    kept.unpersist();
  }

  private Dataset<Row> identity() {
    return Subjects.resolve(nativeIds().where(col("source").isin(PERSON_SOURCES)), links)
        .select(col("source"), col("source_id"), col("subject_id").as("person_key"));
  }

  private Dataset<Row> scores() {
    var contacts = store.read(SourceTables.CONTACT);
    var newest =
        contacts
            .orderBy(col("event_time").desc(), col("campaign_id").desc())
            .select("campaign_id")
            .first()
            .getString(0);
    var answers =
        store
            .read(SourceTables.RESPONSE)
            .where(col("campaign_id").equalTo(newest))
            .select("record_id")
            .distinct()
            .withColumn("answered", lit(1));
    var ids = nativeIds().where(col("source").equalTo("crm")).select("record_id", "source_id");
    var number = substring(col("source_id"), 2, 20).cast("bigint");
    var ofNewest =
        contacts
            .where(col("campaign_id").equalTo(newest))
            .select("record_id", "arm")
            .join(ids, "record_id")
            .join(answers, new String[] {"record_id"}, "left")
            .select(
                col("record_id"),
                number.as("crm_no"),
                col("arm").equalTo("treatment").cast("int").as("treated"),
                when(col("answered").isNotNull(), 1).otherwise(0).as("label"),
                number.mod(10).lt(HELD_OUT_TENTHS).cast("int").as("holdout"));
    return Subjects.resolve(ofNewest, links)
        .drop("record_id")
        .join(people(), "subject_id")
        .withColumnRenamed("subject_id", "person_key");
  }

  /** {@code subject_id, p_lr, p_gbt, uplift, segment}: the scores of a person are of one offer. */
  private Dataset<Row> people() {
    var scores =
        store
            .own(SCORE)
            .groupBy("subject_id")
            .agg(
                max(ofModel("treated")).as("p_lr"),
                max(ofModel("treated-trees")).as("p_gbt"),
                max(ofModel("control")).as("p_control"))
            .withColumn("uplift", col("p_lr").minus(col("p_control")))
            .drop("p_control");
    var segments =
        store.own(SEGMENT_MEMBERSHIP).select(col("subject_id"), col("segment_id").as("segment"));
    return scores.join(segments, "subject_id");
  }

  private static Column ofModel(String name) {
    return when(col("model").equalTo(name), col("propensity"));
  }

  private Dataset<Row> features() {
    var features = store.own(FEATURE);
    var names = new TreeSet<String>();
    features
        .select(map_keys(col("numbers")).as("names"))
        .distinct()
        .select(explode(col("names")))
        .distinct()
        .collectAsList()
        .forEach(row -> names.add(row.getString(0)));
    var columns = new java.util.ArrayList<Column>();
    columns.add(col("subject_id").as("person_key"));
    names.forEach(name -> columns.add(element_at(col("numbers"), name).as(name)));
    return features.select(columns.toArray(Column[]::new));
  }

  private Dataset<Row> audience() {
    return store
        .own(ActivationTables.AUDIENCE)
        .select("subject_id", "channel", "destination", "rule_id", "status")
        .join(people(), "subject_id")
        .withColumnRenamed("subject_id", "person_key");
  }

  private Dataset<Row> nativeIds() {
    return store
        .read(VaultTables.VAULT)
        .where(col("field").equalTo("native_id"))
        .select(col("record_id"), col("source"), col("value").as("source_id"));
  }

  private static void write(Dataset<Row> rows, String folder, String name) {
    rows.write().mode("overwrite").parquet(folder + "/" + name);
  }
}
