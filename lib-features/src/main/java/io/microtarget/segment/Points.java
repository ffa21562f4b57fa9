package io.microtarget.segment;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.try_element_at;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** From rows of the feature table to points of a {@link Space}, and from points to clusters. */
final class Points {
  /** Beyond it a number is no measurement, and an exact decimal sum might not fit. */
  private static final double LARGEST = 1e18;

  /** Subjects a partition: the bits of a distributed fit depend on the number of partitions. */
  private static final long PER_PARTITION = 50_000;

  private static final long MOST_PARTITIONS = 64;

  private Points() {}

  /**
   * {@code subject_id STRING, values ARRAY<DOUBLE>}: the numbers in the order of the names, null
   * where one is absent or not finite.
   */
  static Dataset<Row> values(Dataset<Row> features, List<String> names) {
    var columns = names.stream().map(Points::value).toArray(Column[]::new);
    return features.select(col("subject_id"), array(columns).as("values"));
  }

  /**
   * The values of at most {@code size} subjects, always the same ones in the same order: those with
   * the smallest hash of seed and id.
   */
  static List<Double[]> sample(Dataset<Row> values, int size, long seed) {
    return values
        .orderBy(xxhash64(lit(seed), col("subject_id")), col("subject_id"))
        .limit(size)
        .select("values")
        .collectAsList()
        .stream()
        .map(row -> row.<Double>getList(0).toArray(Double[]::new))
        .toList();
  }

  /**
   * Adds {@code point ARRAY<DOUBLE>}. A UDF, and not built-in functions, so that the sample on the
   * driver and all subjects are put on the scales by the same code.
   *
   * @param values of the features of the space, in its order
   */
  static Dataset<Row> located(Dataset<Row> values, Space space) {
    UDF1<scala.collection.Seq<Double>, double[]> point =
        known -> space.point(CollectionConverters.asJava(known));
    var locate = udf(point, DataTypes.createArrayType(DataTypes.DoubleType, false));
    return values.withColumn("point", locate.apply(col("values")));
  }

  /** Adds {@code near STRUCT<cluster INT, distance DOUBLE>}, the nearest centre. */
  static Dataset<Row> assigned(Dataset<Row> located, Centres centres) {
    UDF1<scala.collection.Seq<Double>, Row> nearest =
        seq -> {
          var point =
              CollectionConverters.asJava(seq).stream().mapToDouble(Double::doubleValue).toArray();
          var cluster = centres.nearest(point);
          return RowFactory.create(cluster, centres.distance(point, cluster));
        };
    var type = StructType.fromDDL("cluster INT, distance DOUBLE");
    return located.withColumn("near", udf(nearest, type).apply(col("point")));
  }

  /**
   * All points for a distributed fit, always in the same partitions and order.
   *
   * @param subjects rows of {@code located}; they alone decide the number of partitions
   */
  static JavaRDD<Vector> vectors(Dataset<Row> located, long subjects) {
    var partitions = (int) Math.min(MOST_PARTITIONS, 2 + subjects / PER_PARTITION);
    return located
        .repartition(partitions, col("subject_id"))
        .sortWithinPartitions("subject_id")
        .select("point")
        .toJavaRDD()
        .map(
            row ->
                Vectors.dense(
                    row.<Double>getList(0).stream().mapToDouble(Double::doubleValue).toArray()));
  }

  private static Column value(String name) {
    var value = try_element_at(col("numbers"), lit(name));
    return when(isnan(value).or(abs(value).gt(LARGEST)), null).otherwise(value);
  }
}
