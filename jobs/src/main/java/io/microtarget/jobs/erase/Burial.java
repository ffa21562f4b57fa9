package io.microtarget.jobs.erase;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.regexp_replace;

import io.microtarget.jobs.store.Removal;
import io.microtarget.privacy.Tombstones;
import io.microtarget.source.SourceTables;
import io.microtarget.vault.Identifiers;
import io.microtarget.vault.Pseudonym;
import io.microtarget.vault.VaultTables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The tombstones of people: one for each of their records, and one for each identifier that nobody
 * else has. What a household shares is not buried: it would silence those who stay.
 */
final class Burial {
  private static final StructType IDS = StructType.fromDDL("_id STRING");

  private final SparkSession spark;
  private final Removal tables;
  private final Pseudonym pseudonym;
  private final String country;
  private final Collection<String> types;

  /**
   * @param types of identifiers that sources declare
   */
  Burial(
      SparkSession spark,
      Removal tables,
      Pseudonym pseudonym,
      String country,
      Collection<String> types) {
    this.spark = spark;
    this.tables = tables;
    this.pseudonym = pseudonym;
    this.country = country;
    this.types = types;
  }

  /** Rows of {@link io.microtarget.privacy.PrivacyTables#TOMBSTONE}, each once. */
  List<Row> rows(List<People.Meant> meant) {
    var requestOf = new HashMap<String, String>();
    var rows = new LinkedHashMap<String, Row>();
    for (var person : meant) {
      for (var record : person.records()) {
        requestOf.putIfAbsent(record, person.request().id());
        add(rows, Tombstones.RECORD, record, person.request().id());
      }
    }
    if (requestOf.isEmpty()) {
      return List.of();
    }
    var ids = new ArrayList<Row>();
    requestOf.keySet().forEach(id -> ids.add(RowFactory.create(id)));
    var erased = broadcast(spark.createDataFrame(ids, IDS));
    var theirs = new HashMap<String, Map<String, String>>();
    hashed(erased).forEach(row -> keep(theirs, row, requestOf));
    spelled(erased).forEach(row -> keep(theirs, row, requestOf));
    theirs.values().forEach(hashes -> hashes.remove(null));
    without(theirs, erased);
    theirs.forEach(
        (type, hashes) -> hashes.forEach((hash, request) -> add(rows, type, hash, request)));
    return List.copyOf(rows.values());
  }

  private void add(Map<String, Row> rows, String type, String erased, String request) {
    rows.putIfAbsent(type + "/" + erased, Tombstones.row(type, erased, request, pseudonym));
  }

  private static void keep(
      Map<String, Map<String, String>> theirs, Row row, Map<String, String> requestOf) {
    theirs
        .computeIfAbsent(row.getString(1), type -> new HashMap<>())
        .putIfAbsent(row.getString(2), requestOf.get(row.getString(0)));
  }

  /** {@code record_id, type, hash} of party rows of the erased. */
  private List<Row> hashed(Dataset<Row> erased) {
    return identifiers()
        .join(erased, col("record_id").equalTo(col("_id")), "left_semi")
        .distinct()
        .collectAsList();
  }

  private Dataset<Row> identifiers() {
    return tables
        .rows(SourceTables.PARTY)
        .select(col("record_id"), explode(col("identifiers")).as(new String[] {"type", "hash"}))
        .filter(col("type").notEqual(Tombstones.ERASED))
        .withColumn("type", regexp_replace(col("type"), Identifiers.COARSE + "$", ""));
  }

  /** The same of values that were only compared, or kept under the name of a type. */
  private List<Row> spelled(Dataset<Row> erased) {
    var typeOf = new HashMap<String, String>();
    Stream.concat(types.stream(), Stream.of("email", "phone"))
        .forEach(
            type -> {
              typeOf.put(type, type);
              typeOf.put(VaultTables.COMPARED + type, type);
            });
    var rows = new ArrayList<Row>();
    tables
        .rows(VaultTables.VAULT)
        .filter(col("field").isin(typeOf.keySet().toArray()))
        .join(erased, col("record_id").equalTo(col("_id")), "left_semi")
        .select("record_id", "field", "value")
        .distinct()
        .collectAsList()
        .forEach(
            row -> {
              var type = typeOf.get(row.getString(1));
              Identifiers.spellings(type, row.getString(2), country)
                  .forEach(
                      spelled ->
                          rows.add(
                              RowFactory.create(
                                  row.getString(0),
                                  type,
                                  pseudonym.of("identifier:" + type, spelled))));
            });
    return rows;
  }

  /** Takes out what records of others have too. */
  private void without(Map<String, Map<String, String>> theirs, Dataset<Row> erased) {
    var candidates = new ArrayList<Row>();
    theirs.forEach(
        (type, hashes) ->
            hashes.keySet().forEach(hash -> candidates.add(RowFactory.create(type, hash))));
    if (candidates.isEmpty()) {
      return;
    }
    var sought =
        broadcast(
            spark.createDataFrame(candidates, StructType.fromDDL("_type STRING, _hash STRING")));
    identifiers()
        .join(sought, col("type").equalTo(col("_type")).and(col("hash").equalTo(col("_hash"))))
        .join(erased, col("record_id").equalTo(col("_id")), "left_anti")
        .select("type", "hash")
        .distinct()
        .collectAsList()
        .forEach(row -> theirs.get(row.getString(0)).remove(row.getString(1)));
  }
}
