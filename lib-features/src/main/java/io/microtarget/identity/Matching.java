package io.microtarget.identity;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
   * @param clusterCap most records of a person
   * @param seed of the random pairs
   */
  record How(Blocking blocking, double targetPrecision, int cap, int clusterCap, long seed) {
    static final How DEFAULT = new How(Blocking.DEFAULT, 0.99, 10, 50, 1);
  }

  /**
   * What was found.
   *
   * @param clusters of records by their id in hex digits; those without a link are not in it
   * @param model and how it was fitted; null where no two records were compared
   */
  record Found(
      Clusters clusters,
      ModelFit.Fitted model,
      Threshold threshold,
      List<Candidates.Taken> rules,
      long records,
      long pairs,
      Map<Field, Long> placeholders) {}

  /**
   * @param raw {@code id BIGINT, source INT, raw ARRAY<STRING>}: one row a record, values by {@link
   *     Field}, null where it says nothing
   */
  static Found of(Dataset<Row> raw, How how) {
    var spelled = udf(new Spell(), DataTypes.createArrayType(DataTypes.StringType, false));
    var all =
        raw.select(col("id"), col("source"), spelled.apply(col("raw")).as("spelled"))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return of(all, values(all), how);
    } finally {
      all.unpersist();
    }
  }

  /** Values with how many records have them; those of a single record are counted only. */
  private static Dataset<Row> values(Dataset<Row> all) {
    return all.select(posexplode(col("spelled")).as(new String[] {"field", "value"}))
        .where(col("value").notEqual(""))
        .groupBy("field", "value")
        .agg(count(lit(1)).as("records"))
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  private static Found of(Dataset<Row> all, Dataset<Row> values, How how) {
    var isIdentifier = col("field").isin(ordinals(Field.IDENTIFIERS));
    var isPlaceholder = isIdentifier.and(col("records").gt(how.cap()));
    var placeholders = new HashSet<String>();
    var dropped = new EnumMap<Field, Long>(Field.class);
    values
        .where(isPlaceholder)
        .collectAsList()
        .forEach(
            row -> {
              placeholders.add(row.getInt(0) + "\n" + row.getString(1));
              dropped.merge(Field.values()[row.getInt(0)], row.getLong(2), Long::sum);
            });
    var kept = values.where(isPlaceholder.equalTo(false));
    var known = new EnumMap<Field, Long>(Field.class);
    var shared = new EnumMap<Field, Evidence.Shared>(Field.class);
    kept.groupBy("field", "records")
        .agg(count(lit(1)).as("values"))
        .groupBy("field")
        .agg(
            sum(col("records").multiply(col("values"))),
            sum(col("records").multiply(col("records").minus(1)).divide(2).multiply(col("values"))))
        .collectAsList()
        .forEach(
            row -> {
              var field = Field.values()[row.getInt(0)];
              double n = row.getLong(1);
              known.put(field, row.getLong(1));
              if (Field.IDENTIFIERS.contains(field)) {
                shared.put(field, new Evidence.Shared(row.getDouble(2), n * (n - 1) / 2));
              }
            });
    var frequent = new EnumMap<Field, Map<String, Long>>(Field.class);
    kept.where(isIdentifier.equalTo(false).and(col("records").gt(2)))
        .collectAsList()
        .forEach(
            row ->
                frequent
                    .computeIfAbsent(Field.values()[row.getInt(0)], f -> new HashMap<>())
                    .put(row.getString(1), row.getLong(2)));
    values.unpersist();
    var without =
        udf(new Without(placeholders), DataTypes.createArrayType(DataTypes.StringType, false));
    var records =
        placeholders.isEmpty()
            ? all
            : all.select(col("id"), col("source"), without.apply(col("spelled")).as("spelled"));
    return new Weighing(records, known.keySet(), shared, new Rarity(frequent, known), how)
        .found(dropped);
  }

  private static Object[] ordinals(Set<Field> fields) {
    return fields.stream().map(Field::ordinal).toArray();
  }

  /** Raw values by field to their one spelling, empty where there is none. */
  private record Spell() implements UDF1<scala.collection.Seq<String>, String[]>, Serializable {
    @Override
    public String[] call(scala.collection.Seq<String> raw) {
      var spelled = new String[Field.values().length];
      for (var field : Field.values()) {
        var value = raw.apply(field.ordinal());
        spelled[field.ordinal()] = value == null ? "" : Spelling.of(field, value);
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
