package io.microtarget.table;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reads the visible rows of a table for the run at hand. Implemented by the store of the jobs. */
@FunctionalInterface
public interface Reader {
  /**
   * Rows with the columns of the catalogue, in catalogue order; an empty table if nothing was
   * written yet.
   */
  Dataset<Row> read(Table table);
}
