package io.microtarget.identity;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_from_entries;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.try_element_at;
import static org.apache.spark.sql.functions.udf;

import io.microtarget.vault.VaultTables;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Records of parties with what the vault has of them to be compared. */
public final class Compared {
  /** The full name, where a source has no others. */
  static final String NAME = "name";

  /** Of a record id, and their base. */
  private static final int DIGITS_OF_ID = 16;

  private static final StructType LINKED =
      new StructType().add("_id", DataTypes.LongType).add("_least", DataTypes.LongType);

  private Compared() {}

  /** What {@code compare} of a source may name. */
  public static List<String> names() {
    return Stream.concat(Stream.of(NAME), Arrays.stream(Field.values()).map(Field::key)).toList();
  }

  /**
   * {@code record_id, least}: every record but the least of each person, beside the least.
   *
   * @param parties {@code record_id, source} of the records that are known
   * @param vault rows of {@link VaultTables#VAULT}
   */
  static Dataset<Row> pairs(Dataset<Row> parties, Dataset<Row> vault, IdentitySettings settings) {
    var records = records(parties, vault);
    var found = Matching.of(raw(records), Matching.How.of(settings));
    var linked = new ArrayList<Row>();
    found
        .clusters()
        .clusterOf()
        .forEach(
            (record, least) -> {
              if (!record.equals(least)) {
                linked.add(
                    RowFactory.create(
                        Long.parseUnsignedLong(record, DIGITS_OF_ID),
                        Long.parseUnsignedLong(least, DIGITS_OF_ID)));
              }
            });
    var ids = records.select(col("record_id"), col("id"));
    return parties
        .sparkSession()
        .createDataFrame(linked, LINKED)
        .join(ids, col("_id").equalTo(col("id")))
        .drop("id")
        .join(ids.withColumnRenamed("record_id", "least"), col("_least").equalTo(col("id")))
        .select("record_id", "least");
  }

  /** {@code record_id, source, id BIGINT, said MAP<STRING,STRING>} of records with values. */
  private static Dataset<Row> records(Dataset<Row> parties, Dataset<Row> vault) {
    var known = parties.groupBy("record_id").agg(min("source").as("source"));
    var said =
        vault
            .where(col("field").startsWith(VaultTables.COMPARED))
            .select(
                col("record_id"),
                col("field").substr(lit(VaultTables.COMPARED.length() + 1), lit(99)).as("field"),
                col("value"))
            .groupBy("record_id", "field")
            .agg(min("value").as("value"))
            .groupBy("record_id")
            .agg(map_from_entries(collect_list(struct("field", "value"))).as("said"));
    UDF1<String, Long> id = new Id();
    return known
        .join(said, "record_id")
        .withColumn("id", udf(id, DataTypes.LongType).apply(col("record_id")));
  }

  /** As {@link Matching#of} wants them; sources by their place among the sorted names. */
  private static Dataset<Row> raw(Dataset<Row> records) {
    var sources = new ArrayList<String>();
    records
        .select("source")
        .distinct()
        .collectAsList()
        .forEach(row -> sources.add(row.getString(0)));
    sources.sort(null);
    var clash =
        records.agg(count_distinct(col("id")).minus(count_distinct(col("record_id")))).first();
    if (clash.getLong(0) != 0) {
      throw new IllegalStateException("two record ids begin with the same 64 bits");
    }
    var values = new ArrayList<Column>();
    for (var field : Field.values()) {
      values.add(
          switch (field) {
            case FIRST_NAME -> name(field, true);
            case LAST_NAME -> name(field, false);
            default -> said(field.key());
          });
    }
    var place = udf(new Place(sources), DataTypes.IntegerType);
    return records.select(
        col("id"),
        place.apply(col("source")).as("source"),
        array(values.toArray(Column[]::new)).as("raw"));
  }

  private static Column said(String key) {
    return try_element_at(col("said"), lit(key));
  }

  private static Column name(Field field, boolean isFirst) {
    UDF2<String, String, String> part = new Part(isFirst);
    return udf(part, DataTypes.StringType).apply(said(field.key()), said(NAME));
  }

  private record Id() implements UDF1<String, Long>, Serializable {
    @Override
    public Long call(String recordId) {
      return Long.parseUnsignedLong(recordId.substring(0, DIGITS_OF_ID), DIGITS_OF_ID);
    }
  }

  private record Place(ArrayList<String> sources) implements UDF1<String, Integer>, Serializable {
    @Override
    public Integer call(String source) {
      return sources.indexOf(source);
    }
  }

  /** A name by itself, or its part of the full one. */
  private record Part(boolean isFirst) implements UDF2<String, String, String>, Serializable {
    @Override
    public String call(String part, String full) {
      if (part != null || full == null) {
        return part;
      }
      var parts = PersonName.parts(full);
      return isFirst ? parts.first() : parts.last();
    }
  }
}
