package io.microtarget.table;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Writes what a stage made. Implemented by the store of the jobs. */
@FunctionalInterface
public interface Writer {
  /**
   * Appends conformed rows to the run's own part of the table.
   *
   * @return the number of rows written, from the commit's metrics
   */
  long write(Table table, Dataset<Row> rows);
}
