package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.microtarget.decision.DecisionTables;
import io.microtarget.feature.FeatureTables;
import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.jobs.store.Frame;
import io.microtarget.jobs.store.Lake;
import io.microtarget.jobs.store.Publications;
import io.microtarget.pipeline.Catalog;
import io.microtarget.pipeline.Pipeline;
import io.microtarget.table.Checksum;
import io.microtarget.table.Clocks;
import io.microtarget.testing.Sessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole chain on the invented bookshop. The runs are made once; a test that changes a lake does
 * it in a copy.
 */
class ChainIT {
  private static final LocalDate JANUARY = LocalDate.parse("2025-01-01");
  private static final String OCTOBER = "2024-10-01";

  @TempDir static Path folder;
  private static Bookshop shop;
  private static final List<Command.Outcome> OUTCOMES = new ArrayList<>();
  private static JsonNode january;
  private static JsonNode januaryAgain;
  private static JsonNode october;
  private static JsonNode octoberFirst;
  private static JsonNode januaryAfterOctober;

  @TempDir Path own;

  @BeforeAll
  static void runs() {
    shop = Bookshop.in(folder);
    january = run("run");
    januaryAgain = run("run");
    october = run("run", "--as-of", OCTOBER);
    var other = "lake.root=" + folder.resolve("other");
    // Another number of partitions, as on another machine.
    System.setProperty("spark.sql.shuffle.partitions", "5");
    Sessions.shared().conf().set("spark.sql.shuffle.partitions", "5");
    try {
      octoberFirst = run("run", "--as-of", OCTOBER, "--set", other);
      // It looks at the moment of the run before, with some subjects that one did not know.
      januaryAfterOctober =
          run("run", "--set", other, "--known-at", octoberFirst.path("known_at").asText());
    } finally {
      System.clearProperty("spark.sql.shuffle.partitions");
      Sessions.shared().conf().set("spark.sql.shuffle.partitions", "2");
    }
  }

  private static JsonNode run(String command, String... arguments) {
    var outcome = shop.run(command, arguments).ok();
    OUTCOMES.add(outcome);
    return outcome.json();
  }

