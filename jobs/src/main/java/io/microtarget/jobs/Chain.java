package io.microtarget.jobs;

import io.microtarget.jobs.ingest.Ingest;
import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.jobs.store.Frame;
import io.microtarget.jobs.store.Interpreted;
import io.microtarget.jobs.store.Lake;
import io.microtarget.jobs.store.Lease;
import io.microtarget.jobs.store.Publications;
import io.microtarget.jobs.store.VaultKey;
import io.microtarget.pipeline.Pipeline;
import io.microtarget.pipeline.Settings;
import io.microtarget.report.Report;
import io.microtarget.report.ReportData;
import io.microtarget.report.RunFacts;
import io.microtarget.source.Balance;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Checksum;
import io.microtarget.table.Stage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One run: take in what is new, go through the stages, then make everything visible with one
 * commit.
 *
 * <p>Whatever fails before that commit leaves the last publication as it was.
 */
final class Chain {
  private final SparkSession spark;
  private final SparkSession books;
  private final Settings settings;
  private final String config;
  private final Frame frame;
  private final Lake lake;
  private final DeltaStore store;
  private final Consumer<String> lines;
  private final List<Result.StageResult> stages = new ArrayList<>();
  private final Map<String, Long> rows = new HashMap<>();
  private final long started = System.nanoTime();

  /**
   * A run that has not begun.
   *
   * @param config shown in the result
   * @param lines gets one line a stage
   */
  Chain(SparkSession spark, Settings settings, String config, Frame frame, Consumer<String> lines) {
    this.spark = spark;
    this.books = Interpreted.of(spark);
    this.settings = settings;
    this.config = config;
    this.frame = frame;
    this.lake =
        Lake.open(
            settings.lake().root(), spark.sparkContext().hadoopConfiguration(), Product.VERSION);
    this.store = new DeltaStore(spark, lake, frame, line -> lines.accept("note: " + line));
    this.lines = lines;
  }

  /** Runs everything and returns what it says about itself. */
  Result run() {
    // Wrong settings are found before the lake is touched.
    var planned = Pipeline.stages(settings, frame.clocks());
    var lasts = Duration.ofSeconds(settings.lake().leaseSeconds());
    try (var lease = Lease.take(books, lake, frame.runId(), lasts, Clock.systemUTC())) {
      lake.claim(frame.runId());
      note("start", 0, 0, 0, 0);
      Compilation.choose(spark, settings.sources(), store.ledger(), frame.clocks().knownAt());
      var balances = ingest().bySource();
      planned.forEach(this::stage);
      var checksums = timed("check", () -> checksums());
      var metrics = Metrics.of(store);
      var report = timed("report", () -> report(balances, checksums));
      lease.check();
      timed(
          "publish",
          () -> {
            new Publications(books, lake).publish(frame, contents(checksums), Product.VERSION);
            return 1L;
          });
      var stale = stale();
      stale.forEach(date -> lines.accept(date.line()));
      var result = result(balances, metrics, checksums, report, stale);
      lake.write(new Path(lake.report(frame.runId()), "result.json"), result.json() + "\n");
      store.dropScratch();
      return result;
    }
  }

  /** Only takes in what is new, so that a later run finds it in the lake. */
  Ingest.Result takeIn() {
    var lasts = Duration.ofSeconds(settings.lake().leaseSeconds());
    try (var lease = Lease.take(books, lake, frame.runId(), lasts, Clock.systemUTC())) {
      lake.claim(frame.runId());
      note("start", 0, 0, 0, 0);
      Compilation.choose(spark, settings.sources(), store.ledger(), frame.clocks().knownAt());
      var result = ingest();
      lease.check();
      stale().forEach(date -> lines.accept(date.line()));
      return result;
    }
  }

  private List<Stale> stale() {
    return Stale.of(new Publications(books, lake).heads(), store.ledger().entries());
  }

  private Ingest.Result ingest() {
    var cpu = Usage.cpuSeconds();
    var start = System.nanoTime();
    var pseudonym = VaultKey.of(settings.vault().key(), lake);
    var published =
        new Publications(books, lake)
            .heads().keySet().stream()
                .max(LocalDate::compareTo)
                .map(d -> d.atStartOfDay(settings.business().zone()).toInstant());
    var currency = settings.business().currency();
    var country = settings.identity().country();
    var ingest = new Ingest(spark, store, pseudonym, currency, country, published);
    var result = ingest.run(settings.sources());
    rows.putAll(store.ledger().rowsOf(SourceTables.kinds(), frame.clocks().knownAt()));
    note("ingest", result.rowsIn(), result.rowsOut(), seconds(start), Usage.cpuSeconds() - cpu);
    result.notes().forEach(n -> lines.accept("note: " + n));
    quarantinedWords(result.bySource()).forEach(n -> lines.accept("note: " + n));
    return result;
  }

