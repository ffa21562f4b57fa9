package io.microtarget.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.decision.DecisionTables;
import io.microtarget.table.SettingsError;
import io.microtarget.testing.Sessions;
import io.microtarget.testing.TextTable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationsTest {
  private static final LocalDate JANUARY = LocalDate.parse("2025-01-01");
  private static final LocalDate OCTOBER = LocalDate.parse("2024-10-01");

  @TempDir Path folder;
  private Lake lake;
  private Publications publications;
  private int minutes;

  @BeforeEach
  void lake() {
    lake = Lakes.open(folder);
    publications = new Publications(Sessions.shared(), lake);
  }

  @Test
  void nothing_is_published_in_a_new_lake() {
    assertThat(publications.heads()).isEmpty();
    assertThatThrownBy(() -> rollback(JANUARY))
        .isInstanceOf(SettingsError.class)
        .hasMessage("--as-of 2025-01-01 has no publication to roll back");
  }

  @Test
  void the_last_run_of_each_date_counts_and_names_the_run_of_the_date_before() {
    publish("october", OCTOBER);
    publish("january", JANUARY);
    publish("january-again", JANUARY);
    var heads = publications.heads();
    assertThat(heads.keySet()).containsExactly(OCTOBER, JANUARY);
    var head = heads.get(JANUARY);
    assertThat(head.runId()).contains("january-again");
    assertThat(head.predecessor()).isEqualTo("october");
    assertThat(head.knownAt()).isEqualTo(Lakes.NOON.plusSeconds(180));
    assertThat(head.productVersion()).isEqualTo("0.1");
    assertThat(head.contents())
        .containsExactly(
            new Publications.Content("score", 0, "0:0"),
            new Publications.Content("waterfall", 1, "1:7"));
    assertThat(publications.predecessor(JANUARY).orElseThrow().asOf()).isEqualTo(OCTOBER);
    assertThat(publications.predecessor(OCTOBER)).isEmpty();
    assertThat(publications.history()).hasSize(3);
  }

  @Test
  void a_rollback_takes_away_the_last_publication_of_the_date_only() {
    publish("october", OCTOBER);
    publish("first", JANUARY);
    publish("second", JANUARY);
    assertThat(rollback(JANUARY)).isEqualTo("first");
    assertThat(publications.heads().get(JANUARY).status()).isEqualTo("rolled_back");
    assertThat(publications.heads().get(OCTOBER).runId()).contains("october");
  }

  @Test
  void a_run_that_was_rolled_back_does_not_come_again_by_a_later_rollback() {
    publish("first", JANUARY);
    publish("bad", JANUARY);
    rollback(JANUARY);
    publish("third", JANUARY);
    assertThat(rollback(JANUARY)).isEqualTo("first");
    assertThat(rollback(JANUARY)).isEqualTo("none");
    assertThat(publications.heads()).isEmpty();
    assertThatThrownBy(() -> rollback(JANUARY)).hasMessageContaining("has no publication");
    publish("fourth", JANUARY);
    assertThat(publications.heads().get(JANUARY).runId()).contains("fourth");
    assertThat(rollback(JANUARY)).isEqualTo("none");
  }

  @Test
  void a_run_that_was_cleaned_away_cannot_count_again() {
    publish("first", JANUARY);
    publish("second", JANUARY);
    new Cleaner(Sessions.shared(), lake, Clock.systemUTC())
        .clean(List.of(DecisionTables.WATERFALL), 0, 168);
    assertThatThrownBy(() -> rollback(JANUARY))
        .isInstanceOf(SettingsError.class)
        .hasMessage(
            "--as-of 2025-01-01: run first was cleaned away and cannot count again; run that date"
                + " anew");
    assertThat(publications.heads().get(JANUARY).runId()).contains("second");
  }

  private void publish(String run, LocalDate asOf) {
    var frame = frame(run, asOf);
    Lakes.store(lake, frame)
        .write(
            DecisionTables.WATERFALL,
            TextTable.rows(
                """
                position INT | step STRING | rule STRING | subjects BIGINT | dropped BIGINT
                1            | population  | all         | 7               | 0
                """));
    publications.publish(
        frame,
        List.of(
            new Publications.Content("waterfall", 1, "1:7"),
            new Publications.Content("score", 0, "0:0")),
        "0.1");
  }

  private String rollback(LocalDate asOf) {
    return publications.rollback(asOf, frame("rollback", asOf)).runId().orElse("none");
  }

  private Frame frame(String run, LocalDate asOf) {
    return Lakes.run(run, asOf.toString(), Lakes.NOON.plusSeconds(60L * ++minutes));
  }
}
