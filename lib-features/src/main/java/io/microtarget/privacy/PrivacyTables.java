package io.microtarget.privacy;

import io.microtarget.table.Kind;
import io.microtarget.table.Table;

/** Who may be contacted through which channel, and by which rule. */
public final class PrivacyTables {
  public static final Table PERMISSION =
      Table.of(
          "permission",
          Kind.SCRATCH,
          "One row per subject and channel: may a message leave, and which rule says so.",
          """
          subject_type STRING COMMENT 'person, household, account',
          subject_id STRING COMMENT 'keyed pseudonym',
          channel STRING COMMENT 'name in the settings',
          allowed BOOLEAN COMMENT 'false unless a basis was found',
          rule_id STRING COMMENT 'basis:<source>:<legal basis>, or deny:<reason>'
          """,
          "subject_type",
          "subject_id",
          "channel");

  private PrivacyTables() {}
}
