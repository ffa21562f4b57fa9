package io.microtarget.jobs.store;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.xxhash64;

import io.microtarget.privacy.PrivacyTables;
import io.microtarget.table.Conform;
import io.microtarget.table.DataError;
import io.microtarget.table.Kind;
import io.microtarget.table.Reader;
import io.microtarget.table.Table;
import io.microtarget.table.Writer;
import io.microtarget.vault.VaultTables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.RowOrdering;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.expressions.Window;

/**
 * Reads what a run may see and appends what it makes.
 *
 * <p>Bookkeeping columns: snapshots get {@code as_of, run_id} as partitions; events get {@code
 * event_month, source, run_id} as partitions; states get {@code recorded_at, run_id}.
 */
public final class DeltaStore implements Reader, Writer {
  /** Tables that only the owner of the lake may read, where the file system knows modes. */
  private static final Set<Table> APART = Set.of(VaultTables.VAULT, PrivacyTables.PROOF);

  private final SparkSession spark;
  private final SparkSession books;
  private final Lake lake;
  private final Frame frame;
  private final Ledger ledger;
  private final Commits commits;
  private final Consumer<String> notes;
  private Set<String> published;
  private Optional<Publications.Head> predecessor;
  private final Map<String, Object> firstCommits = new ConcurrentHashMap<>();
  private final Map<String, List<String>> ownFiles = new ConcurrentHashMap<>();

  public DeltaStore(SparkSession spark, Lake lake, Frame frame) {
    this(spark, lake, frame, line -> {});
  }

  /**
   * A store for a run.
   *
   * @param notes gets what stages tell while they run
   */
  public DeltaStore(SparkSession spark, Lake lake, Frame frame, Consumer<String> notes) {
    this.notes = notes;
    this.spark = spark;
    this.lake = lake;
    this.frame = frame;
    this.books = Interpreted.of(spark);
    this.ledger = new Ledger(books, lake);
    this.commits = new Commits(lake);
  }

  /** The deliveries this store reads events of. */
  public Ledger ledger() {
    return ledger;
  }

  public Frame frame() {
    return frame;
  }

  /** Where the tables lie. */
  public Path root() {
    return lake.root();
  }

  @Override
  public Dataset<Row> read(Table table) {
    return switch (table.kind()) {
      case EVENT -> events(table);
      case STATE -> states(table);
      case SNAPSHOT -> own(table);
      case SCRATCH -> spark.read().schema(table.schema()).parquet(scratch(table).toString());
    };
  }

  @Override
  public long write(Table table, Dataset<Row> rows) {
    if (table.kind() == Kind.SNAPSHOT && lake.hasTable(table) && isNothing(rows)) {
      // A commit of nothing takes half a second; without one the run has no rows there just as
      // well.
      ownFiles.putIfAbsent(table.name(), List.of());
      return 0;
    }
    var counted = new Observation();
    append(table, rows.observe(counted, count(lit(1)).as("rows")));
    return counts(counted).get("rows");
  }

  /** Whether that there are no rows is known without a look at any. */
  private static boolean isNothing(Dataset<Row> rows) {
    return rows.queryExecution().optimizedPlan() instanceof LocalRelation relation
        && relation.data().isEmpty();
  }

  /** The counts of an observation whose write has ended. */
  public static Map<String, Long> counts(Observation observation) {
    try {
      var counts = new LinkedHashMap<String, Long>();
      observation.getAsJava().forEach((name, count) -> counts.put(name, (Long) count));
      return counts;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while counting rows", e);
    }
  }

  /**
   * Appends rows whose count somebody else observes.
   *
   * @throws DataError (gate) names the table and the column of a null key
   */
  public void append(Table table, Dataset<Row> rows) {
    if (APART.contains(table)) {
      FileModes.ownFolder(lake.files(), lake.table(table));
    }
    if (lake.hasTable(table)) {
      commit(table, rows);
      return;
    }
    // Two first commits to a table conflict, two later ones do not: the first goes alone.
    synchronized (firstCommits.computeIfAbsent(table.name(), name -> new Object())) {
      commit(table, rows);
    }
  }

  private void commit(Table table, Dataset<Row> rows) {
    try {
      switch (table.kind()) {
        case EVENT -> appendEvents(table, rows);
        case STATE -> delta(withRecording(rows)).save(path(table));
        case SNAPSHOT -> appendSnapshot(table, rows);
        case SCRATCH -> rows.write().mode("overwrite").parquet(scratch(table).toString());
      }
    } catch (Exception e) {
      // Spark's exception of a failed job is checked, though no signature says so.
      throw translated(e);
    }
  }