  /** A refusal that could not be read is a message to somebody who refused it. */
  private List<String> quarantinedWords(Map<String, Balance> balances) {
    var speaking = List.of(SourceTables.CONSENT.name(), SourceTables.SUPPRESSION.name());
    return new TreeMap<>(balances)
        .entrySet().stream()
            .filter(e -> speaking.contains(settings.sources().get(e.getKey()).kind()))
            .filter(e -> e.getValue().quarantined() > 0)
            .map(
                e ->
                    "%s: %,d rows of %s are in quarantine and count for nobody"
                        .formatted(
                            e.getKey(),
                            e.getValue().quarantined(),
                            settings.sources().get(e.getKey()).kind()))
            .toList();
  }

  private void stage(Stage stage) {
    var cpu = Usage.cpuSeconds();
    var start = System.nanoTime();
    long out = 0;
    for (var made : stage.run(store).entrySet()) {
      var written = store.write(made.getKey(), made.getValue());
      rows.merge(made.getKey().name(), written, Long::sum);
      out += written;
    }
    spark.sharedState().cacheManager().clearCache();
    long in = stage.reads().stream().mapToLong(t -> rows.getOrDefault(t.name(), 0L)).sum();
    note(stage.name(), in, out, seconds(start), Usage.cpuSeconds() - cpu);
  }

  private <T> T timed(String name, Supplier<T> work) {
    var cpu = Usage.cpuSeconds();
    var start = System.nanoTime();
    var result = work.get();
    long out = result instanceof Map<?, ?> map ? map.size() : 1;
    note(name, 0, out, seconds(start), Usage.cpuSeconds() - cpu);
    return result;
  }

  /** Content of every snapshot table, read back from the lake in one job. */
  private Map<String, String> checksums() {
    Optional<Dataset<Row>> all =
        Pipeline.published().stream()
            .map(table -> Checksum.of(table, store.own(table)))
            .reduce(Dataset::unionByName);
    var checksums = new TreeMap<String, String>();
    all.orElseThrow()
        .collectAsList()
        .forEach(
            row -> {
              checkWritten(row.getAs("table"), row.getAs("rows"));
              checksums.put(row.getAs("table"), row.getAs("checksum"));
            });
    return checksums;
  }

  private void checkWritten(String table, long there) {
    if (rows.getOrDefault(table, 0L) != there) {
      throw new IllegalStateException(
          "table %s: %d rows were written, but %d are there"
              .formatted(table, rows.getOrDefault(table, 0L), there));
    }
  }

  private static List<Publications.Content> contents(Map<String, String> checksums) {
    return checksums.entrySet().stream()
        .map(
            e ->
                new Publications.Content(
                    e.getKey(), Long.parseLong(e.getValue().split(":")[0]), e.getValue()))
        .toList();
  }

  private String report(Map<String, Balance> balances, Map<String, String> checksums) {
    var business = settings.business();
    var facts =
        new RunFacts(
            frame.runId(),
            business.name(),
            business.currency(),
            business.subject(),
            frame.clocks(),
            "published",
            business.rehearsal() ? RunFacts.Use.REHEARSAL : RunFacts.Use.READY,
            Product.VERSION,
            balances.entrySet().stream()
                .map(
                    e ->
                        new RunFacts.Source(
                            e.getKey(),
                            e.getValue().in(),
                            e.getValue().kept(),
                            e.getValue().filtered(),
                            e.getValue().quarantined(),
                            e.getValue().duplicates(),
                            e.getValue().late()))
                .toList(),
            stages.stream()
                .map(s -> new RunFacts.Stage(s.name(), s.rowsIn(), s.rowsOut(), s.seconds()))
                .toList(),
            checksums);
    var html = Report.html(ReportData.of(store, facts, settings.privacy().smallestCell()));
    var path = new Path(lake.report(frame.runId()), "report.html");
    lake.write(path, html);
    return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
  }

  private Result result(
      Map<String, Balance> balances,
      Map<String, Double> metrics,
      Map<String, String> checksums,
      String report,
      List<Stale> stale) {
    return new Result(
        frame.runId(),
        config,
        frame.clocks().asOf().toString(),
        frame.clocks().knownAt().toString(),
        "published",
        seconds(started),
        Usage.peakRssMb(),
        balances,
        List.copyOf(stages),
        metrics,
        checksums,
        stale.stream().map(date -> date.asOf().toString()).toList(),
        report);
  }

  private void note(String name, long in, long out, double seconds, double cpuSeconds) {
    stages.add(new Result.StageResult(name, in, out, seconds, cpuSeconds));
    lines.accept(
        "%-12s %,14d rows in %,14d rows out %7.1f s %7.1f cpu-s"
            .formatted(name, in, out, seconds, cpuSeconds));
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** A run id that sorts by date and start. */
  static String newRunId(LocalDate asOf, Instant now) {
    return "%s-%s".formatted(asOf, now.toString().replaceAll("[-:.]", ""));
  }
}
