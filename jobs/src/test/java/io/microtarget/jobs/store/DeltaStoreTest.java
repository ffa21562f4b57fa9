package io.microtarget.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.decision.DecisionTables;
import io.microtarget.identity.IdentityTables;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Conform;
import io.microtarget.table.DataError;
import io.microtarget.testing.Sessions;
import io.microtarget.testing.TextTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaStoreTest {
  private static final Instant NOON = Lakes.NOON;

  @TempDir Path folder;
  private Lake lake;

  @BeforeEach
  void lake() {
    lake = Lakes.open(folder);
  }

  @Test
  void a_snapshot_is_the_rows_of_its_own_run_and_date() {
    var one = store("one", "2025-01-01");
    var other = store("other", "2025-01-01");
    var october = store("one", "2024-10-01");
    assertThat(one.write(DecisionTables.WATERFALL, step(1, "population"))).isEqualTo(1);
    other.write(DecisionTables.WATERFALL, step(2, "basis"));
    october.write(DecisionTables.WATERFALL, step(3, "caps"));
    assertThat(TextTable.lines(one.read(DecisionTables.WATERFALL)))
        .containsExactly("1|population|r|1|0");
    assertThat(TextTable.lines(one.partition(DecisionTables.WATERFALL, "2025-01-01", "other")))
        .containsExactly("2|basis|r|1|0");
    assertThat(one.partition(DecisionTables.WATERFALL, "2024-10-01", "other").isEmpty()).isTrue();
    assertThat(folder.resolve("waterfall/as_of=2024-10-01/run_id=one")).isDirectory();
  }

  @Test
  void a_file_that_a_failed_task_left_beside_a_snapshot_is_not_read() throws Exception {
    var store = store("one", "2025-01-01");
    store.write(DecisionTables.WATERFALL, step(1, "population"));
    store.write(DecisionTables.WATERFALL, step(2, "basis"));
    var partition = folder.resolve("waterfall/as_of=2025-01-01/run_id=one");
    try (var files = Files.list(partition)) {
      var whole = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
      Files.copy(whole, partition.resolve("part-00000-tried-again.snappy.parquet"));
      Files.writeString(partition.resolve("part-00001-killed.snappy.parquet"), "half a file");
    }
    var rows = List.of("1|population|r|1|0", "2|basis|r|1|0");
    assertThat(TextTable.lines(store.own(DecisionTables.WATERFALL)))
        .containsExactlyInAnyOrderElementsOf(rows);
    var reader = store("reader", "2025-01-01");
    assertThat(TextTable.lines(reader.partition(DecisionTables.WATERFALL, "2025-01-01", "one")))
        .containsExactlyInAnyOrderElementsOf(rows);
  }

  @Test
  void a_table_without_rows_reads_as_empty_with_its_schema() {
    var store = store("one", "2025-01-01");
    for (var table :
        List.of(DecisionTables.WATERFALL, DecisionTables.HOLDOUT, SourceTables.PURCHASE)) {
      assertThat(store.read(table).isEmpty()).isTrue();
      assertThat(List.of(store.read(table).columns())).isEqualTo(table.columns());
    }
    assertThat(store.write(DecisionTables.WATERFALL, step(1, "x").limit(0))).isZero();
    assertThat(store.read(DecisionTables.WATERFALL).isEmpty()).isTrue();
  }

  @Test
  void a_table_whose_first_commit_was_killed_is_empty_and_can_be_written() throws Exception {
    Files.createDirectories(folder.resolve("holdout/_delta_log"));
    Files.writeString(folder.resolve("holdout/part-0.parquet"), "half a file");
    var store = store("one", NOON);
    assertThat(store.read(DecisionTables.HOLDOUT).isEmpty()).isTrue();
    store.write(DecisionTables.HOLDOUT, drawn("anna", true));
    assertThat(store.read(DecisionTables.HOLDOUT).count()).isEqualTo(1);
  }

  @Test
  void of_a_state_the_first_recorded_row_of_a_key_counts() {
    store("one", NOON).write(DecisionTables.HOLDOUT, drawn("anna", true));
    store("two", NOON.plusSeconds(60)).write(DecisionTables.HOLDOUT, drawn("anna", false));
    store("two", NOON.plusSeconds(60)).write(DecisionTables.HOLDOUT, drawn("ben", false));
    publish("one");
    publish("two");
    assertThat(TextTable.lines(store("three", NOON.plusSeconds(120)).read(DecisionTables.HOLDOUT)))
        .containsExactly("person|anna|true|0.1", "person|ben|false|0.1");
  }

  @Test
  void a_state_is_read_as_of_a_moment_and_with_what_the_run_itself_recorded() {
    store("one", NOON).write(DecisionTables.HOLDOUT, drawn("anna", true));
    store("two", NOON.plusSeconds(60)).write(DecisionTables.HOLDOUT, drawn("ben", true));
    publish("one");
    publish("two");
    var back = Lakes.store(lake, Lakes.run("back", "2025-01-01", NOON.plusSeconds(120), NOON));
    assertThat(TextTable.lines(back.read(DecisionTables.HOLDOUT)))
        .containsExactly("person|anna|true|0.1");
    back.write(DecisionTables.HOLDOUT, drawn("carla", false));
    assertThat(TextTable.lines(back.read(DecisionTables.HOLDOUT)))
        .containsExactly("person|anna|true|0.1", "person|carla|false|0.1");
  }

  @Test
  void a_state_of_a_killed_run_is_not_seen() {
    store("killed", NOON).write(DecisionTables.HOLDOUT, drawn("anna", true));
    var rerun = store("rerun", NOON.plusSeconds(60));
    assertThat(rerun.read(DecisionTables.HOLDOUT).isEmpty()).isTrue();
    rerun.write(DecisionTables.HOLDOUT, drawn("anna", false));
    publish("rerun");
    assertThat(TextTable.lines(store("next", NOON.plusSeconds(120)).read(DecisionTables.HOLDOUT)))
        .containsExactly("person|anna|false|0.1");
  }

  @Test
  void a_quarantined_row_is_seen_once_its_delivery_is_in_the_ledger() {
    store("killed", NOON).write(SourceTables.QUARANTINE, quarantined("old rule"));
    var rerun = store("rerun", NOON.plusSeconds(60));
    rerun.write(SourceTables.QUARANTINE, quarantined("rule"));
    rerun.write(SourceTables.DELIVERY, Deliveries.of("d1", "coupons", "m1", 0));
    assertThat(TextTable.lines(store("next", NOON.plusSeconds(90)).read(SourceTables.QUARANTINE)))
        .containsExactly("d1|0|coupons|f.csv|rule");
  }

  @Test
  void events_are_seen_only_once_their_delivery_is_in_the_ledger() {
    var store = store("one", NOON);
    store.write(SourceTables.OFFER, offers("d1", "coupons"));
    store.ledger().refresh();
    assertThat(store.read(SourceTables.OFFER).isEmpty()).isTrue();
    store.write(SourceTables.DELIVERY, Deliveries.of("d1", "coupons", "m1", 1));
    store.ledger().refresh();
    assertThat(TextTable.lines(store.read(SourceTables.OFFER)))
        .containsExactly("c1|o1|p1|coupons|d1|0|0|null|null|2025-01-01 12:00:00.0|null");
    var before = Lakes.store(lake, Lakes.run("x", "2025-01-01", NOON, NOON.minusSeconds(1)));
    assertThat(before.read(SourceTables.OFFER).isEmpty()).isTrue();
  }

  @Test
  void rows_of_a_killed_run_stay_unseen_when_the_same_file_is_taken_in_again() {
    store("killed", NOON).write(SourceTables.OFFER, offers("d1", "coupons"));
    var rerun = store("rerun", NOON.plusSeconds(60));
    rerun.write(SourceTables.OFFER, offers("d1", "coupons"));
    rerun.write(SourceTables.DELIVERY, Deliveries.of("d1", "coupons", "m1", 1));
    assertThat(rerun.read(SourceTables.OFFER).count()).isEqualTo(1);
  }

  @Test
  void of_a_file_typed_twice_the_last_mapping_counts_also_when_it_keeps_no_row() {
    var first = store("one", NOON);
    first.write(SourceTables.OFFER, offers("d1", "coupons"));
    first.write(SourceTables.DELIVERY, Deliveries.of("d1", "coupons", "m1", 1));
    var second = store("two", NOON.plusSeconds(60));
    second.write(SourceTables.DELIVERY, Deliveries.of("d2", "coupons", "m2", 0, "d1"));
    assertThat(second.read(SourceTables.OFFER).isEmpty()).isTrue();
  }

  @Test
  void a_null_in_a_key_names_table_and_column() {
    var rows = Conform.to(DecisionTables.HOLDOUT, drawn("", true), "test");
    assertThatThrownBy(() -> store("one", NOON).write(DecisionTables.HOLDOUT, rows))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("null in the key: table holdout, column subject_id");
  }

  @Test
  void scratch_is_handed_on_and_removed() {
    var store = store("one", NOON);
    store.write(
        IdentityTables.SUBJECT,
        TextTable.rows(
            """
            subject_type STRING | subject_id STRING | sources ARRAY<STRING>
            person              | anna              | array('a')
            """));
    assertThat(store.read(IdentityTables.SUBJECT).count()).isEqualTo(1);
    store.dropScratch();
    assertThat(folder.resolve("_scratch/one")).doesNotExist();
  }

  @Test
  void two_sources_may_write_the_first_rows_of_a_table_at_once() throws Exception {
    var store = store("one", NOON);
    var pool = Executors.newFixedThreadPool(4);
    try {
      var writes = new ArrayList<Callable<Long>>();
      for (int i = 0; i < 4; i++) {
        var rows = drawn("subject-" + i, true);
        writes.add(() -> store.write(DecisionTables.HOLDOUT, rows));
      }
      for (var write : pool.invokeAll(writes)) {
        assertThat(write.get()).isEqualTo(1);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(store.read(DecisionTables.HOLDOUT).count()).isEqualTo(4);
  }

  @Test
  void no_statistics_stand_in_the_transaction_log() throws Exception {
    store("one", NOON).write(DecisionTables.HOLDOUT, drawn("canary", true));
    store("two", NOON).write(DecisionTables.HOLDOUT, drawn("canary two", true));
    try (var logs = Files.list(folder.resolve("holdout/_delta_log"))) {
      for (var log : logs.filter(l -> l.toString().endsWith(".json")).toList()) {
        assertThat(Files.readString(log)).doesNotContain("canary");
      }
    }
  }

  private DeltaStore store(String run, String asOf) {
    return Lakes.store(lake, Lakes.run(run, asOf, NOON));
  }

  private DeltaStore store(String run, Instant startedAt) {
    return Lakes.store(lake, Lakes.run(run, "2025-01-01", startedAt));
  }

  private void publish(String run) {
    new Publications(Sessions.shared(), lake)
        .publish(
            Lakes.run(run, "2025-01-01", NOON),
            List.of(new Publications.Content("waterfall", 0, "0:0")),
            "0.1");
  }

  private static Dataset<Row> quarantined(String rule) {
    return TextTable.rows(
        """
        delivery_id STRING | row_index BIGINT | source STRING | file STRING | rule STRING
        d1                 | 0                | coupons       | f.csv       | %s
        """
            .formatted(rule));
  }

  private static Dataset<Row> step(int position, String step) {
    return TextTable.rows(
        """
        position INT | step STRING | rule STRING | subjects BIGINT | dropped BIGINT
        %d           | %s          | r           | 1               | 0
        """
            .formatted(position, step));
  }

  private static Dataset<Row> drawn(String subject, boolean isHeldOut) {
    return TextTable.rows(
        """
        subject_type STRING | subject_id STRING | held_out BOOLEAN | share DOUBLE
        person              | %s                | %s               | 0.1
        """
            .formatted(subject, isHeldOut));
  }

  private static Dataset<Row> offers(String delivery, String source) {
    return Conform.to(
        SourceTables.OFFER,
        TextTable.rows(
            """
            campaign_id STRING | offer_id STRING | product_id STRING | source STRING | delivery_id STRING | row_index BIGINT | element_index INT | event_time TIMESTAMP | event_date DATE | recorded_at TIMESTAMP | attributes MAP<STRING,STRING>
            c1                 | o1              | p1                | %s            | %s                 | 0                | 0                 |                      |                 | 2025-01-01 12:00:00 |
            """
                .formatted(source, delivery)),
        "test");
  }
}
