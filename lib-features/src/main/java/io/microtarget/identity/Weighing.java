package io.microtarget.identity;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
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

  /** So many patterns are told. */
  private static final int MOST_FREQUENT = 50;

  private final Set<Field> fields;
  private final Map<Field, Evidence.Shared> shared;
  private final Rarity rarity;
  private final Matching.How how;
  private final Map<Field, Long> placeholders;

  /**
   * @param fields that some record knows
   * @param shared of identifiers
   * @param placeholders records whose value was set aside
   */
  Weighing(
      Set<Field> fields,
      Map<Field, Evidence.Shared> shared,
      Rarity rarity,
      Matching.How how,
      Map<Field, Long> placeholders) {
    this.fields = fields.isEmpty() ? EnumSet.noneOf(Field.class) : EnumSet.copyOf(fields);
    this.shared = shared;
    this.rarity = rarity;
    this.how = how;
    this.placeholders = placeholders;
  }

  /**
   * Compares everything, and fits a model to it.
   *
   * @param records {@code id, source, spelled}
   */
  Matching.Found found(Dataset<Row> records, String why) {
    var bySource = bySource(records);
    long number = bySource.values().stream().mapToLong(n -> n).sum();
    var candidates = Candidates.of(records, fields, how.blocking(), number);
    how.notes().accept(note(candidates.rules(), number));
    int sources = how.sources();
    var compared =
        compared(records, candidates.pairs(), sources).persist(StorageLevel.MEMORY_AND_DISK());
    var ofCandidates = counts(compared);
    var full = new Matching.Why(true, why);
    if (ofCandidates.isEmpty()) {
      var none = Threshold.of(List.of(), how.targetPrecision());
      return new Matching.Found(
          links(compared.withColumn("bits", lit(0.0)), none),
          null,
          null,
          none,
          fields,
          candidates.rules(),
          number,
          0,
          List.of(),
          new TreeMap<>(),
          placeholders,
          full);
    }
    var random = counts(compared(records, random(records, number), 0));
    var fitted = ModelFit.of(new Evidence(ofCandidates, random, strata(bySource, sources), shared));
    var weighed = weighed(compared, fitted.model()).persist(StorageLevel.MEMORY_AND_DISK());
    var weights = weights(weighed);
    var threshold = Threshold.of(weights, how.targetPrecision());
    return new Matching.Found(
        links(weighed, threshold),
        fitted,
        fitted.model(),
        threshold,
        fields,
        candidates.rules(),
        number,
        ofCandidates.stream().mapToLong(Evidence.Count::pairs).sum(),
        patterns(ofCandidates, fitted.model()),
        histogram(weights),
        placeholders,
        full);
  }

  /**
   * Compares what is new, by the model of before.
   *
   * @param records {@code id, source, spelled, before}; see {@link Candidates#touched}
   */
  Matching.Found added(Dataset<Row> records, Matching.Before before) {
    var kept = before.kept();
    var candidates = Candidates.touched(records, kept.fields(), kept.rules());
    var compared =
        compared(records, candidates.pairs(), how.sources())
            .persist(StorageLevel.MEMORY_AND_DISK());
    var ofCandidates = counts(compared);
    var weighed = weighed(compared, kept.model()).persist(StorageLevel.MEMORY_AND_DISK());
    var touched =
        records.where(col("before").isNull().or(not(col("before").equalTo(col("spelled")))));
    UDF1<Long, Boolean> isMoved = new IsOneOf(candidates.moved());
    var moved = udf(isMoved, DataTypes.BooleanType);
    var untouched =
        before
            .links()
            .where(not(moved.apply(col("one")).or(moved.apply(col("other")))))
            .join(touched.select(col("id").as("one")), seq("one"), "left_anti")
            .join(touched.select(col("id").as("other")), seq("other"), "left_anti")
            .select("one", "other", "bits", "pattern");
    return new Matching.Found(
        untouched
            .unionByName(links(weighed, kept.threshold()))
            .persist(StorageLevel.MEMORY_AND_DISK()),
        null,
        kept.model(),
        kept.threshold(),
        kept.fields(),
        kept.rules(),
        records.count(),
        ofCandidates.stream().mapToLong(Evidence.Count::pairs).sum(),
        patterns(ofCandidates, kept.model()),
        histogram(weights(weighed)),
        placeholders,
        new Matching.Why(false, "only what is new or changed was compared"));
  }

  private static String[] seq(String column) {
    return new String[] {column};
  }

  private static String note(List<Candidates.Taken> rules, long records) {
    long pairs = rules.stream().mapToLong(rule -> rule.choice().pairs()).sum();
    long leftOut = rules.stream().mapToLong(rule -> rule.choice().leftOut()).sum();
    return "link: %,d records to compare in at most %,d pairs by %d blocking rules; %,d pairs in blocks that are too large are left out"
        .formatted(records, pairs, rules.size(), leftOut);
  }

  private static TreeMap<Integer, Long> bySource(Dataset<Row> records) {
    var bySource = new TreeMap<Integer, Long>();
    records
        .groupBy("source")
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(row -> bySource.put(row.getInt(0), row.getLong(1)));
    return bySource;
  }

  private static List<Matching.Found.Weighed> patterns(
      List<Evidence.Count> counts, MatchModel model) {
    var pairs = new TreeMap<Long, Long>();
    var stratum = new TreeMap<Long, Integer>();
    for (var count : counts) {
      pairs.merge(Pattern.levels(count.pattern()), count.pairs(), Long::sum);
      stratum.merge(Pattern.levels(count.pattern()), count.stratum(), Math::min);
    }
    return pairs.entrySet().stream()
        .sorted(
            Map.Entry.<Long, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_FREQUENT)
        .map(
            e ->
                new Matching.Found.Weighed(
                    e.getKey(),
                    model.bits(stratum.get(e.getKey()), e.getKey(), Map.of()),
                    e.getValue()))
        .toList();
  }

  private static TreeMap<Integer, Long> histogram(List<Threshold.Weighed> weights) {
    var histogram = new TreeMap<Integer, Long>();
    weights.forEach(w -> histogram.merge((int) Math.floor(w.bits()), w.pairs(), Long::sum));
    return histogram;
  }

  /**
   * {@code one, other, stratum INT, pattern BIGINT, spelled} of the pairs; spelled values are those
   * of one.
   *
   * @param sources number of sources; 0: all pairs are of stratum 0
   */
  private static Dataset<Row> compared(Dataset<Row> records, Dataset<Row> pairs, int sources) {
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
  private Dataset<Row> random(Dataset<Row> records, long number) {
    var spark = records.sparkSession();
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
    var context = JavaSparkContext.fromSparkContext(compared.sparkSession().sparkContext());
    var bits = new Bits(context.broadcast(model), context.broadcast(rarity));
    return compared.select(
        col("one"),
        col("other"),
        col("pattern"),
        udf(bits, DataTypes.DoubleType)
            .apply(col("stratum"), col("pattern"), col("spelled"))
            .as("bits"));
  }

  private static List<Threshold.Weighed> weights(Dataset<Row> weighed) {
    return weighed.groupBy("bits").agg(count(lit(1))).collectAsList().stream()
        .map(row -> new Threshold.Weighed(row.getDouble(0), row.getLong(1)))
        .toList();
  }

  private static Dataset<Row> links(Dataset<Row> weighed, Threshold threshold) {
    return weighed
        .where(col("bits").geq(threshold.bits()))
        .select("one", "other", "bits", "pattern");
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

  private record IsOneOf(long[] sorted) implements UDF1<Long, Boolean>, Serializable {
    @Override
    public Boolean call(Long id) {
      return Arrays.binarySearch(sorted, id) >= 0;
    }
  }
}
