package io.microtarget.jobs.store;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.source.SourceTables;
import io.microtarget.table.Table;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final Instant NOON = Lakes.NOON;

  @TempDir Path folder;
  private Lake lake;

  @BeforeEach
  void open() {
    lake = Lakes.open(folder);
  }

  @Test
  void what_people_said_stays_said_when_a_file_is_written_anew() {
    record("one", NOON, "d1", "consent", "new");
    record("two", NOON.plusSeconds(60), "d2", "consent", "rewritten", "d1");
    record("three", NOON.plusSeconds(120), "d3", "consent", "rewritten", "d2");
    assertThat(seen(SourceTables.CONSENT, 60)).containsExactly("d1 of one", "d2 of two");
    assertThat(seen(SourceTables.CONSENT, 120))
        .containsExactly("d1 of one", "d2 of two", "d3 of three");
  }

  @Test
  void what_was_misread_is_not_said() {
    record("one", NOON, "d1", "consent", "new");
    record("two", NOON.plusSeconds(60), "d2", "consent", "rewritten", "d1");
    record("three", NOON.plusSeconds(120), "d3", "consent", "retyped", "d2");
    assertThat(seen(SourceTables.CONSENT, 120)).containsExactly("d1 of one", "d3 of three");
  }

  @Test
  void a_content_that_comes_back_counts_once() {
    record("one", NOON, "d1", "consent", "new");
    record("two", NOON.plusSeconds(60), "d2", "consent", "rewritten", "d1");
    record("three", NOON.plusSeconds(120), "d1", "consent", "rewritten", "d2");
    assertThat(seen(SourceTables.CONSENT, 120)).containsExactly("d2 of two", "d1 of three");
  }

  @Test
  void a_list_of_suppressions_and_any_other_kind_is_as_its_last_file_says() {
    for (var kind : List.of(SourceTables.SUPPRESSION, SourceTables.OFFER)) {
      record("one", NOON, kind + "1", kind.name(), "new");
      record("two", NOON.plusSeconds(60), kind + "2", kind.name(), "rewritten", kind + "1");
      assertThat(seen(kind, 30)).containsExactly(kind + "1 of one");
      assertThat(seen(kind, 60)).containsExactly(kind + "2 of two");
    }
  }

  @Test
  void new_files_of_consents_are_compared_with_what_stands() {
    record("one", NOON, "d1", "consent", "new");
    record("two", NOON.plusSeconds(60), "d2", "consent", "rewritten", "d1");
    assertThat(ledger().standingRows(SourceTables.CONSENT, NOON.plusSeconds(60)))
        .containsExactly(new Ledger.Typed("s", "d2", "two"));
  }

  private void record(
      String run, Instant at, String id, String kind, String outcome, String... replaces) {
    Lakes.store(lake, Lakes.run(run, "2025-01-01", at))
        .write(
            SourceTables.DELIVERY,
            Deliveries.of(id, "s", "m1", 1, replaces)
                .withColumn("kind", lit(kind))
                .withColumn("outcome", lit(outcome)));
  }

  private List<String> seen(Table kind, int seconds) {
    return ledger().visible(kind, NOON.plusSeconds(seconds)).stream()
        .map(typed -> typed.deliveryId() + " of " + typed.runId())
        .toList();
  }

  private Ledger ledger() {
    return Lakes.store(lake, Lakes.run("x", "2025-01-01", NOON)).ledger();
  }
}
