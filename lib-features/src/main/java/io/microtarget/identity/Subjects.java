package io.microtarget.identity;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.lit;

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
 * The subjects of a run: every record known strictly before {@code as_of}, under the subject that
 * {@code link} gives it, or else under itself.
 *
 * <p>In: {@code record_id}, {@code source} and {@code event_date} of party, purchase, contact and
 * response, and link. Out: {@link IdentityTables#SUBJECT}. A row without {@code record_id} (an
 * anonymous purchase) makes no subject; a row without {@code event_date} is always known.
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
    reads.add(IdentityTables.LINK);
    return Stage.of(
        "subjects",
        IdentityTables.SUBJECT,
        reads,
        inputs -> of(inputs, subjectType, clocks.asOf()));
  }

  /**
   * Event rows with {@code subject_id STRING}: whom {@code record_id} counts for, else {@code
   * record_id} itself.
   *
   * @param rows rows with {@code record_id}
   * @param links rows of {@link IdentityTables#LINK}
   */
  public static Dataset<Row> resolve(Dataset<Row> rows, Dataset<Row> links) {
    var linked = links.select(col("record_id").as("_record"), col("subject_id").as("_subject"));
    return rows.join(linked, col("record_id").equalTo(col("_record")), "left")
        .withColumn("subject_id", coalesce(col("_subject"), col("record_id")))
        .drop("_record", "_subject");
  }

  private static Dataset<Row> of(Inputs inputs, String subjectType, LocalDate asOf) {
    // Records and sources are few where rows are many: aggregate each table before anything else.
    var records =
        KNOWN_FROM.stream()
            .map(table -> records(inputs.of(table), asOf))
            .reduce(Dataset::union)
            .orElseThrow();
    return resolve(records, inputs.of(IdentityTables.LINK))
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
