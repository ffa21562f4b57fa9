package io.microtarget.identity;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Who would be one person if nothing but shared identifiers counted: what comparing adds. */
public final class ExactLinks {
  /** Value of {@code ground} of pairs whose fields were compared. */
  public static final String COMPARED = "compared";

  private ExactLinks() {}

  /**
   * {@code record_id, person_id} of every record that an identifier links to a lesser one.
   *
   * @param matches rows of {@link IdentityTables#MATCH}
   */
  public static Dataset<Row> persons(Dataset<Row> matches) {
    return Components.of(
        matches
            .where(not(col("ground").equalTo(COMPARED)))
            .select(col("other").as("record_id"), col("one").as("least")));
  }
}
