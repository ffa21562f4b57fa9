package io.microtarget.feature;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.trim;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The area a subject lived in at a moment, by which figures about areas ({@code indicator}) become
 * features of subjects.
 *
 * <p>What counts is the latest party row strictly before the moment that states an area; a row
 * without a day was always there. Areas are compared as they are written, without blanks around
 * them: {@code area_id} of the indicators must be in the same code.
 */
final class Areas {
  static final String AREA = "area";
  static final String SINCE = "since";

  private Areas() {}

  /**
   * {@code subject_id, area STRING, since DATE}: one row a subject and day on which an area was
   * stated; of several the one of the latest time. {@code since} is null for rows without a day.
   *
   * @param partyRowsWithSubject rows of kind party with {@code subject_id}
   * @param expression over such a row: the code of the area
   * @throws io.microtarget.table.SettingsError if the expression does not fit the types
   */
  static Dataset<Row> of(Dataset<Row> partyRowsWithSubject, String expression) {
    Typed.value(partyRowsWithSubject, "features.area", expression);
    var stated = nullif(trim(expr(expression).cast("string")), lit(""));
    var order = struct(col("event_time"), col("delivery_id"), col("row_index"));
    return partyRowsWithSubject
        .withColumn("_stated", stated)
        .where(col("_stated").isNotNull().and(col("subject_id").isNotNull()))
        .groupBy(col("subject_id"), col("event_date").as(SINCE))
        .agg(max_by(col("_stated"), order).as(AREA))
        .select("subject_id", AREA, SINCE);
  }

  /**
   * {@code moments} with {@code area}, null where none was known; as many rows as before.
   *
   * @param moments rows with {@code subject_id, moment DATE}, any number of moments a subject
   * @param areas as made by {@link #of}
   */
  static Dataset<Row> at(Dataset<Row> moments, Dataset<Row> areas) {
    var values = List.of(AREA);
    var bySubject = AsOf.byKey(areas, List.of("subject_id"), SINCE, values);
    var joined = moments.join(bySubject, new String[] {"subject_id"}, "left");
    return AsOf.on(joined, AsOf.dayBefore(col("moment")), Optional.empty(), values);
  }

  /**
   * {@code area, moment}, each pair once: the moments at which figures of an area are asked for.
   *
   * @param withArea as made by {@link #at}
   */
  static Dataset<Row> moments(Dataset<Row> withArea) {
    return withArea.where(col(AREA).isNotNull()).select(AREA, "moment").distinct();
  }
}
