package io.microtarget.identity;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/** The pairs of spelled records: found, compared, weighed and linked. See {@link Matching}. */
final class Weighing {
  /** Random pairs by which chance agreement is known; fewer records: all their pairs. */
  private static final int RANDOM_PAIRS = 1_000_000;

  /** They are drawn from so many records. */
  private static final int RANDOM_RECORDS = 20_000;

  private static final int PAIRS_A_ROW = 10_000;

  /** Weights are told apart by this part of a bit: a threshold needs no more. */
  private static final double STEPS_A_BIT = 1024;

  private static final StructType AGREEMENT =
      new StructType()
          .add("pattern", DataTypes.LongType, false)
          .add("surprise", DataTypes.DoubleType, false)
          .add("shared", DataTypes.DoubleType, false);

  private static final String[] ONE = {"one"};
  private static final String[] OTHER = {"other"};

  /** So many patterns are told. */
  private static final int MOST_FREQUENT = 50;

  private final Map<Field, Long> known;
  private final Set<Field> fields;
  private final Map<Field, Evidence.Shared> shared;
  private final Rarity rarity;
  private final Matching.How how;
  private final Map<Field, Long> placeholders;

  /**
   * @param known records that have a value of a field
   * @param shared of identifiers
   * @param placeholders records whose value was set aside
   */
  Weighing(
      Map<Field, Long> known,
      Map<Field, Evidence.Shared> shared,
      Rarity rarity,
      Matching.How how,
      Map<Field, Long> placeholders) {
    this.known = Map.copyOf(known);
    this.fields = this.known.keySet();
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
    long number = how.number();
    var candidates =
        Candidates.of(records, fields, how.blocking(), Sound.of(how.country()), number);
    how.notes().accept(note(candidates.rules(), number));
    var compared = compared(records, candidates.pairs()).persist(StorageLevel.MEMORY_AND_DISK());
    var ofCandidates = counts(compared);
    var full = new Matching.Why(true, why);
    if (ofCandidates.isEmpty()) {
      var none = Threshold.of(List.of(), how.targetPrecision());
      return new Matching.Found(
          links(compared.withColumn("bits", lit(0.0)), none),
          0,
          null,
          null,
          none,
          fields,
          candidates.rules(),
          known,
          number,
          0,
          List.of(),
          new TreeMap<>(),
          placeholders,
          full);
    }
    var random = random(records, number);
    var fitted = ModelFit.of(new Evidence(ofCandidates, random, strata(how.sources()), shared));
    var weighed = weighed(compared, fitted.model());
    var weights = weights(weighed);
    var threshold = Threshold.of(weights, how.targetPrecision());
    return new Matching.Found(
        links(weighed, threshold),
        threshold.links(),
        fitted,
        fitted.model(),
        threshold,
        fields,
        candidates.rules(),
        known,
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
    var candidates =
        Candidates.touched(
            records, kept.fields(), how.blocking(), Sound.of(how.country()), kept.rules());
    var compared = compared(records, candidates.pairs()).persist(StorageLevel.MEMORY_AND_DISK());
    var ofCandidates = counts(compared);
    var weighed = weighed(compared, kept.model());
    var touched =
        records.where(col("before").isNull().or(not(col("before").equalTo(col("spelled")))));
    UDF1<Long, Boolean> isMoved = new IsOneOf(candidates.moved());
    var moved = udf(isMoved, DataTypes.BooleanType);
    var untouched =
        before
            .links()
            .where(not(moved.apply(col("one")).or(moved.apply(col("other")))))
            .join(touched.select(col("id").as("one")), ONE, "left_anti")
            .join(touched.select(col("id").as("other")), OTHER, "left_anti")
            .select("one", "other", "bits", "pattern");
    var links =
        untouched
            .unionByName(links(weighed, kept.threshold()))
            .persist(StorageLevel.MEMORY_AND_DISK());
    return new Matching.Found(
        links,
        links.count(),
        null,
        kept.model(),
        kept.threshold(),
        kept.fields(),
        kept.rules(),
        known,
        how.number(),
        ofCandidates.stream().mapToLong(Evidence.Count::pairs).sum(),
        patterns(ofCandidates, kept.model()),
        histogram(weights(weighed)),
        placeholders,
        new Matching.Why(false, "only what is new or changed was compared"));
  }

  private static String note(List<Candidates.Taken> rules, long records) {
    long pairs = rules.stream().mapToLong(rule -> rule.choice().pairs()).sum();
    long leftOut = rules.stream().mapToLong(rule -> rule.choice().leftOut()).sum();
    return "link: %,d records to compare in at most %,d pairs by %d blocking rules; %,d pairs in blocks that are too large are left out"
        .formatted(records, pairs, rules.size(), leftOut);
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
   * {@code one, other, stratum INT, pattern BIGINT, surprise DOUBLE, shared DOUBLE} of the pairs.
   */
  private Dataset<Row> compared(Dataset<Row> records, Dataset<Row> pairs) {
    var context = JavaSparkContext.fromSparkContext(records.sparkSession().sparkContext());
    var compare = udf(new Compare(context.broadcast(rarity)), AGREEMENT);
    var known = records.select("id", "source", "spelled");
    return pairs
        .join(known.as("a"), col("one").equalTo(col("a.id")))
        .join(known.as("b"), col("other").equalTo(col("b.id")))
        .select(
            col("one"),
            col("other"),
            least(col("a.source"), col("b.source"))
                .multiply(how.sources().size())
                .plus(greatest(col("a.source"), col("b.source")))
                .as("stratum"),
            compare.apply(col("a.spelled"), col("b.spelled")).as("of"))
        .select("one", "other", "stratum", "of.pattern", "of.surprise", "of.shared");
  }

  private static List<Evidence.Count> counts(Dataset<Row> compared) {
    return compared.groupBy("stratum", "pattern").agg(count(lit(1))).collectAsList().stream()
        .map(row -> new Evidence.Count(row.getInt(0), row.getLong(1), row.getLong(2)))
        .toList();
  }

  private static TreeMap<Integer, Long> strata(List<Long> sources) {
    var strata = new TreeMap<Integer, Long>();
    for (int one = 0; one < sources.size(); one++) {
      long records = sources.get(one);
      strata.put(one * sources.size() + one, records * (records - 1) / 2);
      for (int other = one + 1; other < sources.size(); other++) {
        strata.put(one * sources.size() + other, records * sources.get(other));
      }
    }
    return strata;
  }

  /**
   * Patterns of random pairs: drawn by a seed from sorted records, so that they are the same in any
   * order of input, and of so many records at most that every task can hold them.
   */
  private List<Evidence.Count> random(Dataset<Row> records, long number) {
    var sample = new TreeMap<Long, String[]>();
    records
        .select("id", "spelled")
        .orderBy(xxhash64(lit(how.seed()), col("id")), col("id"))
        .limit(RANDOM_RECORDS)
        .collectAsList()
        .forEach(row -> sample.put(row.getLong(0), row.<String>getList(1).toArray(String[]::new)));
    var spark = records.sparkSession();
    var context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    var draw = new Draw(context.broadcast(sample.values().toArray(String[][]::new)), how.seed());
    boolean isAll = number * (number - 1) / 2 <= RANDOM_PAIRS;
    long rows = isAll ? number : RANDOM_PAIRS / PAIRS_A_ROW;
    return spark
        .range(rows)
        .select(
            explode(
                    udf(draw.with(isAll), DataTypes.createArrayType(DataTypes.LongType, false))
                        .apply(col("id")))
                .as("pattern"))
        .groupBy("pattern")
        .agg(count(lit(1)))
        .collectAsList()
        .stream()
        .map(row -> new Evidence.Count(0, row.getLong(0), row.getLong(1)))
        .toList();
  }

  private static Dataset<Row> weighed(Dataset<Row> compared, MatchModel model) {
    var context = JavaSparkContext.fromSparkContext(compared.sparkSession().sparkContext());
    var bits = new Bits(context.broadcast(model));
    return compared.select(
        col("one"),
        col("other"),
        col("pattern"),
        udf(bits, DataTypes.DoubleType)
            .apply(col("stratum"), col("pattern"), col("surprise"), col("shared"))
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

  private record Compare(Broadcast<Rarity> rarity)
      implements UDF2<scala.collection.Seq<String>, scala.collection.Seq<String>, Row>,
          Serializable {
    @Override
    public Row call(scala.collection.Seq<String> one, scala.collection.Seq<String> other) {
      var record = PersonRecord.ofSpelled(one);
      long pattern = record.compare(PersonRecord.ofSpelled(other));
      double surprise = 0;
      double shared = 0;
      for (var of : rarity.value().surprise(record, pattern).entrySet()) {
        surprise += of.getValue();
        shared += Field.OF_HOUSEHOLD.contains(of.getKey()) ? of.getValue() : 0;
      }
      return RowFactory.create(pattern, surprise, shared);
    }
  }

  private record Draw(Broadcast<String[][]> spelled, long seed) implements Serializable {
    UDF1<Long, List<Long>> with(boolean isAll) {
      return isAll ? this::after : this::some;
    }

    /** A record with all behind it. */
    private List<Long> after(long place) {
      var all = records();
      var patterns = new ArrayList<Long>();
      for (int j = (int) place + 1; j < all.size(); j++) {
        patterns.add(all.get((int) place).compare(all.get(j)));
      }
      return patterns;
    }

    private List<Long> some(long row) {
      var all = records();
      var random = new SplittableRandom(seed * RANDOM_PAIRS + row);
      var patterns = new ArrayList<Long>();
      while (patterns.size() < PAIRS_A_ROW) {
        int one = random.nextInt(all.size());
        int other = random.nextInt(all.size());
        if (one < other) {
          patterns.add(all.get(one).compare(all.get(other)));
        }
      }
      return patterns;
    }

    private List<PersonRecord> records() {
      return Arrays.stream(spelled.value()).map(PersonRecord::ofSpelled).toList();
    }
  }

  private record Bits(Broadcast<MatchModel> model)
      implements UDF4<Integer, Long, Double, Double, Double>, Serializable {
    @Override
    public Double call(Integer stratum, Long pattern, Double surprise, Double shared) {
      double bits = model.value().bits(stratum, pattern, surprise, shared);
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
