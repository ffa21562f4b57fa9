package io.microtarget.activation;

import io.microtarget.table.Kind;
import io.microtarget.table.Table;

/** The people who are to be contacted. */
public final class ActivationTables {
  public static final Table AUDIENCE =
      Table.of(
          "audience",
          Kind.SNAPSHOT,
          "Audience rows per destination; a rehearsal is accepted by no destination.",
          """
          destination STRING COMMENT 'name in the settings',
          offer STRING COMMENT 'name in the settings',
          channel STRING COMMENT 'name in the settings',
          subject_type STRING COMMENT 'person, household, account',
          subject_id STRING COMMENT 'keyed pseudonym',
          decision_id STRING COMMENT 'the decision behind the row',
          arm STRING COMMENT 'treatment arm',
          assignment_probability DOUBLE COMMENT 'probability of the arm',
          rule_id STRING COMMENT 'the rule that let it out',
          status STRING COMMENT 'rehearsal or ready'
          """,
          "destination",
          "decision_id");

  private ActivationTables() {}
}
