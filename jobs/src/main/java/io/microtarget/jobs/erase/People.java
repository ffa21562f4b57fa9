package io.microtarget.jobs.erase;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.microtarget.identity.IdentityTables;
import io.microtarget.jobs.store.Publications;
import io.microtarget.jobs.store.Removal;
import io.microtarget.source.SourceTables;
import io.microtarget.table.SettingsError;
import io.microtarget.table.Table;
import io.microtarget.vault.Identifiers;
import io.microtarget.vault.Pseudonym;
import io.microtarget.vault.VaultTables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Whom requests mean: all records of each person, as the newest publication links them.
 *
 * <p>An identifier is looked for among the hashes of party rows and, spelled alike, among the
 * values of the vault. Ids of persons and households are record ids of a member, so that the set of
 * all record ids of a person holds the ids it ever went by.
 */
final class People {
  private static final StructType ASKED =
      StructType.fromDDL("_request INT, _type STRING, _key STRING");

  /** Of a name with a colon the rows of the vault are of a raw row, not of a record. */
  private static final Column IS_RECORD = not(col("record_id").contains(":"));

  private final SparkSession spark;
  private final Removal tables;
  private final Pseudonym pseudonym;
  private final String country;

  People(SparkSession spark, Removal tables, Pseudonym pseudonym, String country) {
    this.spark = spark;
    this.tables = tables;
    this.pseudonym = pseudonym;
    this.country = country;
  }

  /**
   * One request and whom it means.
   *
   * @param keys type ({@code record} or that of an identifier) to the pseudonym that was asked for
   * @param records of the person; empty if nobody is known by it
   */
  record Meant(Request request, String type, String key, Set<String> records) {}

  /**
   * Whom each request means.
   *
   * @throws SettingsError names all requests whose identifier belongs to several persons
   */
  List<Meant> of(List<Request> requests) {
    var keys = keys(requests);
    var found = new HashMap<Integer, Set<String>>();
    var asked = asked(requests, keys);
    add(found, byRecord(asked));
    if (requests.stream().anyMatch(r -> r.means() == Request.Means.IDENTIFIER)) {
      add(found, byIdentifier(asked));
      add(found, byValue(requests));
    }
    var persons = persons(found);
    var meant = new ArrayList<Meant>();
    var problems = new ArrayList<String>();
    for (int i = 0; i < requests.size(); i++) {
      var request = requests.get(i);
      var records = new TreeSet<String>();
      var names = new TreeSet<String>();
      for (var id : found.getOrDefault(i, Set.of())) {
        names.add(persons.unified().getOrDefault(id, id));
      }
      names.forEach(name -> records.addAll(persons.members().getOrDefault(name, Set.of(name))));
      if (names.size() > 1) {
        problems.add(
            "%s: %d persons share this %s; ask for one by an id its source gave, or by a record id"
                .formatted(request.called(), names.size(), request.name()));
      }
      var isIdentifier = request.means() == Request.Means.IDENTIFIER;
      meant.add(new Meant(request, isIdentifier ? request.name() : "record", keys.get(i), records));
    }
    if (!problems.isEmpty()) {
      throw new SettingsError(problems);
    }
    return meant;
  }

  /** The pseudonym each request asks for; null for a placeholder. */
  private Map<Integer, String> keys(List<Request> requests) {
    var keys = new HashMap<Integer, String>();
    var spelled = spelled(requests);
    for (int i = 0; i < requests.size(); i++) {
      var request = requests.get(i);
      var value = request.value();
      switch (request.means()) {
        case RECORD -> keys.put(i, value);
        case NATIVE_ID -> keys.put(i, pseudonym.of(request.name(), value));
        case IDENTIFIER -> {
          if (spelled.containsKey(i)) {
            keys.put(i, pseudonym.of("identifier:" + request.name(), spelled.get(i)));
          }
        }
      }
    }
    return keys;
  }

  private Map<Integer, String> spelled(List<Request> requests) {
    var byType = new TreeMap<String, List<Row>>();
    for (int i = 0; i < requests.size(); i++) {
      var request = requests.get(i);
      if (request.means() == Request.Means.IDENTIFIER) {
        byType
            .computeIfAbsent(request.name(), t -> new ArrayList<>())
            .add(RowFactory.create(i, request.name(), request.value()));
      }
    }
    var spelled = new HashMap<Integer, String>();
    byType.forEach(
        (type, rows) ->
            spark
                .createDataFrame(rows, ASKED)
                .select(
                    col("_request"),
                    Identifiers.oneSpelling(type, col("_key"), country).as("spelled"))
                .filter(col("spelled").isNotNull())
                .collectAsList()
                .forEach(row -> spelled.put(row.getInt(0), row.getString(1))));
    return spelled;
  }

