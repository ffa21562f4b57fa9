package io.microtarget.identity;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import io.microtarget.table.DriverRows;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * The persons of weighed links, with the guard of {@link Clusters}, in two ways with one result: on
 * the driver, or connected components in Spark of which only those that the guard may take apart
 * come to the driver.
 *
 * @param records {@code id BIGINT, person BIGINT}: every record with a link, and the id of one
 *     record of its person
 * @param splits of components that were too large or too loose
 */
record Persons(Dataset<Row> records, List<Clusters.Split> splits) {
  /** Links that are put together on the driver: some hundred megabytes. */
  private static final long MOST_ON_DRIVER = 1_500_000;

  private static final StructType RECORDS =
      new StructType().add("id", DataTypes.LongType).add("person", DataTypes.LongType);

  /**
   * @param links {@code one, other, bits}, each pair once; read more than once
   * @param number of links
   * @param cap most records of a person
   */
  static Persons of(Dataset<Row> links, long number, int cap) {
    return number <= MOST_ON_DRIVER ? onDriver(links, cap) : inSpark(links, cap);
  }

  static Persons onDriver(Dataset<Row> links, int cap) {
    var clusters = Clusters.of(collected(links), cap);
    return new Persons(records(links, clusters), clusters.splits());
  }

  /** Chains of any length take a logarithm of rounds: see {@link Components#inSpark}. */
  static Persons inSpark(Dataset<Row> links, int cap) {
    var components =
        Components.inSpark(links.select(col("one").as("record_id"), col("other").as("least")))
            .select(col("record_id").as("id"), col("person_id").as("component"))
            .persist(StorageLevel.MEMORY_AND_DISK());
    var componentOf =
        links
            .join(components.withColumnRenamed("id", "one"), new String[] {"one"}, "left")
            .withColumn("component", coalesce(col("component"), col("one")));
    // The least record of a component is not among its rows.
    var sizes =
        components
            .groupBy("component")
            .agg(count(lit(1)).plus(1).as("records"))
            .join(componentOf.groupBy("component").agg(count(lit(1)).as("links")), "component");
    UDF2<Long, Long, Boolean> isLoose = (records, among) -> Clusters.isLoose(records, among);
    var suspicious =
        sizes
            .where(
                col("records")
                    .gt(cap)
                    .or(udf(isLoose, DataTypes.BooleanType).apply(col("records"), col("links"))))
            .select("component")
            .persist(StorageLevel.MEMORY_AND_DISK());
    var apart =
        Clusters.of(
            collected(
                componentOf
                    .join(suspicious, new String[] {"component"}, "left_semi")
                    .select("one", "other", "bits")),
            cap);
    var whole =
        components
            .join(suspicious, new String[] {"component"}, "left_anti")
            .select(
                explode(array(col("id"), col("component"))).as("id"), col("component").as("person"))
            .distinct();
    return new Persons(whole.union(records(links, apart)), apart.splits());
  }

  private static List<Clusters.Link> collected(Dataset<Row> links) {
    return links.select("one", "other", "bits").collectAsList().stream()
        .map(row -> new Clusters.Link(row.getLong(0), row.getLong(1), row.getDouble(2)))
        .toList();
  }

  private static Dataset<Row> records(Dataset<Row> links, Clusters clusters) {
    var rows = new ArrayList<Row>();
    clusters.clusterOf().forEach((id, person) -> rows.add(RowFactory.create(id, person)));
    return DriverRows.table(links.sparkSession(), rows, RECORDS);
  }
}
