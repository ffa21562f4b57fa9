package io.microtarget.vault;

import io.microtarget.table.Kind;
import io.microtarget.table.Table;

/** The only table with clear personal values. */
public final class VaultTables {
  /** No statistics are kept on {@code value}, so that none stand in the transaction log. */
  public static final Table VAULT =
      Table.of(
          "vault",
          Kind.STATE,
          "Clear personal values behind keyed pseudonyms.",
          """
          record_id STRING COMMENT 'keyed pseudonym of the source record',
          source STRING COMMENT 'name of the source in the settings',
          field STRING COMMENT 'native_id, a personal attribute, compare:…, or quarantined_row',
          value STRING COMMENT 'the clear value',
          key_version INT COMMENT 'version of the key behind record_id',
          delivery_id STRING COMMENT 'a delivered file of the run it came with'
          """,
          "record_id",
          "source",
          "field");

  /** Value of {@code field} where {@code value} is the id the source gave. */
  public static final String NATIVE_ID = "native_id";

  /** Begins {@code field} where {@code value} is there to be compared with other records. */
  public static final String COMPARED = "compare:";

  /** Value of {@code field} where {@code value} is a quarantined line. */
  public static final String QUARANTINED_ROW = "quarantined_row";

  private VaultTables() {}
}
