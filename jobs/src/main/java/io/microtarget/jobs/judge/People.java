package io.microtarget.jobs.judge;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;

import io.microtarget.identity.IdentityTables;
import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.source.SourceSettings;
import io.microtarget.vault.Pseudonym;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Who of the truth stands behind whom of the publication.
 *
 * @param records {@code record_id, person}: records of the truth by their pseudonyms
 * @param subjects {@code subject_id, person}: of each subject the person whom most of its records
 *     are of, of equals the greater name; a subject without a record of the truth has none
 */
record People(Dataset<Row> records, Dataset<Row> subjects) {
  /** Ids of persons as {@link TruthFile} tells them. */
  static Column person(String column) {
    return sha2(col(column).cast("binary"), 256);
  }

  static People of(
      Truth truth, DeltaStore store, Map<String, SourceSettings> sources, Pseudonym pseudonym) {
    var names = new TruthFile.Names("native_id", "person", "id_space", "source", Optional.empty());
    var records =
        new TruthFile(truth.file("records").toString(), names)
            .rows(truth.spark(), sources, pseudonym)
            .persist();
    var links = store.own(IdentityTables.LINK).select("record_id", "subject_id");
    var subjects =
        records
            .join(links, new String[] {"record_id"}, "left")
            .withColumn("subject_id", coalesce(col("subject_id"), col("record_id")))
            .groupBy("subject_id", "person")
            .agg(count(lit(1)).as("records"))
            .groupBy("subject_id")
            .agg(max_by(col("person"), struct(col("records"), col("person"))).as("person"))
            .persist();
    return new People(records, subjects);
  }

  /** Rows of a table with {@code subject_id}, with the {@code person} behind it. */
  Dataset<Row> of(Dataset<Row> rows) {
    return rows.join(subjects, "subject_id");
  }
}
