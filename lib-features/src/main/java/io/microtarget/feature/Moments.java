package io.microtarget.feature;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * At which moments the subjects of a run are looked at: at {@code as_of} and, for {@link
 * FeatureTables#FEATURE_HISTORY}, at the first day of each of the last months.
 *
 * <p>All moments are of the run's {@code known_at}: what was recorded later counts at none of them,
 * what was recorded until then counts from the day after it happened. A lake that was filled in one
 * go would know nothing of its own past otherwise, and a run of an earlier date sees the same.
 */
final class Moments {
  /** The role of a subject at {@code as_of}. */
  static final String SUBJECT = "subject";

  /** The role of a subject at an earlier moment. */
  static final String HISTORY = "history";

  private Moments() {}

  /**
   * First days of the last months that began before a day, the latest first: as of 2 March it is 1
   * March, 1 February and so on; as of 1 March it is 1 February.
   *
   * @param months how many, at least 0
   */
  static List<LocalDate> months(LocalDate asOf, int months) {
    var latest = asOf.minusDays(1).withDayOfMonth(1);
    return IntStream.range(0, months).mapToObj(latest::minusMonths).toList();
  }

  /**
   * Subjects as rows of {@link FeatureTables#OCCASION} without features: one a subject and moment.
   *
   * @param subjects {@code subject_id, moment DATE}, the moment being {@code as_of}
   * @param before earlier moments
   */
  static Dataset<Row> of(Dataset<Row> subjects, List<LocalDate> before) {
    var looked = struct(lit(SUBJECT).as("role"), col("moment"));
    var earlier = before.stream().map(d -> struct(lit(HISTORY).as("role"), lit(d).as("moment")));
    var all = Stream.concat(Stream.of(looked), earlier).toArray(Column[]::new);
    // Exploded and not a union, which would read the subjects twice.
    var rows =
        before.isEmpty()
            ? subjects.withColumn("role", lit(SUBJECT))
            : subjects
                .select(col("subject_id"), explode(array(all)).as("_at"))
                .select("subject_id", "_at.*");
    var columns = new ArrayList<Column>();
    for (var field : FeatureTables.OCCASION.schema().fields()) {
      switch (field.name()) {
        case "role", "subject_id", "moment" -> columns.add(col(field.name()));
        case Assembly.FEATURES, Places.HOME, Places.WORK -> {}
        default -> columns.add(lit(null).cast(field.dataType()).as(field.name()));
      }
    }
    return rows.select(columns.toArray(Column[]::new));
  }
}
