package io.microtarget.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.decision.DecisionTables;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Table;
import io.microtarget.testing.Sessions;
import io.microtarget.testing.TextTable;
import io.microtarget.vault.VaultTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanerTest {
  private static final List<Table> TABLES =
      List.of(
          DecisionTables.WATERFALL,
          SourceTables.OFFER,
          SourceTables.QUARANTINE,
          VaultTables.VAULT,
          DecisionTables.HOLDOUT);

  @TempDir Path folder;
  private Lake lake;
  private int minutes;

  @BeforeEach
  void lake() {
    lake = Lakes.open(folder);
  }

  @Test
  void keeps_the_published_run_and_those_a_rollback_needs() {
    for (var run : new String[] {"one", "two", "three"}) {
      publish(write(run));
    }
    write("killed");
    assertThat(clean(1))
        .containsExactlyInAnyOrder(
            new Cleaner.Dropped("waterfall", "2025-01-01/one", "superseded"),
            new Cleaner.Dropped("waterfall", "2025-01-01/killed", "orphan"));
    assertThat(rows("three")).isEqualTo(1);
    assertThat(rows("two")).isEqualTo(1);
    assertThat(rows("one")).isZero();
    assertThat(clean(1)).as("a second time").isEmpty();
  }

  @Test
  void a_run_rolled_back_goes_and_the_one_that_counts_stays() {
    publish(write("good"));
    publish(write("bad"));
    new Publications(Sessions.shared(), lake)
        .rollback(LocalDate.parse("2025-01-01"), frame("rollback"));
    assertThat(clean(1))
        .containsExactly(new Cleaner.Dropped("waterfall", "2025-01-01/bad", "superseded"));
    assertThat(rows("good")).isEqualTo(1);
  }

  @Test
  void drops_typed_rows_without_a_delivery_and_scratch_of_killed_runs() throws Exception {
    var store = Lakes.store(lake, frame("killed"));
    store.write(
        SourceTables.OFFER,
        TextTable.rows(
            """
            campaign_id STRING | offer_id STRING | product_id STRING | source STRING | delivery_id STRING | row_index BIGINT | element_index INT | event_time TIMESTAMP | event_date DATE | recorded_at TIMESTAMP | attributes MAP<STRING,STRING>
            c1                 | o1              | p1                | s             | d1                 | 0                | 0                 |                      |                 | 2025-01-01 12:00:00 |
            """));
    Files.createDirectories(folder.resolve("_scratch/killed/subject"));
    assertThat(clean(1))
        .containsExactlyInAnyOrder(
            new Cleaner.Dropped("offer", "s/killed", "orphan"),
            new Cleaner.Dropped("scratch", "killed", "orphan"));
    try (var files = Files.walk(folder.resolve("offer"))) {
      assertThat(files.filter(f -> f.toString().endsWith(".parquet"))).as("files").isEmpty();
    }
    assertThat(folder.resolve("_scratch/killed")).doesNotExist();
  }

  @Test
  void drops_vault_quarantine_and_holdout_rows_of_killed_runs_and_no_others() {
    for (var run : List.of("killed", "good")) {
      var store = Lakes.store(lake, frame(run));
      store.write(VaultTables.VAULT, clear());
      store.write(SourceTables.QUARANTINE, quarantined());
      store.write(DecisionTables.HOLDOUT, drawn());
    }
    var good = frame("good");
    Lakes.store(lake, good).write(SourceTables.DELIVERY, Deliveries.of("d1", "s", "m1", 0));
    publish(good);
    assertThat(clean(1))
        .containsExactlyInAnyOrder(
            new Cleaner.Dropped("vault", "d1/killed", "orphan"),
            new Cleaner.Dropped("quarantine", "d1/killed", "orphan"),
            new Cleaner.Dropped("holdout", "killed", "orphan"));
    for (var table : List.of(VaultTables.VAULT, SourceTables.QUARANTINE, DecisionTables.HOLDOUT)) {
      var rows = Sessions.shared().read().format("delta").load(lake.table(table).toString());
      assertThat(rows.select("run_id").collectAsList())
          .as(table.name())
          .extracting(r -> r.getString(0))
          .containsExactly("good");
    }
    assertThat(clean(1)).as("a second time").isEmpty();
  }

  @Test
  void drops_files_without_a_commit_when_they_are_old_enough() throws Exception {
    publish(write("good"));
    var half = folder.resolve("waterfall/as_of=2025-01-01/run_id=killed/part-0.parquet");
    var commit = folder.resolve("waterfall/_delta_log/.00000000000000000001.json.x.tmp");
    var first = folder.resolve("offer/event_month=2025-01/source=s/run_id=killed/part-0.parquet");
    var key = folder.resolve("_keys/.pseudonym.key.x.tmp");
    var report = folder.resolve("_reports/killed/report.html");
    var kept = folder.resolve("_reports/good/report.html");
    for (var file : List.of(half, commit, first, key, report, kept)) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, "half a fi");
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(7200)));
    }
    var orphans =
        List.of(
            new Cleaner.Dropped("lake", ".pseudonym.key.x.tmp", "orphan"),
            new Cleaner.Dropped("report", "killed/report.html", "orphan"),
            new Cleaner.Dropped("waterfall", "_delta_log 1 files", "no commit"));
    assertThat(clean(1, 3)).containsExactlyInAnyOrderElementsOf(orphans);
    assertThat(half).exists();
    assertThat(clean(1, 1))
        .containsExactlyInAnyOrder(
            new Cleaner.Dropped("waterfall", "2025-01-01/killed 1 files", "no commit"),
            new Cleaner.Dropped("offer", "s/killed 1 files", "no commit"));
    assertThat(List.of(half, commit, first, key, report)).noneMatch(Files::exists);
    assertThat(kept).exists();
    assertThat(report.getParent()).as("no other run may take its id").exists();
    assertThat(rows("good")).isEqualTo(1);
  }

  @Test
  void goes_on_where_a_killed_clean_stopped() throws Exception {
    publish(write("good"));
    write("killed");
    assertThat(clean(1, 1)).extracting(d -> d.partition()).containsExactly("2025-01-01/killed");
    var rows = folder.resolve("waterfall/as_of=2025-01-01/run_id=killed");
    assertThat(rows).as("rows are gone, files are young").isNotEmptyDirectory();
    assertThat(clean(1))
        .containsExactly(
            new Cleaner.Dropped("waterfall", "2025-01-01/killed 1 files", "no commit"));
    assertThat(
            Files.exists(rows) && Files.list(rows).anyMatch(f -> f.toString().endsWith("parquet")))
        .isFalse();
  }

  private static Dataset<Row> clear() {
    return TextTable.rows(
        """
        record_id STRING | source STRING | field STRING | value STRING | key_version INT | delivery_id STRING
        r1               | s             | native_id    | made up      | 1               | d1
        """);
  }

  private static Dataset<Row> quarantined() {
    return TextTable.rows(
        """
        delivery_id STRING | row_index BIGINT | source STRING | file STRING | rule STRING
        d1                 | 0                | s             | f.csv       | r
        """);
  }

  private static Dataset<Row> drawn() {
    return TextTable.rows(
        """
        subject_type STRING | subject_id STRING | held_out BOOLEAN | share DOUBLE
        person              | r1                | true             | 0.1
        """);
  }

  private List<Cleaner.Dropped> clean(int keepRuns) {
    return clean(keepRuns, 0);
  }

  private List<Cleaner.Dropped> clean(int keepRuns, int keepHours) {
    return new Cleaner(Sessions.shared(), lake, Clock.systemUTC())
        .clean(TABLES, keepRuns, keepHours);
  }

  private Frame write(String run) {
    var frame = frame(run);
    Lakes.store(lake, frame)
        .write(
            DecisionTables.WATERFALL,
            TextTable.rows(
                """
                position INT | step STRING | rule STRING | subjects BIGINT | dropped BIGINT
                1            | population  | all         | 7               | 0
                """));
    return frame;
  }

  private void publish(Frame frame) {
    new Publications(Sessions.shared(), lake)
        .publish(frame, List.of(new Publications.Content("waterfall", 1, "1:7")), "0.1");
  }

  private long rows(String run) {
    return Lakes.store(lake, frame("reader"))
        .partition(DecisionTables.WATERFALL, "2025-01-01", run)
        .count();
  }

  private Frame frame(String run) {
    return Lakes.run(run, "2025-01-01", Lakes.NOON.plusSeconds(60L * ++minutes));
  }
}
