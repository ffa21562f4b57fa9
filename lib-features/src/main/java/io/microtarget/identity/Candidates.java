package io.microtarget.identity;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Pairs of records that share a block of some {@link Blocking} rule, each once: all of them, or
 * those with a record that something changed for since the publication before.
 *
 * <p>Keys are 64-bit hashes, of the step too, so that one number is sorted by: two keys that meet
 * by chance make a pair more to compare, never one less. Sizes of blocks are counted before a
 * single pair is made.
 *
 * @param pairs {@code one BIGINT, other BIGINT}, the lower id first
 * @param rules what each rule was expected to compare, known before
 * @param moved sorted ids of old records some block of which grew too large, or is so no more
 */
record Candidates(Dataset<Row> pairs, List<Taken> rules, long[] moved) {
  private static final long[] NONE = {};
  private static final StructType KEY =
      new StructType().add("step", DataTypes.IntegerType).add("key", DataTypes.LongType);
  private static final StructType BOTH =
      new StructType()
          .add("step", DataTypes.IntegerType)
          .add("key", DataTypes.LongType)
          .add("is_now", DataTypes.BooleanType)
          .add("was", DataTypes.BooleanType);
  private static final StructType PAIR =
      new StructType().add("one", DataTypes.LongType).add("other", DataTypes.LongType);

  /** A rule with the step that was taken. */
  record Taken(String name, Blocking.Choice choice) {}

  Candidates {
    rules = List.copyOf(rules);
  }

  /**
   * @param records {@code id BIGINT, spelled ARRAY<STRING>} by {@link Field}
   * @param fields that records know
   */
  static Candidates of(
      Dataset<Row> records, Set<Field> fields, Blocking blocking, Sound sound, long number) {
    var rules = blocking.rulesFor(fields, sound);
    if (rules.isEmpty()) {
      return new Candidates(none(records), List.of(), NONE);
    }
    var all = new ArrayList<Integer>();
    rules.forEach(rule -> rule.steps().forEach(step -> all.add(all.size())));
    var sizes = sizes(keyed(records, fields, blocking, sound, all));
    var chosen = new ArrayList<Integer>();
    var most = new ArrayList<Integer>();
    var taken = new ArrayList<Taken>();
    int first = 0;
    for (var rule : rules) {
      var steps = new ArrayList<SortedMap<Long, Long>>();
      for (int i = 0; i < rule.steps().size(); i++) {
        steps.add(sizes.getOrDefault(first + i, new TreeMap<>()));
      }
      var choice = blocking.choose(steps, number);
      chosen.add(first + choice.step());
      most.add(choice.mostRecords());
      taken.add(new Taken(rule.steps().get(choice.step()).name(), choice));
      first += rule.steps().size();
    }
    return new Candidates(
        pairs(keyed(records, fields, blocking, sound, chosen), chosen, most), taken, NONE);
  }

  /**
   * Only pairs with a record that is new or changed, or that a block gained or lost: what all of
   * them would give beside the pairs that were compared before.
   *
   * @param records {@code id, spelled, before ARRAY<STRING>}: {@code before} is {@code spelled} as
   *     it was compared for the publication before; null for a record that is new or changed
   * @param fields that records knew when the rules were chosen
   */
  static Candidates touched(
      Dataset<Row> records, Set<Field> fields, Blocking blocking, Sound sound, List<Taken> rules) {
    if (rules.isEmpty()) {
      return new Candidates(none(records), rules, NONE);
    }
    var steps = new ArrayList<Integer>();
    var most = new ArrayList<Integer>();
    int first = 0;
    var known = blocking.rulesFor(fields, sound);
    for (int i = 0; i < rules.size(); i++) {
      steps.add(first + rules.get(i).choice().step());
      most.add(rules.get(i).choice().mostRecords());
      first += known.get(i).steps().size();
    }
    var keys =
        udf(
            new KeysOfBoth(new Keys(new ArrayList<>(fields), blocking, sound, steps)),
            new ArrayType(BOTH, false));
    var touched =
        col("before").isNull().or(not(col("before").equalTo(col("spelled")))).as("is_touched");
    var blocks =
        records
            .select(col("id"), touched, explode(keys.apply(col("spelled"), col("before"))).as("of"))
            .groupBy(col("of.key").as("key"))
            .agg(
                first("of.step").as("step"),
                collect_list(when(col("of.is_now"), struct("id", "is_touched"))).as("ids"),
                count(when(col("of.was"), 1)).as("were"))
            .where(size(col("ids")).gt(1))
            .persist(StorageLevel.MEMORY_AND_DISK());
    var limit = limit(steps, most);
    var isLive = size(col("ids")).leq(limit);
    var moved =
        blocks
            .where(not(isLive.equalTo(col("were").leq(limit))))
            .select(explode(col("ids.id")).as("id"))
            .distinct()
            .collectAsList()
            .stream()
            .mapToLong(row -> row.getLong(0))
            .sorted()
            .toArray();
    var pairs = udf(new TouchedPairs(moved), new ArrayType(PAIR, false));
    return new Candidates(
        blocks
            .where(isLive)
            .select(explode(pairs.apply(col("ids"))).as("pair"))
            .select(col("pair.one").as("one"), col("pair.other").as("other"))
            .distinct(),
        rules,
        moved);
  }

  private static Dataset<Row> none(Dataset<Row> records) {
    return records.sparkSession().createDataFrame(List.of(), PAIR);
  }

  private static Column limit(List<Integer> steps, List<Integer> most) {
    var limit = lit(0);
    for (int i = 0; i < steps.size(); i++) {
      limit = when(col("step").equalTo(steps.get(i)), most.get(i)).otherwise(limit);
    }
    return limit;
  }

