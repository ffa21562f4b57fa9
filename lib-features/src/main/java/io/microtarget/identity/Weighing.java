package io.microtarget.identity;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/** The pairs of spelled records: found, compared, weighed and linked. See {@link Matching}. */
final class Weighing {
  /** Random pairs by which chance agreement is known; fewer records: all their pairs. */
  private static final int RANDOM_PAIRS = 1_000_000;

  private static final int PAIRS_A_ROW = 10_000;

  /** Weights are told apart by this part of a bit: a threshold needs no more. */
  private static final double STEPS_A_BIT = 1024;

  private static final StructType PAIR =
      new StructType().add("one", DataTypes.LongType).add("other", DataTypes.LongType);

  private final SparkSession spark;
  private final Dataset<Row> records;
  private final Set<Field> fields;
  private final Map<Field, Evidence.Shared> shared;
  private final Rarity rarity;
  private final Matching.How how;

  Weighing(
      Dataset<Row> records,
      Set<Field> fields,
      Map<Field, Evidence.Shared> shared,
      Rarity rarity,
      Matching.How how) {
    this.spark = records.sparkSession();
    this.records = records;
    this.fields = fields.isEmpty() ? EnumSet.noneOf(Field.class) : EnumSet.copyOf(fields);
    this.shared = shared;
    this.rarity = rarity;
    this.how = how;
  }

