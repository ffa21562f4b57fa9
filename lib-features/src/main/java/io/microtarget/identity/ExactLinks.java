package io.microtarget.identity;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** Who would be one person if nothing but shared identifiers counted: what comparing adds. */
public final class ExactLinks {
  /** Value of {@code ground} of pairs whose fields were compared. */
  public static final String COMPARED = "compared";

  /** Pairs that are put together on the driver. */
  private static final long MOST_ON_DRIVER = 1_000_000;

  private ExactLinks() {}

  /**
   * {@code record_id, person_id} of every record that an identifier links to a lesser one.
   *
   * @param matches rows of {@link IdentityTables#MATCH}
   */
  public static Dataset<Row> persons(Dataset<Row> matches) {
    var pairs =
        matches
            .where(not(col("ground").equalTo(COMPARED)))
            .select(col("other").as("record_id"), col("one").as("least"))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return pairs.count() <= MOST_ON_DRIVER
          ? Components.onDriver(pairs)
          : Components.inSpark(pairs);
    } finally {
      pairs.unpersist();
    }
  }
}
