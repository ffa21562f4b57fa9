package io.microtarget.privacy;

import io.microtarget.table.Kind;
import io.microtarget.table.Table;

/** Who may be contacted through which channel and by which rule, and who was erased. */
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
          rule_id STRING COMMENT 'rule of the policy that allows it, or deny:<reason>',
          granted_by STRING COMMENT 'record that agreed to it: only where that one is reached; null where a source is the basis'
          """,
          "subject_type",
          "subject_id",
          "channel");

  /**
   * Who was erased, under a hash of the hash: nothing here is equal to anything in another table,
   * and late data finds it all the same.
   */
  public static final Table TOMBSTONE =
      Table.of(
          "tombstone",
          Kind.STATE,
          "Erased records and their identifiers, so that late data brings nobody back.",
          """
          type STRING COMMENT 'record, or the type of an identifier',
          tombstone STRING COMMENT 'keyed hash of the erased pseudonym',
          prefix STRING COMMENT 'its first 8 digits before it was hashed, so that most rows need no second hash',
          request_id STRING COMMENT 'the request it was erased by'
          """,
          "type",
          "tombstone");

  /** Lies in a folder that only its owner may read. */
  public static final Table PROOF =
      Table.of(
          "proof",
          Kind.STATE,
          "Proof of consent to calls, kept by law after everything else is erased.",
          """
          tombstone STRING COMMENT 'keyed hash of the erased record that gave it',
          purpose STRING COMMENT 'what for',
          channel STRING COMMENT 'through which channel; null if through all',
          status STRING COMMENT 'GRANT, DENY or REVOKED',
          given_at TIMESTAMP COMMENT 'when it was said, UTC',
          text_version STRING COMMENT 'wording that was agreed to',
          proof_reference STRING COMMENT 'where the proof is kept',
          last_used_on DATE COMMENT 'day of the last call on its ground; null if there was none',
          proof_until DATE COMMENT 'first day on which it is to be removed'
          """,
          "tombstone",
          "purpose",
          "status",
          "given_at");

  /** The certificates of all erasures; nothing in them names anybody. */
  public static final Table ERASURE =
      Table.of(
          "erasure",
          Kind.STATE,
          "What each erasure removed from where, and what is left to do.",
          """
          request_id STRING COMMENT 'of the erasure; in a row of place request that of a request it did',
          requested_at TIMESTAMP COMMENT 'when it was made, UTC',
          erased_at TIMESTAMP COMMENT 'when this was done, UTC',
          place STRING COMMENT 'table, folder, destination or model',
          action STRING COMMENT 'found, deleted, kept-proof, removal-file, retrain, vacuumed or ended',
          count BIGINT COMMENT 'rows, files or people, by action',
          detail STRING COMMENT 'in words; a file name or a model'
          """,
          "request_id",
          "place",
          "action",
          "detail");

  private PrivacyTables() {}
}
