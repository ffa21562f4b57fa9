package io.microtarget.privacy;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;

import java.util.Optional;

/** What was said about people that the run does not know; an operator should hear of it. */
final class Unknown {
  private Unknown() {}

  /** A line with two counts, if one of them is not zero. It counts, and so runs a job. */
  static Optional<String> note(Gate.Tables tables) {
    var counts =
        Gate.said(tables)
            .join(
                tables.subjects().select(col("subject_id")),
                new String[] {"subject_id"},
                "left_anti")
            .agg(
                count_if(col("status").isNotNull()).as("statements"),
                count_if(col("status").isNull()).as("objections"))
            .head();
    long statements = counts.getLong(0);
    long objections = counts.getLong(1);
    return statements + objections == 0
        ? Optional.empty()
        : Optional.of(
            "%,d consents and %,d suppressions mean nobody who is known"
                .formatted(statements, objections));
  }
}