  @Test
  void a_run_ends_with_one_line_of_json_about_itself() {
    assertThat(january.fieldNames())
        .toIterable()
        .containsExactly(
            "run",
            "config",
            "as_of",
            "known_at",
            "status",
            "seconds",
            "peak_rss_mb",
            "sources",
            "stages",
            "metrics",
            "checksums",
            "stale",
            "report");
    assertThat(january.path("as_of").asText()).isEqualTo("2025-01-01");
    assertThat(january.path("run").asText()).startsWith("2025-01-01-");
    assertThat(Instant.parse(january.path("known_at").asText())).isBefore(Instant.now());
    assertThat(january.path("status").asText()).isEqualTo("published");
    assertThat(january.path("config").asText()).isEqualTo(shop.config().toString());
    assertThat(january.path("seconds").asDouble()).isPositive();
    assertThat(january.path("peak_rss_mb").asLong()).isPositive();
    assertThat(january.path("stages").get(1).fieldNames())
        .toIterable()
        .containsExactly("name", "rows_in", "rows_out", "seconds", "cpu_seconds");
    assertThat(january.path("checksums").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(
            Pipeline.published().stream().map(t -> t.name()).toList());
    assertThat(OUTCOMES.get(0).out().lines().filter(line -> !line.startsWith("note: ")))
        .as("a line a stage and the JSON")
        .hasSize(january.path("stages").size() + 1);
  }

  @Test
  void every_raw_row_is_accounted_for() throws IOException {
    for (var file : List.of("bons.csv", "kunden.ndjson", "antworten.ndjson", "aktionen.csv")) {
      var name = file.split("\\.")[0];
      var header = file.endsWith(".csv") ? 1 : 0;
      var lines = Files.readAllLines(shop.data(file)).size() - header;
      assertThat(balance(name, "in")).as(name).isEqualTo(lines);
    }
    for (var source : january.path("sources").properties()) {
      var name = source.getKey();
      assertThat(balance(name, "in"))
          .as(name)
          .isEqualTo(
              balance(name, "kept")
                  + balance(name, "filtered")
                  + balance(name, "quarantined")
                  + balance(name, "duplicates")
                  + balance(name, "late"));
    }
    assertThat(balance("bons", "filtered")).isEqualTo(Bookshop.TESTS);
    assertThat(balance("bons", "quarantined")).isEqualTo(Bookshop.RETURNS);
    assertThat(balance("kunden", "duplicates")).isEqualTo(Bookshop.TWICE);
  }

  @Test
  void finds_the_planted_signal_and_says_how_sure_it_is() {
    var metrics = january.path("metrics");
    assertThat(metrics.path("antwort_backtest_auc_low").asDouble()).isGreaterThan(0.65);
    assertThat(metrics.path("antwort_backtest_auc_high").asDouble())
        .isGreaterThan(metrics.path("antwort_backtest_auc").asDouble());
    assertThat(metrics.path("antwort_backtest_auc_difference_low").asDouble()).isPositive();
    assertThat(metrics.path("waterfall_population").asInt()).isEqualTo(Bookshop.CUSTOMERS);
    assertThat(metrics.path("waterfall_exported").asInt()).isBetween(5, 66);
    assertThat(metrics.path("leser_segments").asInt()).isBetween(2, 3);
  }

  @Test
  void the_same_run_twice_has_the_same_content_and_reads_no_file_again() {
    assertThat(januaryAgain.path("checksums")).isEqualTo(january.path("checksums"));
    assertThat(januaryAgain.path("metrics")).isEqualTo(january.path("metrics"));
    assertThat(januaryAgain.path("sources")).isEqualTo(january.path("sources"));
    var ingest = januaryAgain.path("stages").get(1);
    assertThat(ingest.path("name").asText()).isEqualTo("ingest");
    assertThat(ingest.path("rows_in").asLong()).isZero();
    assertThat(ingest.path("rows_out").asLong()).isZero();
  }

  @Test
  void two_dates_in_both_orders_have_the_same_content_whatever_the_number_of_partitions() {
    assertThat(withoutLog(januaryAfterOctober)).isEqualTo(withoutLog(january));
    assertThat(januaryAfterOctober.path("known_at")).isEqualTo(octoberFirst.path("known_at"));
    assertThat(withoutLog(octoberFirst)).isEqualTo(withoutLog(october));
    assertThat(october.path("checksums")).isNotEqualTo(january.path("checksums"));
  }

  /** Checksums but that of links, which tell what has changed since the date published before. */
  private static JsonNode withoutLog(JsonNode result) {
    return ((ObjectNode) result.path("checksums").deepCopy()).without("link");
  }

  @Test
  void the_report_lies_beside_the_result() throws IOException {
    var report = Path.of(january.path("report").asText());
    assertThat(report).isRegularFile().hasFileName("report.html");
    assertThat(Files.readString(report)).contains("Bücherstube");
    var json = new ObjectMapper().readTree(Files.readString(report.resolveSibling("result.json")));
    assertThat(json).isEqualTo(january);
  }

  @Test
  void each_date_shows_its_last_run_and_scratch_is_gone() {
    var heads = publications(shop.lake()).heads();
    assertThat(heads.get(JANUARY).runId()).contains(januaryAgain.path("run").asText());
    assertThat(heads.get(LocalDate.parse(OCTOBER)).runId()).contains(october.path("run").asText());
    var later = publications(folder.resolve("other")).heads().get(JANUARY);
    assertThat(later.predecessor()).isEqualTo(octoberFirst.path("run").asText());
    for (var content : heads.get(JANUARY).contents()) {
      assertThat(content.checksum())
          .isEqualTo(january.path("checksums").path(content.table()).asText());
    }
    assertThat(Trees.files(shop.lake().resolve("_scratch")).stream().filter(Files::isRegularFile))
        .isEmpty();
  }

  @Test
  void the_lake_has_at_most_31_tables() {
    assertThat(
            Trees.files(shop.lake()).stream()
                .filter(p -> p.endsWith("_delta_log"))
                .map(p -> shop.lake().relativize(p.getParent()).toString()))
        .isSubsetOf(Catalog.tables().stream().map(t -> t.name()).toList())
        .hasSizeBetween(15, 31);
  }

  @Test
  void rollback_makes_the_run_before_count_again_and_then_withdraws() {
    var copy = copy();
    var rollback = List.of("--as-of", "2025-01-01", "--set", copy);
    assertThat(shop.run("rollback", rollback.toArray(String[]::new)).ok().out())
        .isEqualTo(
            "2025-01-01: run %s -> %s\n"
                .formatted(januaryAgain.path("run").asText(), january.path("run").asText()));
    assertThat(explain(copy).ok().out())
        .contains("as of 2025-01-01 (run " + january.path("run").asText() + ")")
        .contains("trait    ort = Pankow")
        .contains("feature  voucher_share = ")
        .contains("segment  leser/")
        .contains("score    ")
        .contains("decision ")
        .doesNotContain(Bookshop.ID_PREFIX);
    assertThat(shop.run("rollback", rollback.toArray(String[]::new)).ok().out())
        .contains("-> none (withdrawn: there was no run before it)");
    assertThat(explain(copy).ok().out()).contains("as of 2024-10-01");
  }

  @Test
  void clean_drops_superseded_runs_and_orphans_and_nothing_else() {
    var copy = copy();
    var lake = own.resolve("lake");
    orphan(lake);
    var superseded = january.path("run").asText();
    var cleaned =
        shop.run("clean", "--set", copy, "--set", "lake.keep-runs=0", "--set", "lake.keep-hours=0")
            .ok();
    assertThat(cleaned.out())
        .contains("2025-01-01/%s (superseded)".formatted(superseded))
        .contains("2025-01-01/killed (orphan)")
        .doesNotContain(januaryAgain.path("run").asText())
        .doesNotContain(october.path("run").asText());
    assertThat(Trees.files(lake))
        .extracting(p -> p.toString())
        .noneMatch(p -> p.contains("as_of=2025-01-01/run_id=killed/"))
        .noneMatch(p -> p.contains("as_of=2025-01-01/run_id=%s/".formatted(superseded)));
    for (var head : publications(lake).heads().values()) {
      var published = new TreeMap<String, String>();
      head.contents().forEach(content -> published.put(content.table(), content.checksum()));
      assertThat(checksums(lake, head)).isEqualTo(published);
    }
  }

  @Test
  void list_names_the_stages_and_tables() throws IOException {
    var json = shop.run("list", "--json").ok().json();
    assertThat(json.path("stages"))
        .extracting(s -> s.path("name").asText())
        .startsWith("link", "golden-records", "subjects")
        .contains("features", "segment", "score", "decide", "audience");
    assertThat(json.path("tables"))
        .extracting(t -> t.path("name").asText())
        .containsExactlyElementsOf(Catalog.tables().stream().map(t -> t.name()).toList());
    assertThat(json.path("tables").get(0).path("kind").asText()).isEqualTo("event");
    assertThat(shop.run("list").ok().out()).startsWith("Stages\n").contains("\nTables\n");
  }

  @Test
  void check_and_doctor_are_content() {
    assertThat(shop.run("check").ok().out())
        .contains("bons         purchase, 1 file, ")
        .contains("settings and 6 sources are in order");
    assertThat(Command.run("doctor").ok().out()).contains("this machine is fit to run");
  }

  @Test
  void no_personal_value_leaves_the_vault() throws IOException {
    var canaries = List.of(Bookshop.CANARY, Bookshop.ID_PREFIX);
    for (var canary : canaries) {
      assertThat(tablesWith(List.of("vault"), canary)).as("the vault knows").isNotEmpty();
    }
    var others =
        Catalog.tables().stream()
            .map(t -> t.name())
            .filter(t -> !t.equals("vault") && Files.exists(shop.lake().resolve(t)))
            .toList();
    assertThat(tablesWith(others, canaries.toArray(String[]::new))).isEmpty();
    for (var canary : canaries) {
      for (var outcome : OUTCOMES) {
        assertThat(outcome.out() + outcome.err()).doesNotContain(canary);
      }
    }
    var vaultData = shop.lake().resolve("vault").toString() + "/part";
    for (var file : Trees.files(shop.lake())) {
      if (Files.isRegularFile(file) && !file.toString().startsWith(vaultData)) {
        // Statistics and dictionaries of Parquet files are not compressed.
        var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        canaries.forEach(canary -> assertThat(text.contains(canary)).as(file.toString()).isFalse());
      }
    }
  }

  private Command.Outcome explain(String lake) {
    return shop.run("explain", "--set", lake, "--native-id", Bookshop.ID_PREFIX + "0003").ok();
  }

  /** A copy of the lake, as a setting. */
  private String copy() {
    Trees.copy(shop.lake(), own.resolve("lake"));
    return "lake.root=" + own.resolve("lake");
  }

  /** What a run leaves that was killed in its middle. */
  private static void orphan(Path root) {
    var clocks = new Clocks(JANUARY, Instant.now(), ZoneId.of("Europe/Berlin"));
    var killed = new Frame("killed", clocks, clocks.knownAt());
    var lake = lake(root);
    var store = new DeltaStore(Sessions.shared(), lake, killed);
    var head = new Publications(Sessions.shared(), lake).heads().get(JANUARY);
    for (var table : List.of(FeatureTables.FEATURE, DecisionTables.DECISION)) {
      store.write(
          table, store.partition(table, JANUARY.toString(), head.runId().orElseThrow()).limit(7));
    }
  }

  /** Of all tables of a publication, in one job. */
  private static Map<String, String> checksums(Path root, Publications.Head head) {
    var clocks = new Clocks(JANUARY, Instant.now(), ZoneId.of("UTC"));
    var frame = new Frame("reader", clocks, Instant.now());
    var store = new DeltaStore(Sessions.shared(), lake(root), frame);
    var asOf = head.asOf().toString();
    var checksums = new TreeMap<String, String>();
    Pipeline.published().stream()
        .map(t -> Checksum.of(t, store.partition(t, asOf, head.runId().orElseThrow())))
        .reduce(Dataset::unionByName)
        .orElseThrow()
        .collectAsList()
        .forEach(row -> checksums.put(row.getAs("table"), row.getAs("checksum")));
    return checksums;
  }

  /** Tables with a row that holds one of the texts: one job for all. */
  private static List<String> tablesWith(List<String> tables, String... texts) {
    return tables.stream()
        .map(
            table -> {
              var rows = Sessions.shared().read().format("delta");
              var json = functions.to_json(functions.struct(functions.col("*")));
              var holds = Stream.of(texts).map(json::contains).reduce(Column::or).orElseThrow();
              return rows.load(shop.lake().resolve(table).toString())
                  .filter(holds)
                  .select(functions.lit(table));
            })
        .reduce(Dataset::union)
        .orElseThrow()
        .distinct()
        .as(Encoders.STRING())
        .collectAsList();
  }

  private static Publications publications(Path root) {
    return new Publications(Sessions.shared(), lake(root));
  }

  private static Lake lake(Path root) {
    return Lake.at(root.toString(), Sessions.shared().sparkContext().hadoopConfiguration());
  }

  private static long balance(String source, String part) {
    return january.path("sources").path(source).path(part).asLong();
  }
}