  private Dataset<Row> asked(List<Request> requests, Map<Integer, String> keys) {
    var rows = new ArrayList<Row>();
    keys.forEach(
        (i, key) -> {
          var request = requests.get(i);
          var isIdentifier = request.means() == Request.Means.IDENTIFIER;
          rows.add(RowFactory.create(i, isIdentifier ? request.name() : "record", key));
        });
    return broadcast(spark.createDataFrame(rows, ASKED));
  }

  /** Record ids that anything is known under; every event table is asked. */
  private Dataset<Row> byRecord(Dataset<Row> asked) {
    var ofRecords = asked.filter(col("_type").equalTo("record"));
    var all = new ArrayList<Table>(SourceTables.kinds());
    all.add(VaultTables.VAULT);
    all.add(IdentityTables.LINK);
    return all.stream()
        .filter(table -> table.columns().contains("record_id") && tables.has(table))
        .map(
            table ->
                tables
                    .rows(table)
                    .select("record_id")
                    .join(ofRecords, col("record_id").equalTo(col("_key")))
                    .select("_request", "record_id")
                    .distinct())
        .reduce(Dataset::union)
        .orElseGet(() -> none());
  }

  private Dataset<Row> byIdentifier(Dataset<Row> asked) {
    return tables
        .rows(SourceTables.PARTY)
        .select(col("record_id"), explode(col("identifiers")).as(new String[] {"type", "hash"}))
        .join(asked, col("type").equalTo(col("_type")).and(col("hash").equalTo(col("_key"))))
        .filter(col("record_id").isNotNull())
        .select("_request", "record_id")
        .distinct();
  }

  /** Values that were compared, or kept as a personal attribute of the same name. */
  private Dataset<Row> byValue(List<Request> requests) {
    var spelled = spelled(requests);
    var byType = new TreeMap<String, List<Row>>();
    spelled.forEach(
        (i, value) ->
            byType
                .computeIfAbsent(requests.get(i).name(), t -> new ArrayList<>())
                .add(RowFactory.create(i, requests.get(i).name(), value)));
    return byType.entrySet().stream()
        .map(
            entry -> {
              var type = entry.getKey();
              return tables
                  .rows(VaultTables.VAULT)
                  .filter(col("field").isin(type, VaultTables.COMPARED + type).and(IS_RECORD))
                  .select(
                      col("record_id"),
                      Identifiers.oneSpelling(type, col("value"), country).as("spelled"))
                  .join(
                      broadcast(spark.createDataFrame(entry.getValue(), ASKED)),
                      col("spelled").equalTo(col("_key")))
                  .select("_request", "record_id")
                  .distinct();
            })
        .reduce(Dataset::union)
        .orElseGet(() -> none());
  }

  private Dataset<Row> none() {
    return spark.createDataFrame(List.of(), StructType.fromDDL("_request INT, record_id STRING"));
  }

  private static void add(Map<Integer, Set<String>> found, Dataset<Row> rows) {
    rows.collectAsList()
        .forEach(
            row ->
                found.computeIfAbsent(row.getInt(0), i -> new TreeSet<>()).add(row.getString(1)));
  }

  /** Records to persons and back, of those that were found. */
  private record Persons(Map<String, String> unified, Map<String, Set<String>> members) {}

  private Persons persons(Map<Integer, Set<String>> found) {
    var unified = new HashMap<String, String>();
    var members = new HashMap<String, Set<String>>();
    var heads = new TreeMap<>(new Publications(spark, tables.lake()).heads());
    if (heads.isEmpty() || !tables.has(IdentityTables.LINK)) {
      return new Persons(unified, members);
    }
    var head = heads.lastEntry().getValue();
    var ids = new ArrayList<Row>();
    found.values().stream()
        .flatMap(Set::stream)
        .distinct()
        .forEach(id -> ids.add(RowFactory.create(id)));
    var links =
        tables
            .rows(IdentityTables.LINK)
            .filter(
                col("as_of")
                    .equalTo(lit(head.asOf()))
                    .and(col("run_id").equalTo(head.runId().orElseThrow())))
            .select("record_id", "unified_id");
    var wanted =
        links
            .join(
                broadcast(spark.createDataFrame(ids, StructType.fromDDL("_id STRING"))),
                col("record_id").equalTo(col("_id")))
            .select(col("unified_id").as("_unified"))
            .distinct();
    links
        .join(broadcast(wanted), col("unified_id").equalTo(col("_unified")))
        .select("record_id", "unified_id")
        .collectAsList()
        .forEach(
            row -> {
              unified.put(row.getString(0), row.getString(1));
              members.computeIfAbsent(row.getString(1), u -> new TreeSet<>()).add(row.getString(0));
            });
    return new Persons(unified, members);
  }
}
