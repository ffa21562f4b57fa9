package io.microtarget.feature;

import io.microtarget.table.Kind;
import io.microtarget.table.Table;

/** What is known of a subject at a moment. */
public final class FeatureTables {
  public static final Table FEATURE =
      Table.of(
          "feature",
          Kind.SNAPSHOT,
          "Features of each subject, strictly before as_of.",
          """
          subject_type STRING COMMENT 'person, household, account',
          subject_id STRING COMMENT 'keyed pseudonym',
          numbers MAP<STRING, DOUBLE> COMMENT 'feature name to value; an unknown value is absent',
          traits MAP<STRING, STRING> COMMENT 'declared attributes, as they stand'
          """,
          "subject_type",
          "subject_id");

  /** Features of past contacts as of their own start, and of today's candidates. */
  public static final Table OCCASION =
      Table.of(
          "occasion",
          Kind.SCRATCH,
          "Features of a subject for one campaign at one moment.",
          """
          model STRING COMMENT 'name of the model in the settings',
          role STRING COMMENT 'contact: a past contact; candidate: a possible one at as_of',
          subject_id STRING COMMENT 'keyed pseudonym',
          campaign_id STRING COMMENT 'the campaign, for a candidate the latest one like it',
          offer STRING COMMENT 'name of the offer in the settings; null for none of them',
          moment DATE COMMENT 'features are strictly before this day',
          contacted_at TIMESTAMP COMMENT 'when the contact happened, UTC; null for a candidate',
          ends_on DATE COMMENT 'last day of the outcome window; null for a candidate',
          outcome BOOLEAN COMMENT 'answered in the window; null for a candidate or while open',
          numbers MAP<STRING, DOUBLE> COMMENT 'feature name to value; an unknown value is absent'
          """,
          "model",
          "role",
          "subject_id",
          "campaign_id",
          "moment");

  private FeatureTables() {}
}
