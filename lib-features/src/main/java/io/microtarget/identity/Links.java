package io.microtarget.identity;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.microtarget.source.SourceTables;
import io.microtarget.table.Clocks;
import io.microtarget.table.Stage;
import io.microtarget.vault.VaultTables;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.storage.StorageLevel;

/**
 * Which records are one subject.
 *
 * <p>Party records known strictly before {@code as_of} that share an identifier (type and keyed
 * hash) are one person, and so is who shares one with any of them: connected components. An
 * identifier of more records than {@link IdentitySettings#cap} links nothing. What {@code
 * membership} says of one record of a person (its household, its account) holds for all of them.
 *
 * <p>In: {@code record_id, identifiers, event_date} of party, and membership. Out: {@link
 * IdentityTables#LINK}, only records whose subject is another one.
 *
 * <p>A person goes by the least of its record ids. That id is the same in every run over the same
 * records, but changes when a lesser record joins; lasting ids need a history of identity, which
 * there is not yet. One wrong identifier merges two persons for good: nothing here weighs evidence.
 *
 * <p>Deterministic linkage: Christen, Data Matching, 2012, chapter 6.
 */
public final class Links {
  /** Pairs that are put together on the driver: some hundred megabytes, a second. */
  private static final long MOST_ON_DRIVER = 1_000_000;

  private Links() {}

  /**
   * Makes {@link IdentityTables#LINK}.
   *
   * @param types of identifiers that sources declare; without any no party row is read
   * @param compared what sources declare to be compared; an identifier of the same name links
   *     nobody by itself
   * @param subjectType person, household or account, as the settings of the business say
   */
  public static Stage stage(
      IdentitySettings settings,
      SortedSet<String> types,
      SortedSet<String> compared,
      String subjectType,
      Clocks clocks) {
    var exact = new TreeSet<>(types);
    exact.removeAll(compared);
    var reads = new ArrayList<>(List.of(SourceTables.PARTY, IdentityTables.MEMBERSHIP));
    if (!compared.isEmpty()) {
      reads.add(VaultTables.VAULT);
    }
    return Stage.of(
        "link",
        IdentityTables.LINK,
        reads,
        inputs -> {
          var parents = parents(inputs.of(IdentityTables.MEMBERSHIP), subjectType, clocks.asOf());
          if (types.isEmpty() && compared.isEmpty()) {
            return parents.select("record_id", "subject_id");
          }
          var parties = inputs.of(SourceTables.PARTY);
          var pairs = pairs(parties, settings, exact, clocks.asOf());
          if (!compared.isEmpty()) {
            pairs =
                pairs.union(
                    Compared.pairs(
                        known(parties, clocks.asOf()).where(col("record_id").isNotNull()),
                        inputs.of(VaultTables.VAULT),
                        settings));
          }
          return subjects(persons(pairs), parents);
        });
  }

  private static Dataset<Row> known(Dataset<Row> parties, LocalDate asOf) {
    return parties.where(col("event_date").isNull().or(col("event_date").lt(lit(asOf))));
  }

  /** {@code record_id, person_id} of records that are linked to a lesser one. */
  static Dataset<Row> persons(
      Dataset<Row> parties, IdentitySettings settings, SortedSet<String> types, LocalDate asOf) {
    return persons(pairs(parties, settings, types, asOf));
  }

  private static Dataset<Row> persons(Dataset<Row> found) {
    var pairs = found.persist(StorageLevel.MEMORY_AND_DISK());
    return pairs.count() <= MOST_ON_DRIVER ? Components.onDriver(pairs) : Components.inSpark(pairs);
  }

  /**
   * {@code record_id, least}: of each identifier every record but the least, beside the least.
   *
   * <p>One shuffle: by identifier, in which records are made distinct, counted and compared.
   */
  private static Dataset<Row> pairs(
      Dataset<Row> parties, IdentitySettings settings, SortedSet<String> types, LocalDate asOf) {
    var ofIdentifier = Window.partitionBy("type", "hash");
    return known(parties, asOf)
        .select(col("record_id"), explode(col("identifiers")).as(new String[] {"type", "hash"}))
        .where(col("type").isin(types.toArray()))
        .repartition(col("type"), col("hash"))
        .distinct()
        .withColumn("records", count(lit(1)).over(ofIdentifier))
        .withColumn("least", min("record_id").over(ofIdentifier))
        .where(col("records").leq(cap(settings, types)))
        .where(not(col("record_id").equalTo(col("least"))))
        .select("record_id", "least");
  }

  private static Column cap(IdentitySettings settings, SortedSet<String> types) {
    var cap = lit(settings.cap());
    for (var type : types) {
      cap = when(col("type").equalTo(type), settings.cap(type)).otherwise(cap);
    }
    return cap;
  }

  /**
   * {@code record_id, subject_id} of records with a parent on {@code asOf}: a membership holds from
   * {@code valid_from} to before {@code valid_to}; of several parents the first by id is taken.
   */
  private static Dataset<Row> parents(Dataset<Row> membership, String subjectType, LocalDate asOf) {
    var day = lit(asOf);
    return membership
        .where(col("child_type").equalTo("record").and(col("parent_type").equalTo(subjectType)))
        .where(col("valid_from").isNull().or(col("valid_from").leq(day)))
        .where(col("valid_to").isNull().or(col("valid_to").gt(day)))
        .groupBy(col("child_id").as("record_id"))
        .agg(min("parent_id").as("subject_id"));
  }

  /** Every record of a person with a parent gets it; the others count for their person. */
  private static Dataset<Row> subjects(Dataset<Row> persons, Dataset<Row> parents) {
    var ofPersons =
        parents
            .join(persons, new String[] {"record_id"}, "left")
            .groupBy(coalesce(col("person_id"), col("record_id")).as("person_id"))
            .agg(min("subject_id").as("subject_id"));
    var themselves = ofPersons.select(col("person_id").as("record_id"), col("person_id"));
    return persons
        .unionByName(themselves)
        .join(ofPersons, new String[] {"person_id"}, "left")
        .select(col("record_id"), coalesce(col("subject_id"), col("person_id")).as("subject_id"))
        .where(not(col("record_id").equalTo(col("subject_id"))));
  }
}
