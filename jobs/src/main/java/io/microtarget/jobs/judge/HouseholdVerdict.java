package io.microtarget.jobs.judge;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.microtarget.identity.LinkQuality;
import io.microtarget.identity.LinkQuality.Measure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Who lives together as published, beside who does: pairs of persons, each person of the
 * publication once, as {@link LinkQuality} judges pairs of records.
 */
final class HouseholdVerdict {
  private HouseholdVerdict() {}

  /**
   * @param households {@code person, household_id} of the truth
   * @param memberships rows of {@code membership}; who has none lives alone
   */
  static Finding of(Dataset<Row> households, Dataset<Row> memberships, People people, long seed) {
    var members =
        memberships
            .where(col("parent_type").equalTo(lit("household")))
            .where(col("child_type").equalTo(lit("person")).and(col("valid_to").isNull()))
            .select(col("child_id").as("subject_id"), col("parent_id"));
    var rows =
        people
            .subjects()
            .join(households, "person")
            .join(members, new String[] {"subject_id"}, "left")
            .select(col("household_id"), coalesce(col("parent_id"), col("subject_id")))
            .collectAsList();
    if (rows.isEmpty()) {
      return Finding.missing("households", "persons of the truth");
    }
    var quality = LinkQuality.of(numbers(rows, 0), numbers(rows, 1), seed);
    var finding =
        new Finding("households")
            .line(
                "%,d persons in %,d true households, %,d as published",
                quality.records(), quality.persons(), quality.clusters())
            .put("persons", quality.records())
            .put("true_households", quality.persons())
            .put("published_households", quality.clusters());
    for (var measure : List.of(Measure.PRECISION, Measure.RECALL, Measure.F1)) {
      Optional.ofNullable(quality.figures().get(measure))
          .ifPresent(
              figure ->
                  finding
                      .line("pairs %-12s %s", measure.key(), Finding.text(figure))
                      .put(measure.key(), figure));
    }
    return finding;
  }

  private static int[] numbers(List<Row> rows, int column) {
    Map<String, Integer> numbers = new HashMap<>();
    return rows.stream()
        .mapToInt(row -> numbers.computeIfAbsent(row.getString(column), n -> numbers.size()))
        .toArray();
  }
}
