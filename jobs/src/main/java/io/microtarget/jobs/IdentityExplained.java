package io.microtarget.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.microtarget.identity.IdentityTables;
import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.table.Table;
import io.microtarget.vault.VaultTables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which records a subject has, and why: of each of its persons the records, the links between them
 * with their weights by field, the weakest, its household, and whose values survive.
 *
 * <p>Lines of pseudonyms; records have short numbers within their person. Clear values stand only
 * where they were asked for.
 */
final class IdentityExplained {
  /** Whether clear values are shown beside the records. */
  enum Values {
    HIDDEN,
    FROM_VAULT
  }

  /** Of a clear value so many characters are shown. */
  private static final int LONGEST = 200;

  private final DeltaStore store;
  private final List<Row> records;
  private final Map<String, Map<String, String>> values;
  private final List<String> lines = new ArrayList<>();

  private IdentityExplained(DeltaStore store, String subjectId, Values values) {
    this.store = store;
    this.records =
        rows(IdentityTables.LINK, col("subject_id").equalTo(subjectId), "unified_id", "record_id");
    this.values = values == Values.FROM_VAULT ? clearValues(subjectId) : Map.of();
  }

  /**
   * The lines of a subject.
   *
   * @param store reads as the published run did
   */
  static List<String> lines(DeltaStore store, String subjectId, Values values) {
    return new IdentityExplained(store, subjectId, values).of(subjectId);
  }

  private List<String> of(String subjectId) {
    if (records.isEmpty()) {
      say("records", "one, itself: no list of parties knows it");
      values.getOrDefault(subjectId, Map.of()).forEach(this::value);
      return lines;
    }
    var persons = new TreeMap<String, List<Row>>();
    for (var record : records) {
      persons.computeIfAbsent(record.getAs("unified_id"), id -> new ArrayList<>()).add(record);
    }
    if (persons.size() > 1) {
      say("persons", "%d: %s".formatted(persons.size(), String.join(", ", persons.keySet())));
    }
    var matches = matches();
    var weights =
        persons.size() < records.size() ? weights() : new HashMap<String, Map<String, Double>>();
    var golden =
        rows(
            IdentityTables.GOLDEN_RECORD,
            col("unified_id").isin(persons.keySet().toArray()),
            "unified_id",
            "field");
    persons.forEach(
        (id, rows) -> {
          var numbers = numbers(rows);
          say("person", "%s: %s".formatted(id, counted(rows.size(), "record")));
          rows.forEach(row -> record(numbers, row));
          if (rows.size() > 1) {
            new LinksExplained(numbers, weights).lines(matches).forEach(lines::add);
          } else {
            say("links", "none: a single record");
          }
          golden.stream()
              .filter(row -> id.equals(row.getAs("unified_id")))
              .forEach(row -> golden(numbers, row));
        });
    groups(persons.keySet());
    return lines;
  }

  private void record(Map<String, Integer> numbers, Row row) {
    String id = row.getAs("record_id");
    String previous = row.getAs("previous_id");
    say(
        "record",
        "%d %s from %s, %s%s"
            .formatted(
                numbers.get(id),
                id,
                row.getAs("source"),
                row.getAs("change"),
                previous == null ? "" : ", was of " + previous));
    values.getOrDefault(id, Map.of()).forEach(this::value);
  }

  private void value(String field, String value) {
    lines.add("             %s = %s".formatted(field, value));
  }

  private void golden(Map<String, Integer> numbers, Row row) {
    String record = row.getAs("record_id");
    var number = numbers.get(record);
    Object recordedAt = row.<Object>getAs("recorded_at");
    say(
        "golden",
        "%s of record %s (%s%s): %s of %s"
            .formatted(
                row.getAs("field"),
                number == null ? record : number.toString(),
                row.getAs("source"),
                recordedAt == null
                    ? ""
                    : ", recorded " + row.<java.sql.Timestamp>getAs("recorded_at").toInstant(),
                row.getAs("rule"),
                counted(row.<Long>getAs("candidates"), "value")));
  }

