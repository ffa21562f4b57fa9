package io.microtarget.feature;

import static org.apache.spark.sql.functions.col;

import io.microtarget.identity.IdentityTables;
import io.microtarget.identity.Subjects;
import io.microtarget.table.Inputs;
import io.microtarget.table.Table;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Event rows as features see them: known before {@code as_of}, with their subject and the dimension
 * columns that are used.
 */
record Events(Inputs inputs, FeatureSettings settings, String subjectType, LocalDate asOf) {

  /** Rows of an event table with {@code subject_id} and the used columns of its dimensions. */
  Dataset<Row> ofSubjects(Table table, Set<String> used) {
    var known = known(inputs.of(table)).where(col("record_id").isNotNull());
    var resolved = Subjects.resolve(known, inputs.of(IdentityTables.MEMBERSHIP), subjectType, asOf);
    return withDimensions(resolved, table, used);
  }

  /** Rows of a table with the used columns of the dimensions declared for {@code to}. */
  Dataset<Row> withDimensions(Dataset<Row> rows, Table to, Set<String> used) {
    var result = rows;
    for (var entry : Columns.dimensions(settings, to).entrySet()) {
      var dimension = entry.getValue();
      if (dimension.columns().keySet().stream().anyMatch(used::contains)) {
        var from = inputs.of(Columns.table(dimension.from()));
        var key = "features.dimensions." + entry.getKey();
        result = DimensionJoin.of(key, dimension, result, from, inputs.of(to), used);
      }
    }
    return result;
  }

  /** Rows of the subject type's own: dated before {@code as_of}, or without a date. */
  Dataset<Row> known(Dataset<Row> rows) {
    return rows.where(col("event_date").isNull().or(col("event_date").lt(Date.valueOf(asOf))));
  }
}
