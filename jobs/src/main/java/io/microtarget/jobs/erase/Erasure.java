package io.microtarget.jobs.erase;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import io.microtarget.activation.ActivationTables;
import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.jobs.store.Frame;
import io.microtarget.jobs.store.Lake;
import io.microtarget.jobs.store.Publications;
import io.microtarget.jobs.store.Removal;
import io.microtarget.pipeline.Catalog;
import io.microtarget.pipeline.Settings;
import io.microtarget.privacy.Medium;
import io.microtarget.privacy.PrivacyTables;
import io.microtarget.privacy.Tombstones;
import io.microtarget.table.DataError;
import io.microtarget.table.Kind;
import io.microtarget.table.Table;
import io.microtarget.vault.Pseudonym;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One erasure: tombstones, proofs, removal files, then rows, then files; then the certificate.
 *
 * <p>Killed after the tombstones, it is completed by the next erasure: rows are looked for by all
 * tombstones there are, publications are counted anew and files removed wherever one was left
 * undone. The lease must be held.
 */
public final class Erasure {
  private final SparkSession spark;
  private final Removal tables;
  private final DeltaStore store;
  private final Publications publications;
  private final Settings settings;
  private final Pseudonym pseudonym;
  private final Frame frame;
  private final Clock clock;
  private final String exports;
  private final Consumer<String> steps;

  /**
   * An erasure in a lake.
   *
   * @param frame its run id names the erasure
   * @param exports folder that has a folder of each export
   * @param steps gets the name of each step after it is done
   */
  public Erasure(
      SparkSession spark,
      Lake lake,
      Settings settings,
      Pseudonym pseudonym,
      Frame frame,
      Clock clock,
      String exports,
      Consumer<String> steps) {
    this.spark = spark;
    this.tables = new Removal(spark, lake);
    this.store = new DeltaStore(spark, lake, frame);
    this.publications = new Publications(spark, lake);
    this.settings = settings;
    this.pseudonym = pseudonym;
    this.frame = frame;
    this.clock = clock;
    this.exports = exports;
    this.steps = steps;
  }

  /**
   * Erases whom the requests mean.
   *
   * @throws DataError (no input) if nobody is known by any of them, and nobody was ever erased by
   *     it
   */
  public Certificate run(List<Request> requests) {
    var meant = meant(requests);
    var outcomes = outcomes(meant);
    var journal = new Journal(spark, tables, store);
    bury(meant, journal);
    steps.accept("tombstones");
    var lines = new ArrayList<Line>();
    var tombstones = tombstones();
    var erased = tombstones.sent(spark);
    lines.addAll(proofs(erased, journal));
    steps.accept("proofs");
    var changed = new LinkedHashSet<Publications.Changed>();
    var sweep = new Sweep(tables, erased);
    var subjects = sweep.subjects();
    long shared = sweep.shared(subjects);
    changed.addAll(new Renames(spark, tables, erased).run(publications.heads()));
    var found = sweep.found(subjects);
    var before = new ArrayList<Line>();
    before.addAll(new Models(tables, settings, erased).lines(publications.heads()));
    before.addAll(
        new Exports(exports, spark.sparkContext().hadoopConfiguration())
            .removed(frame.runId(), exported(found)));
    found.forEach(f -> before.add(new Line(f.table().name(), Line.FOUND, f.rows(), "")));
    journal.begin(before, clock.instant());
    steps.accept("removal files");
    found.forEach(f -> f.runs().forEach(changed::add));
    sweep.delete(found);
    steps.accept("rows");
    lines.addAll(journal.begun());
    publications.renew(journal.isOneKilled() ? everything() : changed);
    steps.accept("publication");
    var purged = tables.purge(ofPeople());
    purged.forEach(
        (table, files) ->
            lines.add(new Line(table.name(), Line.VACUUMED, files, "files of earlier versions")));
    int scratches = tables.dropScratch();
    if (scratches > 0) {
      lines.add(new Line("_scratch", Line.DELETED, scratches, "folders of killed runs"));
    }
    steps.accept("files");
    var done = clock.instant();
    journal.end(lines, done);
    steps.accept("certificate");
    return new Certificate(
        frame.runId(), frame.startedAt(), done, outcomes, List.copyOf(lines), notes(lines, shared));
  }

  /** Whom requests mean, without anything being written. */
  public List<String> rehearsal(List<Request> requests) {
    var lines = new ArrayList<String>();
    outcomes(meant(requests))
        .forEach((id, outcome) -> lines.add("%s: %s (dry run)".formatted(id, outcome)));
    return lines;
  }