  Matching.Found found(Map<Field, Long> placeholders) {
    var bySource = new TreeMap<Integer, Long>();
    records
        .groupBy("source")
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(row -> bySource.put(row.getInt(0), row.getLong(1)));
    long number = bySource.values().stream().mapToLong(n -> n).sum();
    var candidates = Candidates.of(records, fields, how.blocking(), number);
    int sources = bySource.isEmpty() ? 1 : bySource.lastKey() + 1;
    var compared = compared(candidates.pairs(), sources).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      var ofCandidates = counts(compared);
      if (ofCandidates.isEmpty()) {
        return new Matching.Found(
            Clusters.of(List.of(), how.clusterCap()),
            null,
            Threshold.of(List.of(), how.targetPrecision()),
            candidates.rules(),
            number,
            0,
            placeholders);
      }
      var evidence =
          new Evidence(
              ofCandidates, counts(compared(random(number), 0)), strata(bySource, sources), shared);
      var fitted = ModelFit.of(evidence);
      var weighed = weighed(compared, fitted.model()).persist(StorageLevel.MEMORY_AND_DISK());
      try {
        var threshold = Threshold.of(weights(weighed), how.targetPrecision());
        return new Matching.Found(
            Clusters.of(links(weighed, threshold), how.clusterCap()),
            fitted,
            threshold,
            candidates.rules(),
            number,
            ofCandidates.stream().mapToLong(Evidence.Count::pairs).sum(),
            placeholders);
      } finally {
        weighed.unpersist();
      }
    } finally {
      compared.unpersist();
    }
  }

  /**
   * {@code one, other, stratum INT, pattern BIGINT, spelled} of the pairs; spelled values are those
   * of one.
   *
   * @param sources number of sources; 0: all pairs are of stratum 0
   */
  private Dataset<Row> compared(Dataset<Row> pairs, int sources) {
    var stratum =
        least(col("source"), col("_source"))
            .multiply(sources)
            .plus(greatest(col("source"), col("_source")));
    var others =
        records.select(
            col("id").as("other"), col("source").as("_source"), col("spelled").as("_spelled"));
    return pairs
        .join(records.withColumnRenamed("id", "one"), "one")
        .join(others, "other")
        .select(
            col("one"),
            col("other"),
            (sources == 0 ? lit(0) : stratum).as("stratum"),
            udf(new Compare(), DataTypes.LongType)
                .apply(col("spelled"), col("_spelled"))
                .as("pattern"),
            col("spelled"));
  }

  private static List<Evidence.Count> counts(Dataset<Row> compared) {
    return compared.groupBy("stratum", "pattern").agg(count(lit(1))).collectAsList().stream()
        .map(row -> new Evidence.Count(row.getInt(0), row.getLong(1), row.getLong(2)))
        .toList();
  }

  private static TreeMap<Integer, Long> strata(TreeMap<Integer, Long> bySource, int sources) {
    var strata = new TreeMap<Integer, Long>();
    bySource.forEach(
        (one, records) ->
            bySource
                .tailMap(one)
                .forEach(
                    (other, others) ->
                        strata.put(
                            one * sources + other,
                            one.equals(other) ? records * (records - 1) / 2 : records * others)));
    return strata;
  }

  /** Pairs drawn by a seed from the sorted ids, so that they are the same in any order of input. */
  private Dataset<Row> random(long number) {
    var ids = records.select("id").collectAsList().stream().mapToLong(r -> r.getLong(0)).toArray();
    Arrays.sort(ids);
    var draw =
        new Draw(
            JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(ids), how.seed());
    boolean isAll = number * (number - 1) / 2 <= RANDOM_PAIRS;
    long rows = isAll ? number : RANDOM_PAIRS / PAIRS_A_ROW;
    return spark
        .range(rows)
        .select(
            explode(udf(draw.with(isAll), new ArrayType(PAIR, false)).apply(col("id"))).as("pair"))
        .select(col("pair.one").as("one"), col("pair.other").as("other"));
  }

  private Dataset<Row> weighed(Dataset<Row> compared, MatchModel model) {
    var context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    var bits = new Bits(context.broadcast(model), context.broadcast(rarity));
    return compared.select(
        col("one"),
        col("other"),
        udf(bits, DataTypes.DoubleType)
            .apply(col("stratum"), col("pattern"), col("spelled"))
            .as("bits"));
  }

  private static List<Threshold.Weighed> weights(Dataset<Row> weighed) {
    return weighed.groupBy("bits").agg(count(lit(1))).collectAsList().stream()
        .map(row -> new Threshold.Weighed(row.getDouble(0), row.getLong(1)))
        .toList();
  }

  private static List<Clusters.Link> links(Dataset<Row> weighed, Threshold threshold) {
    return weighed.where(col("bits").geq(threshold.bits())).collectAsList().stream()
        .map(row -> new Clusters.Link(name(row.getLong(0)), name(row.getLong(1)), row.getDouble(2)))
        .toList();
  }

  /** An id as 16 hex digits, which sort as the id does without its sign. */
  static String name(long id) {
    return "%016x".formatted(id);
  }

  private record Compare()
      implements UDF2<scala.collection.Seq<String>, scala.collection.Seq<String>, Long>,
          Serializable {
    @Override
    public Long call(scala.collection.Seq<String> one, scala.collection.Seq<String> other) {
      return PersonRecord.ofSpelled(one).compare(PersonRecord.ofSpelled(other));
    }
  }

  private record Draw(Broadcast<long[]> ids, long seed) implements Serializable {
    UDF1<Long, List<Row>> with(boolean isAll) {
      return isAll ? this::after : this::some;
    }

    /** All pairs of a record with those behind it. */
    private List<Row> after(long place) {
      var all = ids.value();
      var pairs = new ArrayList<Row>();
      for (int j = (int) place + 1; j < all.length; j++) {
        pairs.add(RowFactory.create(all[(int) place], all[j]));
      }
      return pairs;
    }

    private List<Row> some(long row) {
      var all = ids.value();
      var random = new SplittableRandom(seed * RANDOM_PAIRS + row);
      var pairs = new ArrayList<Row>();
      while (pairs.size() < PAIRS_A_ROW) {
        int one = random.nextInt(all.length);
        int other = random.nextInt(all.length);
        if (one < other) {
          pairs.add(RowFactory.create(all[one], all[other]));
        }
      }
      return pairs;
    }
  }

  private record Bits(Broadcast<MatchModel> model, Broadcast<Rarity> rarity)
      implements UDF3<Integer, Long, scala.collection.Seq<String>, Double>, Serializable {
    @Override
    public Double call(Integer stratum, Long pattern, scala.collection.Seq<String> spelled) {
      var rare = rarity.value().bits(model.value(), PersonRecord.ofSpelled(spelled), pattern);
      double bits = model.value().bits(stratum, pattern, rare);
      return Math.rint(bits * STEPS_A_BIT) / STEPS_A_BIT;
    }
  }
}
