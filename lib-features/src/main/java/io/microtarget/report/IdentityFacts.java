package io.microtarget.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.microtarget.identity.IdentityTables;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How records became persons, in figures.
 *
 * @param entries of {@link IdentityTables#LINKAGE}, without the model, in the order of its keys
 * @param changes records by what became of the person they had before: new, kept, merged, split
 * @param persons there are
 * @param merged persons that hold records of several persons of the publication before
 * @param split persons of the publication before whose records are several persons now
 */
public record IdentityFacts(
    List<Entry> entries, Map<String, Long> changes, long persons, long merged, long split) {
  /** A business without one record. */
  public static final IdentityFacts NONE = new IdentityFacts(List.of(), Map.of(), 0, 0, 0);

  private static final String MODEL = "model";

  /** One row of the table. */
  public record Entry(
      String topic,
      String name,
      int position,
      Optional<String> label,
      Optional<Double> value,
      Optional<Long> count) {}

  public IdentityFacts {
    entries = List.copyOf(entries);
    changes = Collections.unmodifiableMap(new TreeMap<>(changes));
  }

  /**
   * Reads and counts; starts a handful of Spark jobs.
   *
   * @param linkage rows of {@link IdentityTables#LINKAGE}
   * @param links rows of {@link IdentityTables#LINK}
   */
  static IdentityFacts of(Dataset<Row> linkage, Dataset<Row> links) {
    var changes = new TreeMap<String, Long>();
    links
        .groupBy("change")
        .agg(count(lit(1)).as("records"))
        .where(col("change").isNotNull())
        .collectAsList()
        .forEach(row -> changes.put(row.getString(0), row.getLong(1)));
    var persons = ofSeveral(links, "unified_id", "previous_id");
    return new IdentityFacts(
        linkage.where(col("topic").notEqual(MODEL)).collectAsList().stream()
            .map(IdentityFacts::entry)
            .sorted(
                Comparator.comparing(Entry::topic)
                    .thenComparing(Entry::name)
                    .thenComparing(Entry::position))
            .toList(),
        changes,
        persons.getLong(0),
        persons.getLong(1),
        ofSeveral(links, "previous_id", "unified_id").getLong(1));
  }

  /** How many values one column has, and how many of them stand beside several of another. */
  private static Row ofSeveral(Dataset<Row> links, String one, String several) {
    return links
        .where(col(one).isNotNull())
        .groupBy(one)
        .agg(count_distinct(col(several)).as("different"))
        .agg(count(lit(1)), count(when(col("different").gt(1), 1)))
        .first();
  }

  private static Entry entry(Row row) {
    return new Entry(
        row.getAs("topic"),
        Optional.<String>ofNullable(row.getAs("name")).orElse(""),
        row.getAs("position"),
        Optional.ofNullable(row.getAs("label")),
        Optional.ofNullable(row.<Double>getAs("value")).filter(Double::isFinite),
        Optional.ofNullable(row.getAs("count")));
  }

  /** Rows of one topic. */
  List<Entry> of(String topic) {
    return entries.stream().filter(e -> e.topic().equals(topic)).toList();
  }

  /** A single figure. */
  Optional<Double> summary(String name) {
    return single(name).flatMap(Entry::value);
  }

  /** The words of a single figure. */
  Optional<String> words(String name) {
    return single(name).flatMap(Entry::label);
  }

  private Optional<Entry> single(String name) {
    return of("summary").stream().filter(e -> e.name().equals(name)).findFirst();
  }

  long records() {
    return changes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether persons of one household are a class of their own; else its figures mean nothing. */
  boolean hasHouseholds() {
    return summary("household-gain").orElse(0.0) > 0;
  }

  /** Whether pairs of records were compared at all. */
  boolean isCompared() {
    return summary("compared-pairs").orElse(0.0) > 0;
  }
}
