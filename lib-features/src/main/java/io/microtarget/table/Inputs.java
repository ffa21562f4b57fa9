package io.microtarget.table;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The tables a stage declared to read, and only those. */
public final class Inputs {
  private final String stage;
  private final List<Table> declared;
  private final Reader reader;

  Inputs(String stage, List<Table> declared, Reader reader) {
    this.stage = stage;
    this.declared = declared;
    this.reader = reader;
  }

  /**
   * The visible rows of a declared table.
   *
   * @throws IllegalStateException names the stage and the table if the read was not declared
   */
  public Dataset<Row> of(Table table) {
    if (!declared.contains(table)) {
      throw new IllegalStateException(
          "stage '%s' reads table '%s' without declaring it; it declares %s"
              .formatted(stage, table, declared));
    }
    return reader.read(table);
  }
}
