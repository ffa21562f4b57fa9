package io.microtarget.table;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads the visible rows of a table for the run at hand. Implemented by the store of the jobs. */
@FunctionalInterface
public interface Reader {
  /**
   * Rows with the columns of the catalogue, in catalogue order; an empty table if nothing was
   * written yet.
   */
  Dataset<Row> read(Table table);

  /**
   * Rows of a snapshot as they were published for the latest date before this one; an empty table
   * if there is no such publication, or it had none.
   */
  default Dataset<Row> before(Table table) {
    return SparkSession.active().createDataFrame(List.of(), table.schema());
  }

  /** Tells whoever started the run what is about to happen. */
  default void note(String line) {}
}
