package io.microtarget.jobs.erase;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import io.microtarget.identity.IdentityTables;
import io.microtarget.jobs.store.InThreads;
import io.microtarget.jobs.store.Publications;
import io.microtarget.jobs.store.Removal;
import io.microtarget.pipeline.Catalog;
import io.microtarget.privacy.Tombstones;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Kind;
import io.microtarget.table.Table;
import io.microtarget.vault.VaultTables;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * All rows of erased people in all tables of the catalogue, found by tombstones in one pass a
 * table, then deleted.
 *
 * <p>Which columns are about people the {@link Catalog} says. Three things are not as plain as
 * "every row that names an erased record": what a publication says of a household goes as a whole,
 * since it tells about all of its members; the household itself stays under the id of another
 * member; and a raw line in the vault goes if it holds a clear value that only they have.
 */
final class Sweep {
  private static final List<String> RUN = List.of("as_of", "run_id");

  /** Tables whose rows say which subject others are about: found first, deleted last. */
  private static final List<Table> WHO_IS_WHO =
      List.of(IdentityTables.MEMBERSHIP, IdentityTables.LINK);

  private final Removal tables;
  private final Tombstones.Sent erased;

  Sweep(Removal tables, Tombstones.Sent erased) {
    this.tables = tables;
    this.erased = erased;
  }

  /**
   * Rows of one table that are to go.
   *
   * @param keys of the rows, in {@code columns}
   * @param rows how many rows have them
   */
  record Found(Table table, List<String> columns, List<Row> keys, long rows) {
    /** Of the keys, as they lie in the rows of the table and with their number. */
    StructType schema(Dataset<Row> rows) {
      var names = columns.stream().map(c -> col(c)).toArray(Column[]::new);
      return rows.select(names).schema().add("_rows", DataTypes.LongType);
    }

    /** Runs whose content they are part of, if the table is one that runs publish. */
    Stream<Publications.Changed> runs() {
      if (table.kind() != Kind.SNAPSHOT) {
        return Stream.of();
      }
      return keys.stream()
          .map(
              key ->
                  new Publications.Changed(
                      table, key.<java.sql.Date>getAs("as_of").toLocalDate(), key.getAs("run_id")))
          .distinct();
    }
  }

  /** Subjects of publications that an erased record counted for, with its publication. */
  List<Row> subjects() {
    if (!tables.has(IdentityTables.LINK)) {
      return List.of();
    }
    return tables
        .rows(IdentityTables.LINK)
        .filter(erased.hasRecord(col("record_id")))
        .select(
            col("as_of").as("_as_of"),
            col("run_id").as("_run_id"),
            col("subject_id").as("_subject_id"))
        .distinct()
        .collectAsList();
  }

  /** Subjects among them that others belong to. */
  long shared(List<Row> subjects) {
    if (subjects.isEmpty()) {
      return 0;
    }
    var columns = List.of("as_of", "run_id", "subject_id");
    return tables
        .rows(IdentityTables.LINK)
        .filter(isKnown(subjects, columns).and(not(erased.hasRecord(col("record_id")))))
        .select("subject_id")
        .distinct()
        .count();
  }

  /** What is to go, table by table, without those that have nothing. */
  List<Found> found(List<Row> subjects) {
    var ofPeople =
        Catalog.tables().stream()
            .filter(t -> t.kind() != Kind.SCRATCH && !Catalog.people(t).isEmpty())
            .filter(tables::has)
            .toList();
    return InThreads.map(ofPeople, table -> found(table, subjects)).stream()
        .filter(found -> found.rows() > 0)
        .toList();
  }

  private Found found(Table table, List<Row> subjects) {
    var rows = tables.rows(table);
    var people = Catalog.people(table);
    if (table.equals(VaultTables.VAULT)) {
      return vault(rows);
    }
    if (table.equals(IdentityTables.MEMBERSHIP)) {
      return byKey(table, rows.filter(erased.hasRecord(col("child_id"))));
    }
    if (table.equals(IdentityTables.LINK)) {
      return byKey(table, rows.filter(erased.hasRecord(col("record_id"))));
    }
    if (table.equals(SourceTables.SUPPRESSION)) {
      var isMeant = col("record_id").isNull().and(erased.hasIdentifier(col("identifiers")));
      return byKey(table, rows.filter(erased.hasRecord(col("record_id")).or(isMeant)));
    }
    if (table.kind() == Kind.EVENT) {
      return counted(table, rows.filter(erased.hasRecord(col("record_id"))), List.of("record_id"));
    }
    if (people.equals(List.of("subject_id")) && table.kind() == Kind.SNAPSHOT) {
      var columns = List.of("as_of", "run_id", "subject_id");
      return counted(table, rows.filter(isOfSubject(subjects, columns)), columns);
    }
    if (people.equals(List.of("subject_id")) && table.columns().contains("published_run")) {
      var columns = List.of("as_of", "published_run", "subject_id");
      return counted(table, rows.filter(isOfSubject(subjects, columns)), columns);
    }
    var isTheirs =
        people.stream()
            .filter(column -> !column.equals("identifiers"))
            .map(column -> erased.hasRecord(col(column)))
            .reduce(Column::or)
            .orElseThrow();
    return byKey(table, rows.filter(isTheirs));
  }