  /** {@code id, step, key} of each record and each step named. */
  private static Dataset<Row> keyed(
      Dataset<Row> records,
      Set<Field> fields,
      Blocking blocking,
      Sound sound,
      List<Integer> steps) {
    var keys =
        udf(
            new Keys(new ArrayList<>(fields), blocking, sound, new ArrayList<>(steps)),
            new ArrayType(KEY, false));
    return records
        .select(col("id"), explode(keys.apply(col("spelled"))).as("of"))
        .select(col("id"), col("of.step").as("step"), col("of.key").as("key"));
  }

  private static TreeMap<Integer, SortedMap<Long, Long>> sizes(Dataset<Row> keyed) {
    var sizes = new TreeMap<Integer, SortedMap<Long, Long>>();
    keyed
        .groupBy("key")
        .agg(first("step").as("step"), count(lit(1)).as("records"))
        .groupBy("step", "records")
        .agg(count(lit(1)).as("blocks"))
        .collectAsList()
        .forEach(
            row ->
                sizes
                    .computeIfAbsent(row.getInt(0), s -> new TreeMap<>())
                    .put(row.getLong(1), row.getLong(2)));
    return sizes;
  }

  private static Dataset<Row> pairs(Dataset<Row> keyed, List<Integer> steps, List<Integer> most) {
    var pairs = udf(new Pairs(), new ArrayType(PAIR, false));
    return keyed
        .groupBy("key")
        .agg(first("step").as("step"), collect_list("id").as("ids"))
        .where(size(col("ids")).gt(1).and(size(col("ids")).leq(limit(steps, most))))
        .select(explode(pairs.apply(col("ids"))).as("pair"))
        .select(col("pair.one").as("one"), col("pair.other").as("other"))
        .distinct();
  }

  /** Keys of a record, of the steps named by their place among all steps of all rules. */
  private static final class Keys
      implements UDF1<scala.collection.Seq<String>, List<Row>>, Serializable {
    private static final long serialVersionUID = 1L;
    private final ArrayList<Field> fields;
    private final Blocking blocking;
    private final Sound sound;
    private final ArrayList<Integer> places;
    private transient List<Blocking.Step> steps;

    Keys(ArrayList<Field> fields, Blocking blocking, Sound sound, ArrayList<Integer> places) {
      this.fields = fields;
      this.blocking = blocking;
      this.sound = sound;
      this.places = places;
    }

    @Override
    public List<Row> call(scala.collection.Seq<String> spelled) {
      if (steps == null) {
        steps =
            blocking.rulesFor(Set.copyOf(fields), sound).stream()
                .flatMap(r -> r.steps().stream())
                .toList();
      }
      var record = PersonRecord.ofSpelled(spelled);
      var keys = new ArrayList<Row>();
      for (var place : places) {
        steps
            .get(place)
            .keys()
            .apply(record)
            .forEach(key -> keys.add(RowFactory.create(place, hash(place + key))));
      }
      return keys;
    }

    /** FNV-1a over the characters, its bits spread by the finaliser of SplitMix64. */
    private static long hash(String key) {
      long hash = 0xcbf29ce484222325L;
      for (int i = 0; i < key.length(); i++) {
        hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
      }
      hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
      hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
      return hash ^ hash >>> 31;
    }
  }

  private record Pairs() implements UDF1<scala.collection.Seq<Long>, List<Row>>, Serializable {
    @Override
    public List<Row> call(scala.collection.Seq<Long> ids) {
      var pairs = new ArrayList<Row>();
      for (int i = 0; i < ids.size(); i++) {
        for (int j = i + 1; j < ids.size(); j++) {
          long one = ids.apply(i);
          long other = ids.apply(j);
          if (one != other) {
            pairs.add(RowFactory.create(Math.min(one, other), Math.max(one, other)));
          }
        }
      }
      return pairs;
    }
  }

  /** Keys of a record now and as it was before. */
  private record KeysOfBoth(Keys keys)
      implements UDF2<scala.collection.Seq<String>, scala.collection.Seq<String>, List<Row>>,
          Serializable {
    @Override
    public List<Row> call(
        scala.collection.Seq<String> spelled, scala.collection.Seq<String> before) {
      var now = keys.call(spelled);
      boolean isSame = spelled.equals(before);
      var was = isSame ? now : before == null ? List.<Row>of() : keys.call(before);
      var both = new ArrayList<Row>();
      for (var key : now) {
        both.add(RowFactory.create(key.get(0), key.get(1), true, isSame || was.contains(key)));
      }
      for (var key : was) {
        if (!isSame && !now.contains(key)) {
          both.add(RowFactory.create(key.get(0), key.get(1), false, true));
        }
      }
      return both;
    }
  }

  /** Pairs of a block with a record that is touched, or moved. */
  private record TouchedPairs(long[] moved)
      implements UDF1<scala.collection.Seq<Row>, List<Row>>, Serializable {
    @Override
    public List<Row> call(scala.collection.Seq<Row> block) {
      var pairs = new ArrayList<Row>();
      for (int i = 0; i < block.size(); i++) {
        var first = block.apply(i);
        for (int j = i + 1; j < block.size(); j++) {
          var second = block.apply(j);
          long one = first.getLong(0);
          long other = second.getLong(0);
          if (one != other && (isTouched(first) || isTouched(second))) {
            pairs.add(RowFactory.create(Math.min(one, other), Math.max(one, other)));
          }
        }
      }
      return pairs;
    }

    private boolean isTouched(Row record) {
      return record.getBoolean(1) || Arrays.binarySearch(moved, record.getLong(0)) >= 0;
    }
  }
}