  /**
   * What this run wrote of a snapshot, read back from the lake.
   *
   * <p>Its Parquet files are read directly, which saves a replay of the Delta log per table: they
   * are written once and never changed. The run's commits name them, since the folder may hold
   * files of tasks that were tried again.
   */
  public Dataset<Row> own(Table table) {
    var files = ownFiles.get(table.name());
    if (files == null) {
      return partition(table, frame.clocks().asOf().toString(), frame.runId());
    }
    return files.isEmpty()
        ? empty(table)
        : spark.read().schema(table.schema()).parquet(files.toArray(String[]::new));
  }

  @Override
  public Dataset<Row> before(Table table) {
    if (!lake.hasTable(table)) {
      return empty(table);
    }
    if (predecessor == null) {
      predecessor = new Publications(books, lake).predecessor(frame.clocks().asOf());
    }
    return predecessor
        .map(head -> partition(table, head.asOf().toString(), head.runId().orElseThrow()))
        .orElseGet(() -> empty(table));
  }

  @Override
  public void note(String line) {
    notes.accept(line);
  }

  /** A snapshot as one run left it for one date. */
  public Dataset<Row> partition(Table table, String asOf, String runId) {
    return lake.hasTable(table)
        ? load(table)
            .filter(col("as_of").equalTo(lit(asOf).cast("date")).and(col("run_id").equalTo(runId)))
            .select(columns(table))
        : empty(table);
  }

  /** Rows of a state whenever they were recorded, also after the moment this run looks back to. */
  public Dataset<Row> everRecorded(Table state) {
    return lake.hasTable(state) ? load(state).select(columns(state)) : empty(state);
  }

  /** Removes what only this run needed. */
  public void dropScratch() {
    lake.delete(lake.scratch(frame.runId()));
  }

