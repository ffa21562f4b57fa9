package io.microtarget.identity;

import static org.apache.spark.sql.functions.bit_xor;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.xxhash64;

import io.microtarget.table.DriverRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Connected components of pairs of records ({@code record_id STRING, least STRING}), in two ways
 * with one result: {@code record_id, person_id}, the least id of the component, for every record
 * but that one.
 */
final class Components {
  private static final StructType LINKED =
      new StructType()
          .add("record_id", DataTypes.StringType)
          .add("person_id", DataTypes.StringType);

  /** Pairs that are put together on the driver: some hundred megabytes, a second. */
  private static final int MOST_ON_DRIVER = 1_000_000;

  private Components() {}

  /** On the driver as far as the pairs fit there, else in Spark. */
  static Dataset<Row> of(Dataset<Row> pairs) {
    var some = pairs.limit(MOST_ON_DRIVER + 1).collectAsList();
    return some.size() <= MOST_ON_DRIVER ? onDriver(pairs.sparkSession(), some) : inSpark(pairs);
  }

  /**
   * Union-find with path halving; the root of a set is its least id. Tarjan, van Leeuwen,
   * Worst-case Analysis of Set Union Algorithms, JACM 31 (1984).
   */
  static Dataset<Row> onDriver(Dataset<Row> pairs) {
    return onDriver(pairs.sparkSession(), pairs.collectAsList());
  }

  /** Of pairs that are on the driver already. */
  static Dataset<Row> onDriver(SparkSession spark, List<Row> pairs) {
    var numbers = new HashMap<String, Integer>();
    var ids = new ArrayList<String>();
    var parents = new ArrayList<Integer>();
    for (var pair : pairs) {
      int one = root(number(pair.getString(0), numbers, ids, parents), parents);
      int other = root(number(pair.getString(1), numbers, ids, parents), parents);
      int order = ids.get(one).compareTo(ids.get(other));
      if (order != 0) {
        parents.set(order < 0 ? other : one, order < 0 ? one : other);
      }
    }
    var linked = new ArrayList<Row>();
    for (int i = 0; i < ids.size(); i++) {
      int root = root(i, parents);
      if (root != i) {
        linked.add(RowFactory.create(ids.get(i), ids.get(root)));
      }
    }
    return DriverRows.table(spark, linked, LINKED);
  }

  /**
   * Large-star and small-star in turn until nothing changes: every component ends as a star around
   * its least id after O(log² n) rounds, however long its chains. Kiveris, Lattanzi, Mirrokni,
   * Rastogi, Vassilvitskii, Connected Components in MapReduce and Beyond, SoCC 2014.
   *
   * <p>Each round is cut from the plan before it by a local checkpoint: if an executor is lost, the
   * run fails and is to be repeated.
   */
  static Dataset<Row> inSpark(Dataset<Row> pairs) {
    var edges =
        pairs
            .select(
                greatest(col("record_id"), col("least")).as("upper"),
                least(col("record_id"), col("least")).as("lower"))
            .where(not(col("upper").equalTo(col("lower"))))
            .distinct()
            .localCheckpoint();
    Row before;
    var after = content(edges);
    do {
      before = after;
      edges = edges.transform(Components::largeStar).transform(Components::smallStar);
      edges = edges.localCheckpoint();
      after = content(edges);
    } while (!after.equals(before));
    return edges.select(col("upper").as("record_id"), col("lower").as("person_id"));
  }

  /** Neighbours above a record move to the least of its neighbours and itself. */
  private static Dataset<Row> largeStar(Dataset<Row> edges) {
    var ofRecord = Window.partitionBy("record");
    return edges
        .select(col("upper").as("record"), col("lower").as("neighbour"))
        .union(edges.select("lower", "upper"))
        .withColumn("least", least(col("record"), min("neighbour").over(ofRecord)))
        .where(col("neighbour").gt(col("record")))
        .select(col("neighbour").as("upper"), col("least").as("lower"))
        .distinct();
  }

  /** A record and its neighbours below move to the least of these. */
  private static Dataset<Row> smallStar(Dataset<Row> edges) {
    var withLeast = edges.withColumn("least", min("lower").over(Window.partitionBy("upper")));
    return withLeast
        .select(col("upper"), col("least").as("lower"))
        .union(withLeast.select("lower", "least"))
        .toDF("upper", "lower")
        .where(not(col("upper").equalTo(col("lower"))))
        .distinct();
  }

  /** Equal for equal sets of edges; for others only by a collision of 64 bits and their number. */
  private static Row content(Dataset<Row> edges) {
    return edges.agg(count(lit(1)), bit_xor(xxhash64(col("upper"), col("lower")))).first();
  }

  private static int number(
      String id, HashMap<String, Integer> numbers, List<String> ids, List<Integer> parents) {
    return numbers.computeIfAbsent(
        id,
        added -> {
          ids.add(added);
          parents.add(parents.size());
          return ids.size() - 1;
        });
  }

  private static int root(int record, List<Integer> parents) {
    int at = record;
    while (parents.get(at) != at) {
      parents.set(at, parents.get(parents.get(at)));
      at = parents.get(at);
    }
    return at;
  }
}
