package io.microtarget.feature;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.trim;

import io.microtarget.identity.IdentityTables;
import io.microtarget.identity.Subjects;
import io.microtarget.journey.Genuine;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Clocks;
import io.microtarget.table.Expression;
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
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Event rows as features see them: known before {@code as_of}, with their subject and the dimension
 * columns that are used.
 */
final class Events {
  /** What is needed of a row to tell whether it counts, and which of equal ones. */
  private static final List<String> SIFTED =
      List.of(
          Genuine.RECORD,
          Genuine.IDENTITY,
          "recorded_at",
          "source",
          "delivery_id",
          "row_index",
          "element_index");

  private final Inputs inputs;
  private final FeatureSettings settings;
  private final String subjectType;
  private final Clocks clocks;
  private final Declared declared;
  private final List<Table> momentsFrom;
  private final Map<Table, Dataset<Row>> read = new HashMap<>();
  private final Map<Table, Dataset<Row>> joined = new HashMap<>();

  Events(
      Inputs inputs,
      Declared declared,
      String subjectType,
      Clocks clocks,
      List<Table> momentsFrom) {
    this.inputs = inputs;
    this.declared = declared;
    this.settings = declared.settings();
    this.subjectType = subjectType;
    this.clocks = clocks;
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
    return lit(clocks.asOf());
  }

  /** Moments before today at which the subjects are looked at, too. */
  List<LocalDate> before() {
    return Moments.months(clocks.asOf(), settings.historyMonths());
  }

  SparkSession session() {
    return all(IdentityTables.SUBJECT).sparkSession();
  }

  /** Partitions of a shuffle, at least. */
  int partitions() {
    return Integer.parseInt(session().conf().get("spark.sql.shuffle.partitions"));
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

  /** Where subjects live and work, before each moment; see {@link Places#of}. */
  Dataset<Row> places(Dataset<Row> moments) {
    var rows =
        declared
            .genuine()
            .sifted(ofSubjects(SourceTables.LOCATION, Set.of()), SourceTables.LOCATION);
    return Places.of(rows, moments, settings.place(), clocks.zone());
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
    var known = genuine(table).where(col("record_id").isNotNull());
    var resolved = Subjects.resolve(known, all(IdentityTables.LINK));
    return withDimensions(Keys.withSubject(resolved), table, used);
  }

  /**
   * Rows of an event table with their subject as two hashes and the used columns of its dimensions.
   * Those that features of other scopes go over, too, are the kept ones.
   */
  Dataset<Row> hashed(Table table) {
    return declared.isOfSeveralScopes(table)
        ? ofFeatures(table)
        : linked(table, declared.used(table));
  }

  /** The join with the links goes by hashes; who has no other id is left out of it. */
  private Dataset<Row> linked(Table table, Set<String> used) {
    var links = all(IdentityTables.LINK);
    var others = links.where(col("subject_id").notEqual(col("record_id")));
    var columns = new TreeSet<>(table.columns());
    columns.retainAll(needed(table, used));
    if (Genuine.isSifted(table)) {
      columns.addAll(SIFTED);
    }
    var kept = columns.stream().map(n -> col(n)).toArray(Column[]::new);
    var rows = genuine(table).where(col("record_id").isNotNull()).select(kept);
    var linked =
        Keys.OF_SUBJECT.replaced(
            Keys.OF_SUBJECT.add(rows, col("record_id")),
            Sizes.isLarge(links) ? others : broadcast(others),
            "record_id",
            "subject_id");
    return withDimensions(linked, table, used);
  }

  /** Rows of indicators with the hashes of their area instead of a subject. */
  Dataset<Row> ofAreas(Table table, Set<String> used) {
    var rows =
        known(all(table))
            .where(col("area_id").isNotNull())
            .withColumn("subject_id", trim(col("area_id")));
    return withDimensions(Keys.withSubject(rows), table, used);
  }

  /** The same rows as {@link #hashed}, under the household of their subject. */
  Dataset<Row> ofHouseholds(Table table) {
    return underHousehold(hashed(table));
  }

  /** Rows with the hashes of a subject, now with those of its household if it has one. */
  Dataset<Row> underHousehold(Dataset<Row> rows) {
    var members =
        all(IdentityTables.MEMBERSHIP)
            .where("parent_type = 'household' and child_type = 'person'")
            .where(col("valid_to").isNull().or(col("valid_to").gt(today())))
            .groupBy("child_id")
            .agg(min("parent_id").as("parent_id"));
    return Keys.OF_SUBJECT.replaced(rows, members, "child_id", "parent_id");
  }

  /** Rows of an event table about somebody, and the used columns of its dimensions. */
  Dataset<Row> unlinked(Table table, Set<String> used) {
    var isAbout = col(table.columns().contains("record_id") ? "record_id" : "area_id").isNotNull();
    return withDimensions(genuine(table).where(isAbout), table, used);
  }

  /** Columns of a table for features and for what their dimensions are joined by. */
  private Set<String> needed(Table table, Set<String> used) {
    var needed = new TreeSet<>(used);
    needed.addAll(List.of("record_id", "event_time", Keys.DAY));
    for (var dimension : Columns.dimensions(settings, table).values()) {
      dimension.keys().values().forEach(text -> needed.addAll(Expression.names(text)));
      dimension.at().ifPresent(text -> needed.addAll(Expression.names(text)));
    }
    Made.of(table)
        .forEach(
            (name, from) -> {
              if (used.contains(name)) {
                needed.addAll(from);
              }
            });
    return needed;
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
          var rows = declared.genuine().sifted(linked(t, used), t);
          var columns = new TreeSet<>(used);
          columns.addAll(List.of(Keys.SUBJECT, Keys.CHECK, Keys.DAY, "event_time"));
          columns.retainAll(List.of(rows.columns()));
          return rows.select(columns.stream().map(n -> col(n)).toArray(Column[]::new))
              .persist(StorageLevel.MEMORY_AND_DISK());
        });
  }

  /** Rows of a table with the used columns that are made of it, and of its dimensions. */
  Dataset<Row> withDimensions(Dataset<Row> rows, Table to, Set<String> used) {
    var result = settings.made().add(rows, to, used);
    for (var entry : Columns.dimensions(settings, to).entrySet()) {
      var dimension = entry.getValue();
      if (dimension.columns().keySet().stream().anyMatch(used::contains)) {
        var from = known(all(Columns.table(dimension.from())));
        var key = "features.dimensions." + entry.getKey();
        result = DimensionJoin.of(key, dimension, result, from, all(to), used);
      }
    }
    return result;
  }

  /**
   * Known rows of an event table that do not say that they are of machines, with the marks by which
   * more of them are left out: by {@link Sweep}, or by {@code sifted} where no sweep goes over
   * them.
   */
  private Dataset<Row> genuine(Table table) {
    return declared.genuine().marked(known(all(table)), table);
  }

  /** Rows dated before {@code as_of}, or without a date. */
  Dataset<Row> known(Dataset<Row> rows) {
    return rows.where(col("event_date").isNull().or(col("event_date").lt(today())));
  }
}
