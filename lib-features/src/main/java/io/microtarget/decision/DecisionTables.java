package io.microtarget.decision;

import io.microtarget.table.Kind;
import io.microtarget.table.Table;

/** Who gets which offer through which channel, who does not, and why. */
public final class DecisionTables {
  public static final Table DECISION =
      Table.of(
          "decision",
          Kind.SNAPSHOT,
          "Every decision candidate with its outcome and reason.",
          """
          decision_id STRING COMMENT 'hash of as_of, subject, offer and channel',
          subject_type STRING COMMENT 'person, household, account',
          subject_id STRING COMMENT 'keyed pseudonym',
          offer STRING COMMENT 'name in the settings',
          channel STRING COMMENT 'name in the settings',
          propensity DOUBLE COMMENT 'calibrated probability of the outcome',
          expected_value DOUBLE COMMENT 'propensity x margin - cost, in currency',
          cost DOUBLE COMMENT 'of the contact, in currency',
          outcome STRING COMMENT 'chosen, or the step that dropped it',
          rule_id STRING COMMENT 'the rule that chose or dropped it',
          arm STRING COMMENT 'treatment, holdout, or none',
          assignment_probability DOUBLE COMMENT 'probability of the arm; null for none'
          """,
          "decision_id");

  /** Written once per subject, never drawn again. */
  public static final Table HOLDOUT =
      Table.of(
          "holdout",
          Kind.STATE,
          "The universal holdout: subjects left alone, drawn once.",
          """
          subject_type STRING COMMENT 'person, household, account',
          subject_id STRING COMMENT 'keyed pseudonym',
          held_out BOOLEAN COMMENT 'left alone',
          share DOUBLE COMMENT 'probability of being held out when drawn'
          """,
          "subject_type",
          "subject_id");

  public static final Table WATERFALL =
      Table.of(
          "waterfall",
          Kind.SNAPSHOT,
          "From the population to the exported audience: how many are left after each step.",
          """
          position INT COMMENT 'order of the step, from 1',
          step STRING COMMENT 'population, eligible, basis, holdout, caps, budget, size_floor, exported',
          rule STRING COMMENT 'the rule in words, with its figures',
          subjects BIGINT COMMENT 'left after the step',
          dropped BIGINT COMMENT 'lost in the step'
          """,
          "position");

  private DecisionTables() {}
}