  /** Subjects that no party list knows go by their own record id. */
  private Column isOfSubject(List<Row> subjects, List<String> columns) {
    return erased.hasRecord(col("subject_id")).or(isKnown(subjects, columns));
  }

  private static Column isKnown(List<Row> subjects, List<String> columns) {
    var known = new TreeSet<String>();
    subjects.forEach(row -> known.add(key(row.getDate(0), row.getString(1), row.getString(2))));
    UDF1<Row, Boolean> has =
        row -> known.contains(key(row.getDate(0), row.getString(1), row.getString(2)));
    return udf(has, DataTypes.BooleanType)
        .apply(struct(columns.stream().map(c -> col(c)).toArray(Column[]::new)));
  }

  private static String key(java.sql.Date asOf, String runId, String subject) {
    return asOf + "/" + runId + "/" + subject;
  }

  private Found byKey(Table table, Dataset<Row> rows) {
    var columns = new ArrayList<String>(table.kind() == Kind.SNAPSHOT ? RUN : List.of());
    columns.addAll(table.keys());
    return counted(table, rows, columns);
  }

  private static Found counted(Table table, Dataset<Row> rows, List<String> columns) {
    var names = columns.stream().map(c -> col(c)).toArray(Column[]::new);
    var keys = rows.groupBy(names).agg(count(lit(1)).as("_rows")).collectAsList();
    long all = keys.stream().mapToLong(key -> key.<Long>getAs("_rows")).sum();
    return new Found(table, columns, keys, all);
  }

  private Found vault(Dataset<Row> rows) {
    var isTheirs = erased.hasRecord(col("record_id"));
    var theirs = counted(VaultTables.VAULT, rows.filter(isTheirs), List.of("record_id"));
    var telling = telling(rows, isTheirs);
    if (telling.isEmpty()) {
      return theirs;
    }
    UDF1<String, Boolean> holds = telling::isIn;
    var lines =
        rows.filter(isOfRow())
            .filter(udf(holds, DataTypes.BooleanType).apply(col("value")))
            .select(col("record_id").as("_row"))
            .distinct();
    var ofLines =
        counted(
            VaultTables.VAULT,
            rows.join(broadcast(lines), col("record_id").equalTo(col("_row"))),
            List.of("record_id"));
    return new Found(
        VaultTables.VAULT,
        List.of("record_id"),
        Stream.concat(theirs.keys().stream(), ofLines.keys().stream()).toList(),
        theirs.rows() + ofLines.rows());
  }

  /** Values of raw rows nobody is known for, quarantined ones among them. */
  private static Column isOfRow() {
    return col("record_id").contains(":");
  }

  private Telling telling(Dataset<Row> rows, Column isTheirs) {
    if (rows.filter(isOfRow()).isEmpty()) {
      return new Telling(List.of());
    }
    var isLong = length(col("value")).geq(Telling.SHORTEST);
    var values = rows.filter(isTheirs.and(isLong)).select(col("value").as("_value")).distinct();
    var shared =
        rows.filter(not(isTheirs).and(not(isOfRow())).and(isLong))
            .join(broadcast(values), col("value").equalTo(col("_value")))
            .select(col("value").as("_shared"))
            .distinct();
    var only = values.join(shared, col("_value").equalTo(col("_shared")), "left_anti");
    return new Telling(only.collectAsList().stream().map(row -> row.getString(0)).toList());
  }

  /** Deletes what was found; who is who last, so that an erasure that was killed finds the rest. */
  void delete(List<Found> found) {
    InThreads.each(found.stream().filter(f -> !WHO_IS_WHO.contains(f.table())).toList(), this::one);
    found.stream().filter(f -> f.table().equals(IdentityTables.MEMBERSHIP)).forEach(this::one);
    found.stream().filter(f -> f.table().equals(IdentityTables.LINK)).forEach(this::one);
  }

  private void one(Found found) {
    tables.delete(
        found.table(), found.keys(), found.schema(tables.rows(found.table())), found.columns());
  }
}