  /** Households and other groups with their members. */
  private void groups(Collection<String> persons) {
    var children = new TreeSet<>(persons);
    records.forEach(record -> children.add(record.getAs("record_id")));
    var parents =
        rows(
            IdentityTables.MEMBERSHIP,
            col("child_id").isin(children.toArray()),
            "parent_type",
            "parent_id");
    var seen = new TreeSet<String>();
    for (var parent : parents) {
      String type = parent.getAs("parent_type");
      String id = parent.getAs("parent_id");
      if (seen.add(type + " " + id)) {
        var members = new TreeSet<String>();
        rows(
                IdentityTables.MEMBERSHIP,
                col("parent_type").equalTo(type).and(col("parent_id").equalTo(id)),
                "child_id")
            .forEach(row -> members.add(member(row)));
        lines.add("  %-8s %s: %s".formatted(type, id, String.join(", ", members)));
      }
    }
  }

  private static String member(Row row) {
    Object until = row.<Object>getAs("valid_to");
    String type = row.getAs("child_type");
    String id = row.getAs("child_id");
    return "%s %s%s".formatted(type, id, until == null ? "" : " (until %s)".formatted(until));
  }

  private List<Row> matches() {
    var ids = ids();
    return rows(
        IdentityTables.MATCH,
        col("one").isin(ids).and(col("other").isin(ids)),
        "one",
        "other",
        "ground");
  }

  /** Field to label to bits. */
  private Map<String, Map<String, Double>> weights() {
    var weights = new HashMap<String, Map<String, Double>>();
    for (var row :
        rows(
            IdentityTables.LINKAGE,
            col("topic").equalTo("weight").and(col("label").isNotNull()),
            "name",
            "position")) {
      if (!row.isNullAt(row.fieldIndex("value"))) {
        weights
            .computeIfAbsent(row.getAs("name"), field -> new HashMap<>())
            .put(row.getAs("label"), row.getAs("value"));
      }
    }
    return weights;
  }

  private Map<String, Map<String, String>> clearValues(String subjectId) {
    var ids = records.isEmpty() ? new Object[] {subjectId} : ids();
    var values = new HashMap<String, Map<String, String>>();
    store
        .read(VaultTables.VAULT)
        .where(col("record_id").isin(ids))
        .where(
            col("field")
                .equalTo(VaultTables.NATIVE_ID)
                .or(col("field").startsWith(VaultTables.COMPARED)))
        .where(not(col("value").isNull()))
        .orderBy("record_id", "field", "source")
        .collectAsList()
        .forEach(
            row ->
                values
                    .computeIfAbsent(row.getAs("record_id"), id -> new TreeMap<>())
                    .merge(
                        row.<String>getAs("field").replace(VaultTables.COMPARED, ""),
                        shown(row.getAs("value")),
                        (one, other) -> one.equals(other) ? one : one + " | " + other));
    return values;
  }

  /** What a terminal can show: no control characters, no endless lines. */
  private static String shown(String value) {
    var cut = value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value;
    return cut.replaceAll("\\p{Cntrl}", " ");
  }

  private Object[] ids() {
    return records.stream().map(row -> row.<String>getAs("record_id")).toArray();
  }

  private static Map<String, Integer> numbers(List<Row> records) {
    var numbers = new TreeMap<String, Integer>();
    records.forEach(row -> numbers.put(row.getAs("record_id"), numbers.size() + 1));
    return numbers;
  }

  private List<Row> rows(Table table, Column condition, String first, String... others) {
    Dataset<Row> rows = store.own(table).where(condition);
    return rows.orderBy(first, others).collectAsList();
  }

  private void say(String what, String text) {
    lines.add("  %-8s %s".formatted(what, text));
  }

  private static String counted(long number, String noun) {
    return "%d %s%s".formatted(number, noun, number == 1 ? "" : "s");
  }
}
