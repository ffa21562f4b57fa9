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

  /** What left the house, so that it can be called back. */
  public static final Table EXPORT =
      Table.of(
          "export",
          Kind.STATE,
          "Who was handed to which destination, when, and by which rule.",
          """
          export_id STRING COMMENT 'of the handing over; names its folder',
          row_key STRING COMMENT 'of the row in the file: by it a destination finds it again',
          destination STRING COMMENT 'name in the settings',
          channel STRING COMMENT 'name in the settings',
          file STRING COMMENT 'in the folder of the export',
          as_of DATE COMMENT 'date of the publication',
          published_run STRING COMMENT 'run of the publication',
          subject_type STRING COMMENT 'person, household, account',
          subject_id STRING COMMENT 'keyed pseudonym',
          decision_id STRING COMMENT 'the decision behind the row',
          rule_id STRING COMMENT 'the rule that let it out at the exit',
          known_at TIMESTAMP COMMENT 'moment of the consents that were asked, UTC'
          """,
          "export_id",
          "row_key");

  private ActivationTables() {}
}
