package io.microtarget.scoring;

import io.microtarget.table.Kind;
import io.microtarget.table.Table;

/** Scores of today, and the evidence that they mean something. */
public final class ScoringTables {
  public static final Table SCORE =
      Table.of(
          "score",
          Kind.SNAPSHOT,
          "Calibrated propensity of each subject for each offer.",
          """
          model STRING COMMENT 'name in the settings',
          offer STRING COMMENT 'name in the settings',
          subject_type STRING COMMENT 'person, household, account',
          subject_id STRING COMMENT 'keyed pseudonym',
          propensity DOUBLE COMMENT 'calibrated probability of the outcome',
          decile INT COMMENT '1 is the highest tenth of the offer'
          """,
          "model",
          "offer",
          "subject_type",
          "subject_id");

  /** Long form: single figures have position 0; curves and tables have one row a point. */
  public static final Table EVALUATION =
      Table.of(
          "evaluation",
          Kind.SNAPSHOT,
          "Figures of a model, with intervals.",
          """
          model STRING COMMENT 'name in the settings',
          part STRING COMMENT 'backtest, selection, refit',
          metric STRING COMMENT 'auc, brier, ece, gains, lift, calibration, verdict, …',
          position INT COMMENT '0 for a single figure; else the point of the curve, from 1',
          label STRING COMMENT 'what the point is, or the text of a verdict',
          value DOUBLE COMMENT 'the figure',
          low DOUBLE COMMENT 'lower end of the 95 % interval, if there is one',
          high DOUBLE COMMENT 'upper end',
          count BIGINT COMMENT 'rows behind the figure'
          """,
          "model",
          "part",
          "metric",
          "position");

  /**
   * With it a score of a regression can be computed by hand: the margin is the weight at position 0
   * plus the sum of weight times input; {@code 1 / (1 + exp(-(slope * margin + intercept)))} of the
   * parameters at position 0 is the propensity.
   */
  public static final Table MODEL_INPUT =
      Table.of(
          "model_input",
          Kind.SNAPSHOT,
          "How each input of a model is made from features, and what it weighs.",
          """
          model STRING COMMENT 'name in the settings',
          position INT COMMENT '0 is the model itself, then its inputs from 1',
          input STRING COMMENT 'feature, or what was made of it',
          features ARRAY<STRING> COMMENT 'it is made from',
          treatment STRING COMMENT 'as-is; log: ln(1+x); signed-log; unknown: 1 where it is; other: the sum of rare categories',
          parameters MAP<STRING, DOUBLE> COMMENT 'least, most: beyond is set to them; then less mean, by deviation; of the model slope and intercept of its calibration',
          weight DOUBLE COMMENT 'coefficient of a regression, at position 0 its intercept; of trees the share of importance'
          """,
          "model",
          "position");

  /** Out-of-time predictions of the test part. */
  public static final Table BACKTEST_SCORE =
      Table.of(
          "backtest_score",
          Kind.SCRATCH,
          "What the model trained before the cut says of later contacts, and what happened.",
          """
          model STRING COMMENT 'name in the settings',
          subject_id STRING COMMENT 'keyed pseudonym',
          campaign_id STRING COMMENT 'of the contact',
          moment DATE COMMENT 'start of the contact',
          propensity DOUBLE COMMENT 'calibrated probability',
          baseline DOUBLE COMMENT 'the same of the simple regression',
          decile INT COMMENT '1 is the highest tenth of the test part',
          outcome BOOLEAN COMMENT 'answered in the window'
          """,
          "model",
          "subject_id",
          "campaign_id",
          "moment");

  private ScoringTables() {}
}
