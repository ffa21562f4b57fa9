package io.microtarget.feature;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.microtarget.identity.IdentityTables;
import io.microtarget.identity.Subjects;
import io.microtarget.table.Inputs;
import io.microtarget.table.Table;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Event rows as features see them: known before {@code as_of}, with their subject and the dimension
 * columns that are used.
 */
final class Events {
  private final Inputs inputs;
  private final FeatureSettings settings;
  private final String subjectType;
  private final LocalDate asOf;
  private final Declared declared;
  private final List<Table> momentsFrom;
  private final Map<Table, Dataset<Row>> read = new HashMap<>();
  private final Map<Table, Dataset<Row>> joined = new HashMap<>();

  Events(
      Inputs inputs,
      Declared declared,
      String subjectType,
      LocalDate asOf,
      List<Table> momentsFrom) {
    this.inputs = inputs;
    this.declared = declared;
    this.settings = declared.settings();
    this.subjectType = subjectType;
    this.asOf = asOf;
    this.momentsFrom = momentsFrom;
  }

  FeatureSettings settings() {
    return settings;
  }

  String subjectType() {
    return subjectType;
  }

  /** The day whose midnight ends what is known. */
  Column today() {
    return lit(asOf);
  }

  /** Rows of a table; each is looked up in the lake once. */
  Dataset<Row> all(Table table) {
    return read.computeIfAbsent(table, inputs::of);
  }

  /** {@code subject_id, moment}: the subjects of the run, today. */
  Dataset<Row> subjects() {
    return all(IdentityTables.SUBJECT)
        .where(col("subject_type").equalTo(subjectType))
        .select(col("subject_id"), today().as("moment"));
  }

  /** Whether the tables that moments come from, and so the moments, can be broadcast. */
  boolean areMomentsSmall() {
    return momentsFrom.stream().map(this::all).allMatch(Sizes::isSmall);
  }

  /**
   * Rows of an event table with {@code subject_id}, its hashes and the used columns of its
   * dimensions.
   */
  Dataset<Row> ofSubjects(Table table, Set<String> used) {
    var known = known(all(table)).where(col("record_id").isNotNull());
    var resolved = Subjects.resolve(known, all(IdentityTables.LINK));
    return withDimensions(Keys.withSubject(resolved), table, used);
  }

  /**
   * Rows of an event table with the columns that any feature reads, dimensions included.
   *
   * <p>Kept ({@code persist}) because every path of features and every count of distinct values
   * goes over them: joined once instead of once for each.
   */
  Dataset<Row> ofFeatures(Table table) {
    return joined.computeIfAbsent(
        table,
        t -> {
          var used = declared.used(t);
          var rows = ofSubjects(t, used);
          var columns = new TreeSet<>(used);
          columns.retainAll(List.of(rows.columns()));
          columns.addAll(List.of(Keys.SUBJECT, Keys.CHECK, Keys.DAY));
          return rows.select(columns.stream().map(n -> col(n)).toArray(Column[]::new))
              .persist(StorageLevel.MEMORY_AND_DISK());
        });
  }

  /** Rows of a table with the used columns of the dimensions declared for {@code to}. */
  Dataset<Row> withDimensions(Dataset<Row> rows, Table to, Set<String> used) {
    var result = rows;
    for (var entry : Columns.dimensions(settings, to).entrySet()) {
      var dimension = entry.getValue();
      if (dimension.columns().keySet().stream().anyMatch(used::contains)) {
        var from = all(Columns.table(dimension.from()));
        var key = "features.dimensions." + entry.getKey();
        result = DimensionJoin.of(key, dimension, result, from, all(to), used);
      }
    }
    return result;
  }

  /** Rows dated before {@code as_of}, or without a date. */
  Dataset<Row> known(Dataset<Row> rows) {
    return rows.where(col("event_date").isNull().or(col("event_date").lt(today())));
  }
}
