package io.microtarget.table;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The tables a stage declared to read, and only those. */
public final class Inputs {
  private final String stage;
  private final List<Table> declared;
  private final List<Table> made;
  private final Reader reader;

  Inputs(String stage, List<Table> declared, List<Table> made, Reader reader) {
    this.stage = stage;
    this.declared = declared;
    this.made = made;
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

  /**
   * What this stage made for the publication before: the rows of the latest earlier date.
   *
   * @throws IllegalStateException if the stage does not make the table
   */
  public Dataset<Row> before(Table table) {
    if (!made.contains(table)) {
      throw new IllegalStateException(
          "stage '%s' looks back at table '%s', which it does not make".formatted(stage, table));
    }
    return reader.before(table);
  }

  /** Tells whoever started the run what is about to happen; no personal value. */
  public void note(String line) {
    reader.note(line);
  }
}
