package io.microtarget.identity;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/**
 * Which records are one person, by the weight of all they have in common.
 *
 * <p>Spelled alike, brought together by {@link Blocking}, compared field by field, weighed by a
 * {@link MatchModel} fitted to counts of agreement patterns, linked from a {@link Threshold} on,
 * put together by {@link Clusters}. No label is used. The same records give the same bits in
 * whatever order and partitions they come: records go by a hash of their id, counts are sorted
 * before they are added up, random pairs are drawn from sorted ids.
 *
 * <p>Reads clear values: runs only where the vault is open.
 */
final class Matching {
  private Matching() {}

  /**
   * How records are linked.
   *
   * @param blocking which are compared
   * @param targetPrecision expected share of links that are right
   * @param cap an e-mail, phone, card or national id of more records is a placeholder
   * @param sources records of each; a record has the place of its source
   * @param country of phones without a prefix; empty: not known
   * @param seed of the random pairs
   * @param notes told what is about to be compared
   */
  record How(
      Blocking blocking,
      double targetPrecision,
      int cap,
      List<Long> sources,
      String country,
      long seed,
      Consumer<String> notes) {
    private static final int PLACEHOLDER = 10;

    /** Of all records. */
    long number() {
      return sources.stream().mapToLong(n -> n).sum();
    }

    static How of(IdentitySettings settings, List<Long> sources, Consumer<String> notes) {
      return new How(
          Blocking.of(settings.blocking()),
          settings.targetPrecision(),
          PLACEHOLDER,
          sources,
          settings.country(),
          1,
          notes);
    }
  }

  /**
   * What was found.
   *
   * @param links {@code one BIGINT, other BIGINT, bits DOUBLE, pattern BIGINT}: pairs at or above
   *     the threshold, those of the publication before among them
   * @param linked how many links
   * @param fitted how the model was fitted; null where it was kept, or no two records were compared
   * @param model null where no two records were compared
   * @param fields that some record knew when the rules were chosen
   * @param rules what each was expected to compare
   * @param known records that have a value of a field; a field that nobody has is not in it
   * @param pairs that were compared now
   * @param patterns the most frequent of these
   * @param histogram whole bits, rounded down, to pairs compared now
   * @param placeholders records whose value was set aside
   * @param why everything was compared, or only what is new
   */
  record Found(
      Dataset<Row> links,
      long linked,
      ModelFit.Fitted fitted,
      MatchModel model,
      Threshold threshold,
      Set<Field> fields,
      List<Candidates.Taken> rules,
      Map<Field, Long> known,
      long records,
      long pairs,
      List<Weighed> patterns,
      SortedMap<Integer, Long> histogram,
      Map<Field, Long> placeholders,
      Why why) {
    /** How many pairs have a pattern, and what it weighs where the values are ordinary. */
    record Weighed(long pattern, double bits, long pairs) {}

    /** All persons, put together on the driver. */
    Clusters clusters(int cap) {
      return Clusters.of(
          links.collectAsList().stream()
              .map(row -> new Clusters.Link(row.getLong(0), row.getLong(1), row.getDouble(2)))
              .toList(),
          cap);
    }
  }

  /** Why records were compared as they were. */
  record Why(boolean isFull, String reason) {}

  /**
   * What is linked already.
   *
   * @param kept how
   * @param links as {@link Found#links}, of records that all are still there
   */
  record Before(Kept kept, Dataset<Row> links) {}

  /** Everything compared with everything that shares a block. */
  static Found of(Dataset<Row> raw, How how) {
    var fresh = raw.withColumn("is_old", lit(false)).withColumn("is_fitted", lit(true));
    return of(fresh, how, Optional.empty(), "nothing was compared before");
  }

  /**
   * @param raw {@code id BIGINT, source INT, raw ARRAY<STRING>}: one row a record, values by {@link
   *     Field}, null where it says nothing; {@code is_old BOOLEAN}: it was there and has not
   *     changed since; {@code is_fitted BOOLEAN}: the model was fitted to it
   * @param before if only what is new is to be compared
   * @param whyNot said where all are compared
   */
  static Found of(Dataset<Row> raw, How how, Optional<Before> before, String whyNot) {
    var spelled =
        udf(new Spell(how.country()), DataTypes.createArrayType(DataTypes.StringType, false));
    var all =
        raw.select(
                col("id"),
                col("source"),
                col("is_old"),
                col("is_fitted"),
                spelled.apply(col("raw")).as("spelled"))
            .persist(StorageLevel.MEMORY_AND_DISK());
    return of(all, values(all), how, before, whyNot);
  }

