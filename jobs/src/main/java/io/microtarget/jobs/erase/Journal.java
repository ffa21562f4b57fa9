package io.microtarget.jobs.erase;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;

import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.jobs.store.Removal;
import io.microtarget.privacy.PrivacyTables;
import io.microtarget.privacy.Tombstones;
import io.microtarget.table.Conform;
import io.microtarget.table.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What erasures write down: what they find before they delete it, and that they ended. By it one
 * that was killed is known, and its certificate is that of the one that ends it.
 */
final class Journal {
  private final SparkSession spark;
  private final Removal tables;
  private final DeltaStore store;
  private final Set<String> killed;

  Journal(SparkSession spark, Removal tables, DeltaStore store) {
    this.spark = spark;
    this.tables = tables;
    this.store = store;
    this.killed = killed();
  }

  /** Whether an erasure before this one began and did not end. */
  boolean isOneKilled() {
    return !killed.isEmpty();
  }

  private Set<String> killed() {
    var ids = new TreeSet<String>();
    for (var table : List.of(PrivacyTables.TOMBSTONE, PrivacyTables.ERASURE)) {
      if (tables.has(table)) {
        texts(tables.rows(table).select("run_id").distinct().collectAsList(), ids);
      }
    }
    if (tables.has(PrivacyTables.ERASURE)) {
      var ended = new TreeSet<String>();
      var rows = tables.rows(PrivacyTables.ERASURE).filter(col("action").equalTo(Line.ENDED));
      texts(rows.select("place").distinct().collectAsList(), ended);
      ids.removeAll(ended);
    }
    return ids;
  }

  /** Writes lines down before what they are about is done. */
  void begin(Collection<Line> lines, Instant now) {
    append(PrivacyTables.ERASURE, lines.stream().map(line -> row(line, now)).toList());
  }

  /** What this erasure found, and those that were killed before it: of both the larger number. */
  List<Line> begun() {
    var lines = new TreeMap<String, Line>();
    if (!tables.has(PrivacyTables.ERASURE)) {
      return List.of();
    }
    var open = new TreeSet<>(killed);
    open.add(id());
    for (var row :
        tables
            .rows(PrivacyTables.ERASURE)
            .filter(col("run_id").isin(open.toArray()))
            .collectAsList()) {
      var line = Line.of(row);
      if (line.isBegun()) {
        lines.merge(
            line.action() + "/" + line.place() + "/" + line.detail(),
            line.action().equals(Line.FOUND) ? line.as(Line.DELETED) : line,
            (one, other) -> one.count() >= other.count() ? one : other);
      }
    }
    return List.copyOf(lines.values());
  }

  /** Writes the certificate, and that this erasure and those that were killed have ended. */
  void end(Collection<Line> lines, Instant done) {
    var rows = new ArrayList<Row>();
    lines.stream()
        .filter(line -> line.action().equals(Line.DELETED) || !line.isBegun())
        .forEach(line -> rows.add(row(line, done)));
    var open = new TreeSet<>(killed);
    open.add(id());
    open.forEach(
        one -> rows.add(row(new Line(one, Line.ENDED, 1, one.equals(id()) ? "" : "killed"), done)));
    if (tables.has(PrivacyTables.TOMBSTONE)) {
      tables
          .rows(PrivacyTables.TOMBSTONE)
          .filter(col("run_id").isin(open.toArray()))
          .groupBy("request_id")
          .agg(count_if(col("type").equalTo(Tombstones.RECORD)).as("records"))
          .collectAsList()
          .forEach(
              of ->
                  rows.add(
                      new Line(Line.REQUEST, Line.DELETED, of.getLong(1), "records, by " + id())
                          .row(of.getString(0), store.frame().startedAt(), done)));
    }
    append(PrivacyTables.ERASURE, rows);
  }

  /** Appends to a book those rows whose key is not there yet. */
  long addNew(Table book, Collection<Row> rows) {
    if (rows.isEmpty()) {
      return 0;
    }
    var keys = book.keys().toArray(String[]::new);
    var fresh = spark.createDataFrame(List.copyOf(rows), book.schema());
    var missing =
        tables.has(book)
            ? fresh.join(broadcast(tables.rows(book).select(keys(book))), keys, "left_anti")
            : fresh;
    var found =
        missing
            .select(book.columns().stream().map(c -> col(c)).toArray(Column[]::new))
            .collectAsList();
    append(book, found);
    return found.size();
  }

  private static Column[] keys(Table book) {
    return book.keys().stream().map(c -> col(c)).toArray(Column[]::new);
  }

  private void append(Table table, List<Row> rows) {
    if (!rows.isEmpty()) {
      var all = spark.createDataFrame(rows, table.schema()).coalesce(1);
      store.append(table, Conform.to(table, all, "erase"));
    }
  }

  private Row row(Line line, Instant done) {
    return line.row(id(), store.frame().startedAt(), done);
  }

  private String id() {
    return store.frame().runId();
  }

  private static void texts(List<Row> rows, Set<String> to) {
    rows.forEach(row -> to.add(row.getString(0)));
  }
}
