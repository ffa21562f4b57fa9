package io.microtarget.decision;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * By which rules the gate let subjects through and held them back, in words: {@code 812 by
 * de-letter; dropped 40 deny:revoked, 12 deny:objection:robinson}.
 *
 * <p>Counted are the subjects with an eligible candidate, once a rule: who may get a letter and no
 * e-mail counts with both rules, while only who may get nothing is dropped by the step. The most
 * frequent rule first, then by name. A rule is named without the source that stated the basis.
 */
final class GateRules {
  /** STRING: the one column of the one row. */
  static final String WORDS = "gate_rules";

  private GateRules() {}

  /**
   * One row with {@link #WORDS}.
   *
   * @param decisions rows of {@link DecisionTables#DECISION}
   * @param permissions rows of {@link io.microtarget.privacy.PrivacyTables#PERMISSION}
   */
  static Dataset<Row> inWords(Dataset<Row> decisions, Dataset<Row> permissions) {
    var key = new String[] {"subject_type", "subject_id", "channel"};
    var isAllowed = coalesce(col("allowed"), lit(false));
    var rule = coalesce(col("permission"), lit("deny:unknown"));
    return decisions
        .filter(not(col("outcome").equalTo(Step.ELIGIBLE.key())))
        .select("subject_type", "subject_id", "channel")
        .join(permissions.withColumnRenamed("rule_id", "permission"), key, "left")
        .select(
            col("subject_type"),
            col("subject_id"),
            isAllowed.as("allowed"),
            when(isAllowed, regexp_replace(rule, ":[^+]*", "")).otherwise(rule).as("rule"))
        .groupBy("allowed", "rule")
        .agg(countDistinct("subject_type", "subject_id").as("subjects"))
        .agg(
            array_sort(
                    collect_list(
                        struct(
                            col("subjects").multiply(-1).as("order"),
                            col("rule"),
                            col("allowed"),
                            col("subjects"))))
                .as("rules"))
        .select(concat_ws("; ", by(), dropped()).as(WORDS));
  }

  private static Column by() {
    var allowed = filter(col("rules"), rule -> rule.getField("allowed"));
    return when(size(allowed).equalTo(0), "0 by any rule").otherwise(words(allowed, " by "));
  }

  private static Column dropped() {
    var denied = filter(col("rules"), rule -> not(rule.getField("allowed")));
    return when(size(denied).gt(0), concat(lit("dropped "), words(denied, " ")));
  }

  private static Column words(Column rules, String between) {
    return array_join(
        transform(
            rules,
            rule ->
                concat(
                    rule.getField("subjects").cast("string"), lit(between), rule.getField("rule"))),
        ", ");
  }
}
