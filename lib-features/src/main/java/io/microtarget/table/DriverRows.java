package io.microtarget.table;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Tables of rows that the driver has made, of any number.
 *
 * <p>Rows inside a plan are walked through by every rule of the optimizer: for 200,000 of them that
 * takes longer than to find them. They go to the executors beside the plan instead.
 */
public final class DriverRows {
  private DriverRows() {}

  /** The rows in their order, in as many partitions as there are cores. */
  public static Dataset<Row> table(SparkSession spark, List<Row> rows, StructType schema) {
    if (rows.isEmpty()) {
      return spark.createDataFrame(rows, schema);
    }
    var context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return spark.createDataFrame(context.parallelize(rows), schema);
  }
}
