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

  /** The features of today's subjects at earlier moments: material to learn from. */
  public static final Table FEATURE_HISTORY =
      Table.of(
          "feature_history",
          Kind.SNAPSHOT,
          "Features of each subject at the first day of each of the last months.",
          """
          subject_type STRING COMMENT 'person, household, account',
          subject_id STRING COMMENT 'keyed pseudonym, as of as_of',
          moment DATE COMMENT 'features are strictly before this day, which is before as_of',
          numbers MAP<STRING, DOUBLE> COMMENT 'feature name to value; an unknown value is absent'
          """,
          "subject_type",
          "subject_id",
          "moment");

  /** Moments at which features were asked for, with all of them. */
  public static final Table OCCASION =
      Table.of(
          "occasion",
          Kind.SCRATCH,
          "Features of a subject at one moment, and for one campaign where it is about one.",
          """
          role STRING COMMENT 'subject: at as_of; history: at an earlier moment; candidate: for an offer at as_of; contact: a past one',
          model STRING COMMENT 'of a contact: name of the model in the settings; else null',
          subject_id STRING COMMENT 'keyed pseudonym',
          campaign_id STRING COMMENT 'the campaign, for a candidate the latest one like it',
          offer STRING COMMENT 'name of the offer in the settings; null for none of them',
          moment DATE COMMENT 'features are strictly before this day',
          contacted_at TIMESTAMP COMMENT 'when the contact happened, UTC; else null',
          ends_on DATE COMMENT 'last day of the outcome window; only of a contact',
          outcome BOOLEAN COMMENT 'answered in the window; null while open, and but for a contact',
          features BINARY COMMENT 'doubles of 8 bytes, the low byte first, by position of feature_list; NaN where unknown',
          home_cell STRING COMMENT 'of a subject: the H3 cell of its home; null if unknown, and of other roles',
          work_cell STRING COMMENT 'the same of its work'
          """,
          "role",
          "subject_id",
          "moment");

  /** What stands where in {@code occasion.features}. */
  public static final Table FEATURE_LIST =
      Table.of(
          "feature_list",
          Kind.SCRATCH,
          "Names of the features of a run in their order.",
          """
          position INT COMMENT 'in occasion.features, from 0',
          name STRING COMMENT 'source__measure__aggregate__window; of a derived one the name it was given',
          key STRING COMMENT 'where it is declared in the settings',
          scope STRING COMMENT 'subject, household, area, everyone, campaign or pair',
          source STRING COMMENT 'kind of source whose rows it looks at; null if derived',
          aggregate STRING COMMENT 'how rows become a number; null if derived',
          window_days INT COMMENT 'days before the moment; null for all history, or if derived',
          meaning STRING COMMENT 'in words',
          category STRING COMMENT 'what it counts one value of, the same for all values; null if it is not by value',
          columns ARRAY<STRING> COMMENT 'source columns, or features it is derived from'
          """,
          "position");

  /** The feature dictionary. */
  public static final Table FEATURE_DEFINITION =
      Table.of(
          "feature_definition",
          Kind.SNAPSHOT,
          "Feature dictionary: what each feature means and how well it is filled.",
          """
          name STRING COMMENT 'source__measure__aggregate__window; of a derived one the name it was given',
          meaning STRING COMMENT 'in words',
          scope STRING COMMENT 'subject, household, area, everyone, campaign or pair',
          source STRING COMMENT 'kind of source whose rows it looks at; null if derived',
          aggregate STRING COMMENT 'how rows become a number; null if derived',
          window_days INT COMMENT 'days before the moment; null for all history, or if derived',
          columns ARRAY<STRING> COMMENT 'source columns, or features it is derived from',
          purposes ARRAY<STRING> COMMENT 'what it may be used for: what all its columns and sources allow',
          first_date DATE COMMENT 'day of the first row it could look at; null if there is none',
          missing_share DOUBLE COMMENT 'of subjects at as_of, 20,000 of them at most; scope campaign and pair: of contacts and candidates',
          mean DOUBLE COMMENT 'of the known ones of these',
          deviation DOUBLE COMMENT 'of the known ones of these',
          least DOUBLE COMMENT 'of the known ones of these',
          most DOUBLE COMMENT 'of the known ones of these',
          is_usable BOOLEAN COMMENT 'whether models and segments that name no features take it',
          reason STRING COMMENT 'why they do not: constant, near-constant, unknown for all, no rows, or the feature it repeats'
          """,
          "name");

  private FeatureTables() {}
}
