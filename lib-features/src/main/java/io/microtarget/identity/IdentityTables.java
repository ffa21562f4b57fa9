package io.microtarget.identity;

import io.microtarget.table.Kind;
import io.microtarget.table.Table;

/** Who belongs to whom, and the subjects a run is about. */
public final class IdentityTables {
  public static final Table MEMBERSHIP =
      Table.of(
          "membership",
          Kind.STATE,
          "Person in household, person in account, account in buying group.",
          """
          parent_type STRING COMMENT 'household, account, buying_group',
          parent_id STRING COMMENT 'the group',
          child_type STRING COMMENT 'person, account, record',
          child_id STRING COMMENT 'the member',
          role STRING COMMENT 'role in the group',
          valid_from DATE COMMENT 'first day',
          valid_to DATE COMMENT 'first day after; null if open'
          """,
          "parent_type",
          "parent_id",
          "child_type",
          "child_id");

  /** Who stands for whom on {@code as_of}: the one table by which rows find their subject. */
  public static final Table LINK =
      Table.of(
          "link",
          Kind.SCRATCH,
          "The subject of each record that is not its own: linked by identifiers, or by membership.",
          """
          record_id STRING COMMENT 'keyed pseudonym of the source record',
          subject_id STRING COMMENT 'the person, household or account it counts for'
          """,
          "record_id");

  /** Subjects known strictly before {@code as_of}. */
  public static final Table SUBJECT =
      Table.of(
          "subject",
          Kind.SCRATCH,
          "The persons, households or accounts of this run and where they are known from.",
          """
          subject_type STRING COMMENT 'person, household, account',
          subject_id STRING COMMENT 'keyed pseudonym',
          sources ARRAY<STRING> COMMENT 'sorted names of the sources that know it'
          """,
          "subject_type",
          "subject_id");

  private IdentityTables() {}
}
