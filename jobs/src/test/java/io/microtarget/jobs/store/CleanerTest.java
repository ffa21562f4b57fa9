package io.microtarget.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.decision.DecisionTables;
import io.microtarget.source.SourceTables;
import io.microtarget.testing.Sessions;
import io.microtarget.testing.TextTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanerTest {
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
            campaign_id STRING | offer_id STRING | product_id STRING | source STRING | delivery_id STRING | row_index BIGINT | event_time TIMESTAMP | event_date DATE | attributes MAP<STRING,STRING>
            c1                 | o1              | p1                | s             | d1                 | 0                |                      |                 |
            """));
    Files.createDirectories(folder.resolve("_scratch/killed/subject"));
    assertThat(clean(1))
        .containsExactlyInAnyOrder(
            new Cleaner.Dropped("offer", "d1/killed", "orphan"),
            new Cleaner.Dropped("scratch", "killed", "orphan"));
    try (var files = Files.walk(folder.resolve("offer"))) {
      assertThat(files.filter(f -> f.toString().endsWith(".parquet"))).as("files").isEmpty();
    }
    assertThat(folder.resolve("_scratch/killed")).doesNotExist();
  }

  private List<Cleaner.Dropped> clean(int keepRuns) {
    return new Cleaner(Sessions.shared(), lake)
        .clean(List.of(DecisionTables.WATERFALL, SourceTables.OFFER), keepRuns, 0);
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