  private List<People.Meant> meant(List<Request> requests) {
    return new People(spark, tables, pseudonym, settings.identity().country()).of(requests);
  }

  /** Request to what becomes of it. */
  private Map<String, String> outcomes(List<People.Meant> meant) {
    var tombstones = tombstones();
    var outcomes = new LinkedHashMap<String, String>();
    boolean isAnybody = false;
    for (var one : meant) {
      var outcome =
          one.records().isEmpty()
              ? tombstones.has(one.type(), one.key()) ? "was erased before" : "nobody goes by it"
              : "%d records".formatted(one.records().size());
      isAnybody |= !outcome.startsWith("nobody");
      outcomes.put(one.request().id(), outcome);
    }
    if (!isAnybody) {
      throw DataError.noInput(
          "nobody in this lake goes by %s; nothing was written"
              .formatted(meant.size() == 1 ? "that" : "any of the %d".formatted(meant.size())));
    }
    return outcomes;
  }

  private void bury(List<People.Meant> meant, Journal journal) {
    var types = new TreeSet<String>();
    settings.sources().values().forEach(s -> types.addAll(s.identifiers().keySet()));
    var country = settings.identity().country();
    journal.addNew(
        PrivacyTables.TOMBSTONE, new Burial(spark, tables, pseudonym, country, types).rows(meant));
  }

  private Tombstones tombstones() {
    return new Tombstones(tables.rows(PrivacyTables.TOMBSTONE).collectAsList(), pseudonym);
  }

  private List<Line> proofs(Tombstones.Sent erased, Journal journal) {
    var called = Set.of(Medium.PHONE, Medium.AUTOMATED_CALL);
    var calls = new TreeSet<String>();
    called.forEach(medium -> calls.add(medium.key()));
    settings
        .channels()
        .forEach(
            (name, channel) ->
                channel.medium(name).filter(called::contains).ifPresent(m -> calls.add(name)));
    tables.ownerOnly(PrivacyTables.PROOF);
    var today = frame.startedAt().atZone(settings.business().zone()).toLocalDate();
    var rows = new Proofs(tables, pseudonym, erased, calls).rows(today).collectAsList();
    long kept = journal.addNew(PrivacyTables.PROOF, rows);
    return kept == 0
        ? List.of()
        : List.of(
            new Line(
                PrivacyTables.PROOF.name(),
                Line.KEPT_PROOF,
                kept,
                "statements about calls, 5 years from the last use"));
  }

  private List<Row> exported(List<Sweep.Found> found) {
    var ofExports = found.stream().filter(f -> f.table().equals(ActivationTables.EXPORT)).toList();
    if (ofExports.isEmpty()) {
      return List.of();
    }
    var keys = ofExports.get(0);
    var rows = tables.rows(ActivationTables.EXPORT);
    var columns = keys.columns().toArray(String[]::new);
    var wanted = spark.createDataFrame(keys.keys(), keys.schema(rows)).select(names(columns));
    return rows.join(broadcast(wanted), columns, "left_semi").collectAsList();
  }

  private static Column[] names(String[] columns) {
    return Arrays.stream(columns).map(c -> col(c)).toArray(Column[]::new);
  }

  /** Every table of every run that was published: what a killed erasure changed nobody knows. */
  private Set<Publications.Changed> everything() {
    var byName = new HashMap<String, Table>();
    ofPeople().stream()
        .filter(t -> t.kind() == Kind.SNAPSHOT)
        .forEach(t -> byName.put(t.name(), t));
    var all = new LinkedHashSet<Publications.Changed>();
    for (var head : publications.history()) {
      for (var content : head.contents()) {
        if (byName.containsKey(content.table()) && head.runId().isPresent()) {
          all.add(
              new Publications.Changed(
                  byName.get(content.table()), head.asOf(), head.runId().orElseThrow()));
        }
      }
    }
    return all;
  }

  private List<Table> ofPeople() {
    return Catalog.tables().stream()
        .filter(t -> t.kind() != Kind.SCRATCH && !Catalog.people(t).isEmpty())
        .filter(tables::has)
        .toList();
  }

  private static List<String> notes(List<Line> lines, long shared) {
    var notes = new ArrayList<String>();
    notes.add("raw files are yours: delete them, or their lines, where they lie");
    if (shared > 0) {
      notes.add(
          "what publications said of %d households or persons that others belong to went as a whole; the next `microtarget run` makes it anew without the erased"
              .formatted(shared));
    }
    if (lines.stream().anyMatch(line -> line.action().equals(Line.RETRAIN))) {
      notes.add("models that saw the person are made anew by the next `microtarget run`");
    }
    return notes;
  }
}
