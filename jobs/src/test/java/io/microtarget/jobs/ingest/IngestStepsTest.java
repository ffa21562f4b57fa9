package io.microtarget.jobs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.OperatingSystemMXBean;
import io.microtarget.jobs.raw.Delivered;
import io.microtarget.jobs.raw.Listing;
import io.microtarget.jobs.settings.Loader;
import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.jobs.store.Frame;
import io.microtarget.jobs.store.Lake;
import io.microtarget.pipeline.Settings;
import io.microtarget.source.Mapping;
import io.microtarget.source.SourceSettings;
import io.microtarget.table.Clocks;
import io.microtarget.testing.Sessions;
import io.microtarget.vault.Pseudonym;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;

/**
 * What parsing, checking, writing and comparing of keys cost, each apart: {@code
 * -Dbench.data=FOLDER} names the data of the benchmark (see {@code conf/bench.conf}); without it
 * the test is skipped. The table goes to {@code target/ingest-steps.md}.
 *
 * <p>Processor seconds of the whole JVM after a first round, so that compiling is over for the most
 * part. Each step is the difference between two ways through the same files.
 */
class IngestStepsTest {
  private static final String CONFIG = "../conf/bench.conf";
  private static final double MB = 1e6;

  private static final Map<String, String> AS_IN_A_RUN =
      Map.of(
          "spark.sql.codegen.wholeStage", "true",
          "spark.sql.codegen.factoryMode", "FALLBACK",
          "spark.sql.inMemoryColumnarStorage.compressed", "false",
          "spark.sql.maxConcurrentOutputFileWriters", "64",
          "spark.sql.parquet.compression.codec", "zstd",
          "parquet.enable.dictionary", "false");

  @TempDir Path folder;
  private final Map<String, Option<String>> before = new TreeMap<>();
  private int runs;

  @BeforeEach
  void a_session_as_a_run_has_it() {
    AS_IN_A_RUN.forEach(
        (key, value) -> {
          before.put(key, Sessions.shared().conf().getOption(key));
          Sessions.shared().conf().set(key, value);
        });
  }

  @AfterEach
  void and_as_it_was() {
    before.forEach(
        (key, value) -> {
          if (value.isDefined()) {
            Sessions.shared().conf().set(key, value.get());
          } else {
            Sessions.shared().conf().unset(key);
          }
        });
  }

  @Test
  void each_step_apart() throws IOException {
    var data = System.getProperty("bench.data", "");
    assumeTrue(
        Files.isDirectory(Path.of(data, "raw")) && !data.isEmpty(),
        "skipped: -Dbench.data names no folder with the raw files of the benchmark");
    var settings = Loader.load(CONFIG, Map.of("data", data), Settings.class);
    var sources = new TreeMap<>(settings.sources());
    // A second reading of the web events, which the scripts it is compared with do not have.
    sources.remove("devices");
    var unkeyed =
        new TreeMap<>(Loader.load(CONFIG, unidentified(data, sources), Settings.class).sources());
    unkeyed.keySet().retainAll(sources.keySet());
    var listing = new Listing(Sessions.shared().sparkContext().hadoopConfiguration());
    var bytes = sources.values().stream().mapToLong(s -> listing.bytes(s.path())).sum();
    round(sources, unkeyed, listing);
    var seconds = round(sources, unkeyed, listing);
    var lines = new ArrayList<String>();
    lines.add("| step | CPU s | MB per CPU-second |");
    lines.add("| --- | --- | --- |");
    seconds.forEach(
        (step, s) ->
            lines.add("| %s | %.1f | %.1f |".formatted(step.substring(2), s, bytes / MB / s)));
    Files.write(Path.of("target/ingest-steps.md"), lines);
    assertThat(seconds.values()).allMatch(s -> s > 0);
  }

  private Map<String, Double> round(
      Map<String, SourceSettings> sources, Map<String, SourceSettings> unkeyed, Listing listing) {
    var parsed = cpu(() -> sources.forEach((name, s) -> drain(raw(name, s, listing))));
    var checked =
        cpu(() -> sources.forEach((n, s) -> drain(Mapping.of(raw(n, s, listing), s, of(n)))));
    var written = cpu(() -> ingest(unkeyed));
    var all = cpu(() -> ingest(sources));
    var steps = new TreeMap<String, Double>();
    steps.put("1 parse: records and their values", parsed);
    steps.put("2 check: types, contract, pseudonyms", checked - parsed);
    steps.put("3 write: checksum, typed rows, vault, ledger", written - checked);
    steps.put("4 dedupe: keys compared", all - written);
    steps.put("5 all of it", all);
    return steps;
  }

  private static Map<String, String> unidentified(
      String data, Map<String, SourceSettings> sources) {
    var set = new TreeMap<>(Map.of("data", data));
    sources.keySet().forEach(name -> set.put("sources." + name + ".identified-by", "[]"));
    return set;
  }

  private static Dataset<Row> raw(String name, SourceSettings settings, Listing listing) {
    var raw = new RawRows(Sessions.shared(), name, settings.format(), settings.options());
    var files = new ArrayList<Delivered>();
    RawRows.Layout layout = null;
    for (var listed : listing.of(name, settings.path(), file -> Optional.empty())) {
      try {
        layout = raw.layout(listed);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      files.add(
          new Delivered(
              listed.file(), "d" + files.size(), 0, raw.hasHeader(), layout.isDocument()));
    }
    return raw.read(files, layout.columns(), settings.read());
  }

  private static Mapping.Context of(String source) {
    return new Mapping.Context(
        source, "d", "EUR", ZoneOffset.UTC, now(0), Optional.empty(), pseudonym(), "");
  }

  private static void drain(Dataset<Row> rows) {
    rows.write().format("noop").mode("overwrite").save();
  }

  private void ingest(Map<String, SourceSettings> sources) {
    var root = folder.resolve("lake" + ++runs).toString();
    var hadoop = Sessions.shared().sparkContext().hadoopConfiguration();
    var clocks = new Clocks(LocalDate.parse("2025-06-30"), now(runs), ZoneOffset.UTC);
    var frame = new Frame("run-" + runs, clocks, now(runs));
    var store = new DeltaStore(Sessions.shared(), Lake.open(root, hadoop, "test"), frame);
    new Ingest(Sessions.shared(), store, pseudonym(), "EUR", "", Optional.empty()).run(sources);
  }

  private static Instant now(int run) {
    return Instant.parse("2026-07-01T12:00:00Z").plusSeconds(60L * run);
  }

  private static Pseudonym pseudonym() {
    return new Pseudonym("a key of enough bytes".getBytes(UTF_8), 1);
  }

  private static double cpu(Runnable work) {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    var before = system.getProcessCpuTime();
    work.run();
    return (system.getProcessCpuTime() - before) / 1e9;
  }
}
