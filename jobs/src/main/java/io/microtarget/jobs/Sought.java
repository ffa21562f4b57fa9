package io.microtarget.jobs;

import static org.apache.spark.sql.functions.col;

import io.microtarget.feature.FeatureTables;
import io.microtarget.identity.IdentityTables;
import io.microtarget.jobs.store.DeltaStore;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/**
 * The subject that somebody means by an id: its own, that of a record, of a person in a household,
 * or of a person that is no more.
 *
 * @param subjectId whom to show
 * @param how the id leads there; empty if it is the subject's own
 */
record Sought(String subjectId, Optional<String> how) {

  /** Looks an id up; an id nobody knows is taken for a subject. */
  static Sought of(DeltaStore store, String id) {
    if (!store.own(FeatureTables.FEATURE).where(col("subject_id").equalTo(id)).isEmpty()) {
      return new Sought(id, Optional.empty());
    }
    var rows =
        store
            .own(IdentityTables.LINK)
            .where(col("record_id").equalTo(id).or(col("previous_id").equalTo(id)))
            .orderBy("unified_id", "record_id")
            .collectAsList();
    if (rows.isEmpty()) {
      return new Sought(id, Optional.empty());
    }
    var formerly = rows.stream().filter(r -> id.equals(r.getAs("previous_id"))).toList();
    return formerly.isEmpty() || isStill(id, rows) ? member(id, rows) : successor(id, formerly);
  }

  private static boolean isStill(String id, List<Row> rows) {
    return rows.stream().anyMatch(r -> id.equals(r.getAs("unified_id")));
  }

  private static Sought member(String id, List<Row> rows) {
    var row =
        rows.stream()
            .filter(r -> id.equals(r.getAs("record_id")))
            .findFirst()
            .orElseGet(() -> rows.get(0));
    String person = row.getAs("unified_id");
    String subject = row.getAs("subject_id");
    if (id.equals(subject)) {
      return new Sought(id, Optional.empty());
    }
    var what = id.equals(person) ? "a person" : "a record of person " + person;
    var whom = subject.equals(person) ? "" : ", who counts for " + subject;
    return new Sought(subject, Optional.of("%s is %s%s".formatted(id, what, whom)));
  }

  private static Sought successor(String id, List<Row> rows) {
    var persons = new TreeSet<String>();
    rows.forEach(row -> persons.add(row.getAs("unified_id")));
    String subject = rows.get(0).getAs("subject_id");
    return new Sought(
        subject,
        Optional.of(
            persons.size() == 1
                ? "%s was merged into %s".formatted(id, persons.first())
                : "%s was split into %s; the first is shown"
                    .formatted(id, String.join(", ", persons))));
  }
}