  private void appendSnapshot(Table table, Dataset<Row> rows) {
    var before = commits.newest(table);
    delta(
            rows.withColumn("as_of", lit(frame.clocks().asOf()))
                .withColumn("run_id", lit(frame.runId())))
        .partitionBy("as_of", "run_id")
        .save(path(table));
    var added = commits.added(table, before, frame.runId());
    ownFiles.merge(table.name(), added, (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
  }

  private void appendEvents(Table table, Dataset<Row> rows) {
    delta(
            rows.withColumn("event_month", col("event_date").cast("string").substr(1, 7))
                .withColumn("run_id", lit(frame.runId())))
        .partitionBy("event_month", "source", "run_id")
        .save(path(table));
  }

  private Dataset<Row> withRecording(Dataset<Row> rows) {
    return rows.withColumn("recorded_at", lit(frame.startedAt()))
        .withColumn("run_id", lit(frame.runId()));
  }

  /**
   * Typed rows of a source that new files of it are compared with: those of standing deliveries,
   * without those that are about to be replaced.
   *
   * @param replaced ids of those deliveries
   */
  public Dataset<Row> earlier(Table kind, String source, Set<String> replaced) {
    return events(
        kind,
        ledger.standingRows(kind, frame.clocks().knownAt()).stream()
            .filter(t -> t.source().equals(source) && !replaced.contains(t.deliveryId()))
            .toList());
  }

  private Dataset<Row> events(Table table) {
    return events(table, ledger.visible(table, frame.clocks().knownAt()));
  }

  /**
   * Rows of some deliveries. The partitions name source and run; deliveries are told apart by their
   * rows only where a run typed some of a source that are seen no more.
   */
  private Dataset<Row> events(Table table, List<Ledger.Typed> deliveries) {
    if (deliveries.isEmpty() || !lake.hasTable(table)) {
      return empty(table);
    }
    var seen = new TreeMap<String, Set<String>>();
    deliveries.forEach(
        t -> seen.computeIfAbsent(partition(t), p -> new TreeSet<>()).add(t.deliveryId()));
    var whole = new TreeSet<>(seen.keySet());
    for (var entry : ledger.entries()) {
      var typed = new Ledger.Typed(entry.source(), entry.deliveryId(), entry.runId());
      if (entry.outcome() != Outcome.COPY
          && !seen.getOrDefault(partition(typed), Set.of()).contains(entry.deliveryId())) {
        whole.remove(partition(typed));
      }
    }
    var partition = concat_ws("/", col("source"), col("run_id"));
    var isSeen = partition.isin(seen.keySet().toArray());
    var isOfDelivery = partition.isin(whole.toArray());
    for (var entry : seen.entrySet()) {
      if (!whole.contains(entry.getKey())) {
        isOfDelivery =
            isOfDelivery.or(
                partition
                    .equalTo(entry.getKey())
                    .and(col("delivery_id").isin(entry.getValue().toArray())));
      }
    }
    return load(table).filter(isSeen).filter(isOfDelivery).select(columns(table));
  }

  private static String partition(Ledger.Typed typed) {
    return typed.source() + "/" + typed.runId();
  }

  /**
   * The first recorded row of each key: what was written once is never changed by a later run. Rows
   * of runs that were killed do not count: those of a delivery count through the ledger, as its
   * typed rows do, the others once their run was published.
   */
  private Dataset<Row> states(Table table) {
    if (!lake.hasTable(table)) {
      return empty(table);
    }
    // What the run itself recorded it may read, also when it looks back to an earlier moment.
    var isKnown =
        col("recorded_at")
            .leq(lit(frame.clocks().knownAt()))
            .and(isCommitted(table))
            .or(col("run_id").equalTo(frame.runId()));
    var known = load(table).filter(isKnown);
    var keys = table.keys().stream().map(k -> col(k)).toArray(Column[]::new);
    // Of rows recorded together the least, so that whoever reads sees the same one.
    var order = new ArrayList<>(List.of(col("recorded_at"), col("run_id")));
    for (var field : table.schema().fields()) {
      if (RowOrdering.isOrderable(field.dataType()) && !table.keys().contains(field.name())) {
        order.add(col(field.name()));
      }
    }
    // Told apart by one number first: sorting compares whole keys of text otherwise.
    var ofKey = Stream.concat(Stream.of(col("_key")), Stream.of(keys)).toArray(Column[]::new);
    var first = Window.partitionBy(ofKey).orderBy(order.toArray(Column[]::new));
    return known
        .withColumn("_key", xxhash64(keys))
        .withColumn("_first", row_number().over(first))
        .filter(col("_first").equalTo(1))
        .select(columns(table));
  }

  private Column isCommitted(Table table) {
    if (Books.has(table)) {
      return lit(true);
    }
    if (table.columns().contains("delivery_id")) {
      var committed = ledger.entries().stream().map(e -> e.deliveryId() + "/" + e.runId());
      return concat_ws("/", col("delivery_id"), col("run_id")).isin(committed.toArray());
    }
    if (published == null) {
      published = new Publications(books, lake).everPublished();
    }
    return col("run_id").isin(published.toArray());
  }

  private Dataset<Row> load(Table table) {
    return spark.read().format("delta").load(path(table));
  }

  private Dataset<Row> empty(Table table) {
    return spark.createDataFrame(List.of(), table.schema());
  }

  private String path(Table table) {
    return lake.table(table).toString();
  }

  private Path scratch(Table table) {
    return scratch(table.name());
  }

  /** A folder for what only this run needs; it goes with the others of the run. */
  public Path scratch(String name) {
    // What crosses the border lies here in clear for a while.
    FileModes.ownFolder(lake.files(), lake.scratches());
    return new Path(lake.scratch(frame.runId()), name);
  }

  private static Column[] columns(Table table) {
    return table.columns().stream().map(c -> col(c)).toArray(Column[]::new);
  }

  private static org.apache.spark.sql.DataFrameWriter<Row> delta(Dataset<Row> rows) {
    // No statistics whatever the session says: pruning goes by partition, and minima and maxima of
    // personal values have no place in a log.
    return rows.write()
        .format("delta")
        .mode("append")
        .options(Map.of("mergeSchema", "false", "delta.dataSkippingNumIndexedCols", "0"));
  }

  /** A null key is an error of the data, found in the middle of a job: say so. */
  private static RuntimeException translated(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      var message = String.valueOf(cause.getMessage());
      var start = message.indexOf(Conform.NULL_KEY);
      if (start >= 0) {
        var text = message.substring(start + Conform.NULL_KEY.length());
        return DataError.gate("null in the key: " + text.lines().findFirst().orElse(""), e);
      }
    }
    return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
  }
}
