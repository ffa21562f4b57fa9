package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.delta.tables.DeltaTable;
import io.microtarget.decision.DecisionTables;
import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.jobs.store.Frame;
import io.microtarget.jobs.store.Lake;
import io.microtarget.pipeline.Catalog;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Checksum;
import io.microtarget.table.Clocks;
import io.microtarget.testing.Sessions;
import io.microtarget.vault.VaultTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SIGKILL at stage boundaries and inside writes of the real process. After each kill the last
 * publication is whole and the lease keeps others out; after all of a night a run gets through and
 * equals an undisturbed one, and {@code clean} names and drops what the killed ones left.
 *
 * <p>{@code -Dkill=all} goes through every boundary and every kind of write. Both leave {@code
 * target/kills.md}.
 */
class CrashIT {
  private static final String KILL = System.getProperty("kill", "");
  private static final int LEASE_SECONDS = 30;
  private static final int LONG_LEASE_SECONDS = 120;
  private static final Pattern BUSY =
      Pattern.compile("busy: run (\\S+) is at work in this lake; its lease ends at (\\S+) unless");
  private static final List<String> TABLE =
      new ArrayList<>(
          List.of(
              "| kill point | visible afterwards | rerun equal | orphans named and cleaned | lease |",
              "| --- | --- | --- | --- | --- |"));

  @TempDir static Path folder;
  private static Kiosk template;
  private static JsonNode firstRun;
  private static JsonNode undisturbed;
  private static Map<String, String> undisturbedStates;

  @TempDir Path own;

  @BeforeAll
  static void an_undisturbed_run() throws IOException {
    template = Kiosk.in(folder.resolve("template")).deliver(1);
    firstRun = template.run("run", "--run-id", "before").ok().json();
    template.deliver(2);
    var calm = template.copy(folder.resolve("calm"));
    undisturbed = calm.run("run", "--run-id", "undisturbed").ok().json();
    undisturbedStates = states(calm.lake());
  }

  static Stream<Night> nights() {
    return KILL.isEmpty()
        ? Night.shortly()
        : Night.all().filter(n -> KILL.equals("all") || KILL.contains(n.name()));
  }

  /** What became of one killed process. */
  private record Row(Kill kill, String runId, String visible, String lease) {}

  @ParameterizedTest
  @MethodSource("nights")
  void a_killed_run_leaves_nothing_visible_and_nothing_that_stays(Night night) throws Exception {
    var kiosk =
        night.isFirst()
            ? Kiosk.withOwnKeyIn(own.resolve("kiosk")).deliver(1)
            : template.copy(own.resolve("kiosk"));
    var visible = night.isFirst() ? Optional.<String>empty() : Optional.of("before");
    var rows = new ArrayList<Row>();
    var free = Instant.now();
    var last = night.kills().get(night.kills().size() - 1);
    for (var kill : night.kills()) {
      var runId = "killed-" + (rows.size() + 1);
      var seconds = kill == last ? LEASE_SECONDS : LONG_LEASE_SECONDS;
      Victim.kill(own.resolve("victim"), kill, words(kiosk, kill, runId, seconds));
      var lease = "not held";
      if (kill.hasLease()) {
        free = busy(kiosk, kill, runId);
        lease = "75 names it";
      }
      visible = kill.isPublished() ? Optional.of(runId) : visible;
      assertThat(Published.whole(kiosk.lake())).as(kill.name()).isEqualTo(visible);
      if (kill == last) {
        // The last one's lease runs out by itself, those before by our hand: that is quicker.
        sleepUntil(free);
        lease += kill.hasLease() ? "; it ran out and was taken over" : "";
      } else if (kill.hasLease()) {
        endLease(kiosk.lake());
      }
      rows.add(new Row(kill, runId, visible.orElse("nothing yet") + ", whole", lease));
      System.err.printf("%s: killed at %s%n", night, kill.name());
    }
    var rerun = kiosk.run("run", "--run-id", "rerun").ok().json();
    assertThat(Published.whole(kiosk.lake())).contains("rerun");
    if (night.isFirst()) {
      assertThat(rerun.path("sources")).isEqualTo(firstRun.path("sources"));
      assertThat(rows(rerun)).as("pseudonyms are others").isEqualTo(rows(firstRun));
      assertThat(kiosk.lake().resolve("_keys/pseudonym.key")).content().matches("[0-9a-f]{64}\n");
    } else {
      assertThat(rerun.path("sources")).isEqualTo(undisturbed.path("sources"));
      assertThat(rerun.path("checksums")).isEqualTo(undisturbed.path("checksums"));
      assertThat(states(kiosk.lake())).isEqualTo(undisturbedStates);
    }
    var named = cleaned(kiosk, rows);
    rows.forEach(
        row ->
            TABLE.add(
                "| %s | %s | yes | %s | %s |"
                    .formatted(row.kill.name(), row.visible, named.get(row.runId), row.lease)));
    TABLE.add(
        "| *%s: after all of these* | rerun, whole | yes | %s; 0 left | free |"
            .formatted(night, named.get("")));
    Files.write(Path.of("target/kills.md"), TABLE);
  }

