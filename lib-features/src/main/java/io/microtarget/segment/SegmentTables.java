package io.microtarget.segment;

import io.microtarget.table.Kind;
import io.microtarget.table.Table;

/** The rule and the fact of segments. */
public final class SegmentTables {
  public static final Table SEGMENT_DEFINITION =
      Table.of(
          "segment_definition",
          Kind.SNAPSHOT,
          "What a segment is: name, readable rule, size, centre.",
          """
          segment_set STRING COMMENT 'name of the segmentation in the settings',
          segment_id STRING COMMENT 'id within the set, by falling size',
          name STRING COMMENT 'from its two largest standardised differences',
          rule STRING COMMENT 'readable: nearest centre, with the features that tell it apart',
          size BIGINT COMMENT 'subjects in it',
          share DOUBLE COMMENT 'of all subjects of the set',
          centre MAP<STRING, DOUBLE> COMMENT 'mean of each feature, in its own unit',
          difference MAP<STRING, DOUBLE> COMMENT 'mean minus overall mean, in standard deviations'
          """,
          "segment_set",
          "segment_id");

  public static final Table SEGMENT_MEMBERSHIP =
      Table.of(
          "segment_membership",
          Kind.SNAPSHOT,
          "Which subject is in which segment.",
          """
          segment_set STRING COMMENT 'name of the segmentation in the settings',
          subject_type STRING COMMENT 'person, household, account',
          subject_id STRING COMMENT 'keyed pseudonym',
          segment_id STRING COMMENT 'id within the set',
          distance DOUBLE COMMENT 'Euclidean, to the centre, in standardised units'
          """,
          "segment_set",
          "subject_type",
          "subject_id");

  private SegmentTables() {}
}
