package io.microtarget.jobs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.jobs.ingest.DriftFiles.Case;
import io.microtarget.jobs.ingest.DriftFiles.Stopped;
import io.microtarget.jobs.ingest.DriftFiles.Went;
import io.microtarget.jobs.ingest.PoisonRows.Poison;
import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.jobs.store.Frame;
import io.microtarget.jobs.store.Lake;
import io.microtarget.source.Balance;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Clocks;
import io.microtarget.table.DataError;
import io.microtarget.testing.Sessions;
import io.microtarget.vault.Pseudonym;
import io.microtarget.vault.VaultTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that drift and rows that poison: each case with its declared outcome, an exact balance, and
 * no value lost in silence. All cases go through two runs of one lake; what must stop a run has a
 * run of its own. The table of them is {@code target/drift.md}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DriftAndPoisonTest {
  private static final Pseudonym PSEUDONYM =
      new Pseudonym("a key of enough bytes".getBytes(UTF_8), 1);
  private static final Instant PUBLISHED = Instant.parse("2024-02-01T00:00:00Z");

  private static final String SHARED =
      "nr,day,product,quantity,amount\n1,2024-01-01,apple,1,9.99\n";

  @TempDir static Path folder;
  private Lake lake;
  private int runs;
  private DeltaStore store;
  private List<Case> cases;
  private final List<PoisonRows> poison = PoisonRows.all();
  private final DriftTable table = new DriftTable();

  private final Map<String, Balance> balances = new HashMap<>();
  private final Map<String, List<String>> notes = new HashMap<>();
  private final Map<String, List<Row>> typed = new HashMap<>();
  private final Map<String, Map<Long, String>> rules = new HashMap<>();
  private final Map<String, Long> payloads = new HashMap<>();
  private final Map<String, Throwable> thrown = new HashMap<>();

  @BeforeAll
  void takes_everything_in() throws IOException {
    lake =
        Lake.open(
            folder.resolve("lake").toString(),
            Sessions.shared().sparkContext().hadoopConfiguration(),
            "test");
    cases = DriftFiles.all(folder);
    var first = new TreeMap<String, SourceSettings>();
    var second = new TreeMap<String, SourceSettings>();
    for (var rows : poison) {
      deliver(rows.name(), Map.of("a.txt", rows.file()));
      first.put(rows.name(), rows.feed().in(folder(rows.name())));
    }
    deliver("shared", Map.of("a.csv", SHARED.getBytes(UTF_8)));
    first.put("shared-receipts", Feed.receipts().in(folder("shared")));
    first.put(
        "shared-figures",
        Feed.figures()
            .column("value", "amount")
            .column("sample-size", "quantity")
            .in(folder("shared")));
    for (var c : cases) {
      if (!c.isStopped() || c.runs().size() > 1) {
        deliver(c.source(), c.runs().get(0));
        first.put(c.source(), settings(c));
      }
      if (!c.isStopped() && c.runs().size() > 1) {
        second.put(c.source(), settings(c));
      }
    }
    together(first, Optional.empty());
    for (var c : cases) {
      if (second.containsKey(c.source())) {
        deliver(c.source(), c.runs().get(1));
      }
    }
    together(second, Optional.of(PUBLISHED));
    collect();
    for (var c : cases) {
      if (c.isStopped()) {
        deliver(c.source(), c.runs().get(c.runs().size() - 1));
        alone(c.source(), settings(c), Optional.of(PUBLISHED));
      }
    }
  }

  @AfterAll
  void writes_the_table() throws IOException {
    table.write();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void a_poisoned_row_ends_as_declared(String name, PoisonRows of, long offset, Poison row) {
    assertThat(said(of.name())).isEmpty();
    var rule = rules.getOrDefault(of.name(), Map.of()).get(offset);
    var kept =
        typed.getOrDefault(of.name(), List.of()).stream()
            .filter(r -> r.<Long>getAs("row_index") == offset)
            .findFirst();
    var outcome = rule != null ? rule : kept.isPresent() ? "kept" : "filtered";
    assertThat(outcome).isEqualTo(row.rule());
    if (row.isKept()) {
      assertNoNull(of.feed(), kept.get(), List.of());
      assertThat(String.valueOf(kept.get().<Object>getAs(row.column()))).isEqualTo(row.value());
    }
    table.row(
        "Rows",
        name,
        row.isKept()
            ? "kept: `%s` = `%s`".formatted(row.column(), row.value())
            : row.rule().equals("filtered") ? "filtered" : "quarantined `%s`".formatted(rule));
  }

  Stream<Arguments> rows() {
    return poison.stream()
        .flatMap(
            of ->
                of.byOffset().entrySet().stream()
                    .map(e -> Arguments.of(e.getValue().name(), of, e.getKey(), e.getValue())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("poisonedFiles")
  void every_poisoned_row_is_accounted_for(String name, PoisonRows of) {
    var expected = new TreeMap<String, Long>();
    of.rows()
        .forEach(
            r ->
                expected.merge(
                    r.isKept() || r.rule().equals("filtered") ? r.rule() : "quarantined",
                    1L,
                    Long::sum));
    assertThat(balances.get(name))
        .isEqualTo(
            new Balance(
                of.rows().size(),
                expected.getOrDefault("kept", 0L),
                expected.getOrDefault("filtered", 0L),
                expected.getOrDefault("quarantined", 0L),
                0,
                0));
    assertThat(payloads.get(name)).as("lines in the vault").isEqualTo(expected.get("quarantined"));
  }

  Stream<Arguments> poisonedFiles() {
    return poison.stream().map(p -> Arguments.of(p.name(), p));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("deliveries")
  void a_delivery_ends_as_declared(String name, Case of) {
    if (of.expected() instanceof Stopped stopped) {
      assertThat(said(of.source())).as("what stopped the run").startsWith("DataError");
      var error = (DataError) thrown.get(of.source());
      assertThat(plain(of, error.getMessage())).isEqualTo(stopped.message());
      assertThat(error.reason()).isEqualTo(stopped.reason());
      table.row(
          "Deliveries",
          name,
          "stopped, exit %d: %s"
              .formatted(
                  error.reason() == DataError.Reason.GATE ? 3 : 4,
                  plain(of, error.getMessage()).replaceFirst("^[,:] ", "")));
      return;
    }
    assertThat(said(of.source())).as("what stopped the run").isEmpty();
    var went = (Went) of.expected();
    var rows = typed.getOrDefault(of.source(), List.of());
    assertThat(rows.stream().map(DriftAndPoisonTest::text).sorted().toList())
        .isEqualTo(went.rows().stream().sorted().toList());
    rows.forEach(row -> assertNoNull(of.feed(), row, of.unknown()));
    var byRule = new TreeMap<String, Long>();
    rules.getOrDefault(of.source(), Map.of()).values().forEach(r -> byRule.merge(r, 1L, Long::sum));
    assertThat(byRule).isEqualTo(new TreeMap<>(went.rules()));
    assertThat(notes.getOrDefault(of.source(), List.of())).isEqualTo(went.notes());
    assertThat(balances.get(of.source())).isEqualTo(went.balance());
    table.row("Deliveries", name, outcome(went));
  }

  Stream<Arguments> deliveries() {
    return cases.stream().map(c -> Arguments.of(c.name(), c));
  }

  @Test
  void one_raw_file_feeds_two_kinds() {
    for (var source : List.of("shared-receipts", "shared-figures")) {
      assertThat(balances.get(source)).isEqualTo(new Balance(1, 1, 0, 0, 0, 0));
      assertThat(typed.get(source)).hasSize(1);
    }
    table.row("Deliveries", "one raw file that feeds two kinds", "kept 1 of 1, in each of them");
  }

  @Test
  void the_offsets_of_a_file_that_grew_go_on() {
    assertThat(typed.get("a-file-that-grew"))
        .extracting(row -> row.<Long>getAs("row_index"))
        .containsExactlyInAnyOrder(31L, 57L, 83L);
  }

  @Test
  void a_member_of_an_archive_is_read_and_never_unpacked() throws IOException {
    assertThat(typed.get("a-zip-whose-members-would-leave-the-folder")).hasSize(2);
    assertThat(Path.of(DriftFiles.ABSOLUTE_MEMBER)).doesNotExist();
    try (var all = Files.walk(folder)) {
      assertThat(all.filter(f -> f.endsWith("zip-slip.csv"))).isEmpty();
    }
  }

  private static String outcome(Went went) {
    var b = went.balance();
    var parts = new ArrayList<String>();
    parts.add("kept %d of %d".formatted(b.kept() + b.late(), b.in()));
    if (b.late() > 0) {
      parts.add("%d of them late".formatted(b.late()));
    }
    if (b.filtered() > 0) {
      parts.add("%d filtered".formatted(b.filtered()));
    }
    if (b.duplicates() > 0) {
      parts.add("%d duplicates".formatted(b.duplicates()));
    }
    went.rules().forEach((rule, count) -> parts.add("%d quarantined `%s`".formatted(count, rule)));
    went.notes().forEach(n -> parts.add("note: " + n));
    return String.join("; ", parts);
  }

  private static String text(Row row) {
    return Stream.of("basket_id", "event_date", "product_id", "quantity", "amount")
        .map(c -> String.valueOf(row.<Object>getAs(c)))
        .reduce((a, b) -> a + "|" + b)
        .orElseThrow();
  }

  /** All raw values of the cases are there, so that no typed one may be missing. */
  private static void assertNoNull(Feed feed, Row row, List<String> unknown) {
    for (var column : feed.filled()) {
      if (!unknown.contains(column)) {
        assertThat(row.<Object>getAs(column)).as("typed column %s", column).isNotNull();
      }
    }
  }

  /** Class and begin of what was thrown; the whole of it may hold a whole row. */
  private String said(String source) {
    var error = thrown.get(source);
    var text = error == null ? "" : error.getClass().getSimpleName() + ": " + error.getMessage();
    return text.substring(0, Math.min(text.length(), 500));
  }

  private String plain(Case of, String message) {
    return message.replace("source '" + of.source() + "'", "").replace(folder(of.source()), "…");
  }

  private SourceSettings settings(Case of) {
    return of.feed().in(folder(of.source()));
  }

  private String folder(String source) {
    return folder.resolve("data").resolve(source).toString();
  }

  private void deliver(String source, Map<String, byte[]> files) throws IOException {
    for (var file : files.entrySet()) {
      var path = Path.of(folder(source), file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  /** One run; if it fails, each source alone, so that every case shows what became of it. */
  private void together(Map<String, SourceSettings> sources, Optional<Instant> published) {
    try {
      took(ingest(sources, published));
    } catch (RuntimeException e) {
      sources.forEach((name, settings) -> alone(name, settings, published));
    }
  }

  private void alone(String name, SourceSettings settings, Optional<Instant> published) {
    try {
      took(ingest(Map.of(name, settings), published));
    } catch (RuntimeException e) {
      thrown.put(name, e);
    }
  }

  private void took(Ingest.Result result) {
    balances.putAll(result.bySource());
    for (var note : result.notes()) {
      var parts = note.split(", ", 2);
      notes.computeIfAbsent(parts[0], n -> new ArrayList<>()).add(parts[1]);
    }
  }

  private Ingest.Result ingest(Map<String, SourceSettings> sources, Optional<Instant> published) {
    var now = Instant.parse("2025-01-02T12:00:00Z").plusSeconds(60L * ++runs);
    var clocks = new Clocks(LocalDate.parse("2025-01-01"), now, ZoneId.of("UTC"));
    store = new DeltaStore(Sessions.shared(), lake, new Frame("run-" + runs, clocks, now));
    return new Ingest(Sessions.shared(), store, PSEUDONYM, "EUR", "", published).run(sources);
  }

  private void collect() {
    for (var kind : List.of(SourceTables.PURCHASE, SourceTables.INDICATOR)) {
      for (var row : store.read(kind).collectAsList()) {
        typed.computeIfAbsent(row.getAs("source"), s -> new ArrayList<>()).add(row);
      }
    }
    for (var row : store.read(SourceTables.QUARANTINE).collectAsList()) {
      rules
          .computeIfAbsent(row.getAs("source"), s -> new LinkedHashMap<>())
          .put(row.getAs("row_index"), row.getAs("rule"));
    }
    var vault = store.read(VaultTables.VAULT).filter("field = 'quarantined_row'");
    for (var row : vault.groupBy("source").count().collectAsList()) {
      payloads.put(row.getString(0), row.getLong(1));
    }
  }
}