  /** Rows of each table: the first part of its checksum. */
  private static Map<String, String> rows(JsonNode run) {
    var rows = new TreeMap<String, String>();
    for (var checksum : run.path("checksums").properties()) {
      rows.put(checksum.getKey(), checksum.getValue().asText().split(":")[0]);
    }
    return rows;
  }

  private static List<String> words(Kiosk kiosk, Kill kill, String runId, int leaseSeconds) {
    var words = new ArrayList<>(kill.command());
    words.addAll(List.of("--set", "lake.lease-seconds=" + leaseSeconds));
    if (words.get(0).equals("run")) {
      words.addAll(List.of("--run-id", runId));
    }
    return kiosk.command(words.get(0), words.subList(1, words.size()).toArray(String[]::new));
  }

  /** Another command is refused; when it may be tried again. */
  private static Instant busy(Kiosk kiosk, Kill kill, String runId) {
    var refused = kiosk.run("clean");
    assertThat(refused.code()).as(kill.name() + ": " + refused.out() + refused.err()).isEqualTo(75);
    var message = BUSY.matcher(refused.err());
    assertThat(message.find()).as(refused.err()).isTrue();
    var command = kill.command().get(0);
    assertThat(message.group(1)).startsWith(command.equals("run") ? runId : command + "-");
    var ends = Instant.parse(message.group(2));
    assertThat(ends).isAfter(Instant.now()).isBefore(Instant.now().plusSeconds(LONG_LEASE_SECONDS));
    return ends;
  }

  /** Cleans, and says for each run, and for "" in all, what was named. */
  private static Map<String, String> cleaned(Kiosk kiosk, List<Row> rows) throws IOException {
    age(kiosk.lake().resolve("lease"));
    var before = new LinkedHashMap<String, TreeSet<String>>();
    for (var row : rows) {
      before.put(row.runId, left(kiosk.lake(), row.runId));
    }
    var leftovers = leftovers(kiosk.lake());
    var content = Published.head(kiosk.lake());
    var out = kiosk.run("clean").ok().out();
    assertThat(Published.head(kiosk.lake())).isEqualTo(content);
    assertThat(Published.whole(kiosk.lake())).contains("rerun");
    assertThat(leftovers(kiosk.lake())).as("files no commit names, after: %s", out).isEmpty();
    var named = new TreeMap<String, String>();
    for (var row : rows) {
      assertThat(left(kiosk.lake(), row.runId))
          .as("left of %s after: %s", row.runId, out)
          .isEmpty();
      var lines = out.lines().filter(l -> l.matches(".*\\b%s\\b.*".formatted(row.runId))).toList();
      var tables = new TreeSet<String>();
      lines.forEach(l -> tables.add(l.split(" ")[0]));
      assertThat(tables)
          .as("named of %s in: %s", row.runId, out)
          .containsAll(before.get(row.runId));
      named.put(
          row.runId, tables.isEmpty() ? "left nothing of its own" : String.join(", ", tables));
    }
    var noCommit = out.lines().filter(l -> l.contains("(no commit)")).map(l -> l.split(" ")[0]);
    named.put(
        "",
        "%s; files without a commit: %d before, in %s"
            .formatted(
                out.lines().reduce("", (a, b) -> b),
                leftovers.size(),
                new TreeSet<>(noCommit.toList())));
    assertThat(kiosk.run("clean").ok().out().lines().reduce("", (a, b) -> b))
        .isEqualTo("dropped 0 leftovers");
    return named;
  }

