package io.microtarget.identity;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import io.microtarget.source.SourceTables;
import io.microtarget.table.Clocks;
import io.microtarget.table.Inputs;
import io.microtarget.table.Stage;
import io.microtarget.table.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The subjects of a run: every record known strictly before {@code as_of}, under the parent that
 * {@code membership} gives it, or else under itself.
 *
 * <p>In: {@code record_id}, {@code source} and {@code event_date} of party, purchase, contact and
 * response, and membership. Out: {@link IdentityTables#SUBJECT}. A row without {@code record_id}
 * (an anonymous purchase) makes no subject; a row without {@code event_date} is always known.
 */
public final class Subjects {
  private static final List<Table> KNOWN_FROM =
      List.of(
          SourceTables.PARTY, SourceTables.PURCHASE, SourceTables.CONTACT, SourceTables.RESPONSE);

  private Subjects() {}

  /**
   * Makes {@link IdentityTables#SUBJECT}.
   *
   * @param subjectType person, household or account, as the settings of the business say
   */
  public static Stage stage(String subjectType, Clocks clocks) {
    var reads = new ArrayList<>(KNOWN_FROM);
    reads.add(IdentityTables.MEMBERSHIP);
    return Stage.of(
        "subjects",
        IdentityTables.SUBJECT,
        reads,
        inputs -> of(inputs, subjectType, clocks.asOf()));
  }

  /**
   * Event rows with {@code subject_id STRING}: the parent of {@code record_id} on {@code asOf} (a
   * membership holds from {@code valid_from} to before {@code valid_to}), else {@code record_id}.
   * Of several parents the first by id is taken.
   *
   * @param rows rows with {@code record_id}
   * @param membership rows of {@link IdentityTables#MEMBERSHIP}
   */
  public static Dataset<Row> resolve(
      Dataset<Row> rows, Dataset<Row> membership, String subjectType, LocalDate asOf) {
    var day = lit(asOf);
    var parents =
        membership
            .where(col("child_type").equalTo("record").and(col("parent_type").equalTo(subjectType)))
            .where(col("valid_from").isNull().or(col("valid_from").leq(day)))
            .where(col("valid_to").isNull().or(col("valid_to").gt(day)))
            .groupBy(col("child_id").as("_record"))
            .agg(min("parent_id").as("_parent"));
    return rows.join(parents, col("record_id").equalTo(col("_record")), "left")
        .withColumn("subject_id", coalesce(col("_parent"), col("record_id")))
        .drop("_record", "_parent");
  }

  private static Dataset<Row> of(Inputs inputs, String subjectType, LocalDate asOf) {
    // Records and sources are few where rows are many: aggregate each table before anything else.
    var records =
        KNOWN_FROM.stream()
            .map(table -> records(inputs.of(table), asOf))
            .reduce(Dataset::union)
            .orElseThrow();
    return resolve(records, inputs.of(IdentityTables.MEMBERSHIP), subjectType, asOf)
        .groupBy("subject_id")
        .agg(array_sort(collect_set("source")).as("sources"))
        .select(lit(subjectType).as("subject_type"), col("subject_id"), col("sources"));
  }

  private static Dataset<Row> records(Dataset<Row> rows, LocalDate asOf) {
    return rows.where(col("event_date").isNull().or(col("event_date").lt(lit(asOf))))
        .where(col("record_id").isNotNull())
        .select("record_id", "source")
        .distinct();
  }
}
