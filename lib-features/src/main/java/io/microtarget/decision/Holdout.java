package io.microtarget.decision;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.shiftrightunsigned;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.xxhash64;

import io.microtarget.identity.IdentityTables;
import io.microtarget.identity.Subjects;
import io.microtarget.table.Stage;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The universal holdout: a random share of subjects that no campaign reaches, so that what all
 * campaigns together do can be measured.
 *
 * <p>A subject is drawn once, when it is first seen, and keeps its row for good, also when the
 * share in the settings changes, and when it goes by another of its records after a merge or a
 * re-keying: what was drawn for any of its records is its own. The draw is {@code u < share} with u
 * in [0, 1) from the upper 52 bits of a salted xxhash64 of the subject: it depends on nothing else,
 * so that runs in any order and over any part of the subjects draw alike. The salt keeps the draw
 * apart from every other hash of the same id. Method: Kohavi, Tang, Xu, Trustworthy Online
 * Controlled Experiments, 2020 (assignment by hash, long-term holdout).
 */
public final class Holdout {
  private static final String SALT = "microtarget universal holdout 1";
  private static final int BITS = 52;

  private static final String[] KEYS = {"subject_type", "subject_id"};

  private Holdout() {}

  /**
   * Makes the missing rows of {@link DecisionTables#HOLDOUT}; existing ones are left as they are.
   *
   * @param subjectType what the run is about: person, household, account
   */
  public static Stage stage(Policy policy, String subjectType) {
    return Stage.of(
        "holdout",
        DecisionTables.HOLDOUT,
        List.of(IdentityTables.SUBJECT, DecisionTables.HOLDOUT, IdentityTables.LINK),
        inputs ->
            of(
                inputs.of(IdentityTables.SUBJECT).filter(col("subject_type").equalTo(subjectType)),
                inputs.of(DecisionTables.HOLDOUT),
                inputs.of(IdentityTables.LINK),
                policy.holdoutShare()));
  }

  /** Columns of {@link DecisionTables#HOLDOUT}, only for subjects not yet drawn. */
  static Dataset<Row> of(
      Dataset<Row> subjects, Dataset<Row> drawn, Dataset<Row> links, double share) {
    return subjects
        .join(draws(drawn, links), KEYS, "left_anti")
        .select(
            col("subject_type"),
            col("subject_id"),
            uniform().lt(share).as("held_out"),
            lit(share).as("share"));
  }

  /**
   * {@code subject_type, subject_id, held_out, share}: the draw of each subject, by any of its
   * records. Of several the one that holds out wins, so that nobody who was left alone is reached
   * because two persons turned out to be one.
   *
   * @param drawn rows of {@link DecisionTables#HOLDOUT}
   * @param links rows of {@link IdentityTables#LINK}
   */
  static Dataset<Row> draws(Dataset<Row> drawn, Dataset<Row> links) {
    return drawn
        .withColumnRenamed("subject_id", "record_id")
        .transform(draws -> Subjects.resolve(draws, links))
        .groupBy("subject_type", "subject_id")
        .agg(max(struct(col("held_out"), col("share"))).as("draw"))
        .select(col("subject_type"), col("subject_id"), col("draw.held_out"), col("draw.share"));
  }

  private static Column uniform() {
    var hash = xxhash64(lit(SALT), col("subject_type"), col("subject_id"));
    return shiftrightunsigned(hash, Long.SIZE - BITS).divide(lit(Math.scalb(1.0, BITS)));
  }
}
