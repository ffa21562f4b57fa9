package io.microtarget.activation;

import io.microtarget.table.Kind;
import io.microtarget.table.Table;

/** Which run is the published one of a date, and who is at work in the lake. */
public final class PublicationTables {
  /** One commit here makes all tables of a run visible at once. */
  public static final Table PUBLICATION =
      Table.of(
          "publication",
          Kind.STATE,
          "The switch: for each date the run whose partitions are to be read.",
          """
          sequence BIGINT COMMENT 'order of publications; the highest of a date counts',
          published_run STRING COMMENT 'run_id of the partitions to read; null if withdrawn',
          as_of DATE COMMENT 'the date',
          table_name STRING COMMENT 'a table of the run',
          rows BIGINT COMMENT 'its rows',
          checksum STRING COMMENT 'its content checksum',
          known_at TIMESTAMP COMMENT 'what the lake had recorded when the run read it',
          predecessor STRING COMMENT 'the run of the date before, if there was one',
          product_version STRING COMMENT 'of Microtarget',
          status STRING COMMENT 'published, rolled_back or withdrawn'
          """,
          "sequence",
          "as_of",
          "table_name");

  /** One row; taken and given back by conditional commits. */
  public static final Table LEASE =
      Table.of(
          "lease",
          Kind.STATE,
          "The lock: who may write, until when.",
          """
          name STRING COMMENT 'always lake',
          owner STRING COMMENT 'run_id of the holder',
          heartbeat TIMESTAMP COMMENT 'last sign of life',
          expires TIMESTAMP COMMENT 'free for others after this moment'
          """,
          "name");

  private PublicationTables() {}
}