  /** Values with how many records have them. */
  private static Dataset<Row> values(Dataset<Row> all) {
    return all.select(
            col("is_old"),
            col("is_fitted"),
            posexplode(col("spelled")).as(new String[] {"field", "value"}))
        .where(col("value").notEqual(""))
        .groupBy("field", "value")
        .agg(
            count(lit(1)).as("records"),
            count(when(col("is_old"), 1)).as("old"),
            count(when(col("is_fitted"), 1)).as("fitted"))
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  private static Found of(
      Dataset<Row> all, Dataset<Row> values, How how, Optional<Before> before, String whyNot) {
    var isIdentifier = col("field").isin(ordinals(Field.IDENTIFIERS));
    var isPlaceholder = isIdentifier.and(col("records").gt(how.cap()));
    var placeholders = new HashSet<String>();
    var were = new HashSet<String>();
    var dropped = new EnumMap<Field, Long>(Field.class);
    var frequent = new EnumMap<Field, Map<String, Long>>(Field.class);
    values
        .where(isPlaceholder.or(not(isIdentifier).and(col("fitted").gt(2))))
        .collectAsList()
        .forEach(
            row -> {
              var field = Field.values()[row.getInt(0)];
              if (!Field.IDENTIFIERS.contains(field)) {
                frequent
                    .computeIfAbsent(field, f -> new HashMap<>())
                    .put(row.getString(1), row.getLong(4));
                return;
              }
              var value = row.getInt(0) + "\n" + row.getString(1);
              placeholders.add(value);
              if (row.getLong(3) > how.cap()) {
                were.add(value);
              }
              dropped.merge(field, row.getLong(2), Long::sum);
            });
    var kept = values.where(isPlaceholder.equalTo(false));
    var known = new EnumMap<Field, Long>(Field.class);
    var fitted = new EnumMap<Field, Long>(Field.class);
    var shared = new EnumMap<Field, Evidence.Shared>(Field.class);
    kept.groupBy("field", "records", "fitted")
        .agg(count(lit(1)).as("values"))
        .groupBy("field")
        .agg(
            sum(col("records").multiply(col("values"))),
            sum(col("records").multiply(col("records").minus(1)).divide(2).multiply(col("values"))),
            sum(col("fitted").multiply(col("values"))))
        .collectAsList()
        .forEach(
            row -> {
              var field = Field.values()[row.getInt(0)];
              double n = row.getLong(1);
              known.put(field, row.getLong(1));
              fitted.put(field, row.getLong(3));
              if (Field.IDENTIFIERS.contains(field)) {
                shared.put(field, new Evidence.Shared(row.getDouble(2), n * (n - 1) / 2));
              }
            });
    values.unpersist();
    var weighing = new Weighing(known, shared, new Rarity(frequent, fitted), how, dropped);
    var now = without(all, placeholders).as("spelled");
    if (before.isPresent()) {
      var records =
          all.select(
              col("id"), col("source"), now, when(col("is_old"), without(all, were)).as("before"));
      return weighing.added(records, before.get());
    }
    return weighing.found(all.select(col("id"), col("source"), now), whyNot);
  }

  private static Column without(Dataset<Row> all, HashSet<String> placeholders) {
    var without =
        udf(new Without(placeholders), DataTypes.createArrayType(DataTypes.StringType, false));
    return placeholders.isEmpty() ? all.col("spelled") : without.apply(all.col("spelled"));
  }

  private static Object[] ordinals(Set<Field> fields) {
    return fields.stream().map(Field::ordinal).toArray();
  }

  /** Raw values by field to their one spelling, empty where there is none. */
  private record Spell(String country)
      implements UDF1<scala.collection.Seq<String>, String[]>, Serializable {
    @Override
    public String[] call(scala.collection.Seq<String> raw) {
      var spelled = new String[Field.values().length];
      for (var field : Field.values()) {
        var value = raw.apply(field.ordinal());
        spelled[field.ordinal()] = value == null ? "" : Spelling.of(field, value, country);
      }
      return spelled;
    }
  }

  /** Spelled values without placeholders. */
  private record Without(HashSet<String> placeholders)
      implements UDF1<scala.collection.Seq<String>, String[]>, Serializable {
    @Override
    public String[] call(scala.collection.Seq<String> spelled) {
      var kept = new String[spelled.size()];
      for (int i = 0; i < kept.length; i++) {
        var value = spelled.apply(i);
        kept[i] = placeholders.contains(i + "\n" + value) ? "" : value;
      }
      return kept;
    }
  }
}