  /** Tables and folders with rows or files of a run that nobody may ever see. */
  private static TreeSet<String> left(Path lake, String runId) throws IOException {
    var left = new TreeSet<String>();
    if (Files.exists(lake.resolve("_scratch").resolve(runId))) {
      left.add("scratch");
    }
    var isPublished = false;
    for (var row : PlainTable.of(lake.resolve("publication")).groups()) {
      isPublished |= row.getString("published_run", 0).equals(runId);
    }
    var report = Trees.files(lake.resolve("_reports").resolve(runId));
    if (!isPublished && report.stream().anyMatch(Files::isRegularFile)) {
      left.add("report");
    }
    var committed = new TreeSet<String>();
    for (var row : PlainTable.of(lake.resolve("delivery")).groups()) {
      committed.add(row.getString("run_id", 0));
    }
    for (var table : Catalog.tables()) {
      var plain = PlainTable.of(lake.resolve(table.name()));
      var isOfDelivery = table.columns().contains("delivery_id");
      if (isOfDelivery ? committed.contains(runId) : isPublished) {
        continue;
      }
      var hasFiles =
          Trees.files(lake.resolve(table.name())).stream()
              .anyMatch(
                  f -> f.toString().contains("run_id=" + runId + "/") && Files.isRegularFile(f));
      var isState = List.of("vault", "quarantine", "holdout").contains(table.name());
      if (hasFiles
          || (isState
              && plain.groups().stream().anyMatch(r -> r.getString("run_id", 0).equals(runId)))) {
        left.add(table.name());
      }
    }
    return left;
  }

  private static List<String> leftovers(Path lake) throws IOException {
    var leftovers = new ArrayList<String>();
    for (var table : Catalog.tables()) {
      var name = table.name();
      var plain = PlainTable.of(lake.resolve(name));
      // What the lease's own commits removed stays for an hour.
      plain.leftovers().stream()
          .filter(f -> !name.equals("lease") || isOld(plain, f))
          .forEach(f -> leftovers.add(name + "/" + f));
    }
    Trees.files(lake).stream()
        .filter(f -> f.getFileName().toString().matches("\\..*\\.tmp"))
        .forEach(f -> leftovers.add(lake.relativize(f).toString()));
    return leftovers;
  }

  /** Files of the lease stay for an hour whatever the settings say: here that hour has passed. */
  private static void age(Path lease) throws IOException {
    for (var file : Trees.files(lease)) {
      if (file.toString().endsWith(".parquet")) {
        var hours = java.nio.file.attribute.FileTime.from(Instant.now().minus(Duration.ofHours(3)));
        Files.setLastModifiedTime(file, hours);
      }
    }
  }

  private static boolean isOld(PlainTable table, String file) {
    var hour = Instant.now().minus(Duration.ofHours(1)).toEpochMilli();
    return !table.removed().contains(file)
        && table.folder().resolve(file).toFile().lastModified() < hour;
  }

  /** Content of the states that are no publication: what was quarantined, drawn and kept clear. */
  private static Map<String, String> states(Path root) {
    var spark = Sessions.shared();
    var lake = Lake.at(root.toString(), spark.sparkContext().hadoopConfiguration());
    var clocks = new Clocks(LocalDate.parse("2025-01-01"), Instant.now(), ZoneId.of("UTC"));
    var store = new DeltaStore(spark, lake, new Frame("reader", clocks, clocks.knownAt()));
    var states = new TreeMap<String, String>();
    for (var table :
        List.of(
            VaultTables.VAULT,
            SourceTables.QUARANTINE,
            DecisionTables.HOLDOUT,
            SourceTables.PURCHASE,
            SourceTables.PARTY)) {
      states.put(table.name(), Checksum.of(table, store.read(table)).first().getAs("checksum"));
    }
    return states;
  }

  private static void endLease(Path lake) {
    DeltaTable.forPath(Sessions.shared(), lake.resolve("lease").toString())
        .updateExpr(Map.of("expires", "current_timestamp()"));
  }

  private static void sleepUntil(Instant moment) throws InterruptedException {
    var rest = Duration.between(Instant.now(), moment).toMillis();
    if (rest > 0) {
      Thread.sleep(rest);
    }
  }
}
