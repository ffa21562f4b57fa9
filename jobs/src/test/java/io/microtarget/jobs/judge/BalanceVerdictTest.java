package io.microtarget.jobs.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.jobs.store.Ledger;
import io.microtarget.jobs.store.Outcome;
import io.microtarget.source.Balance;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BalanceVerdictTest {
  private static final RawNames NAMES = new RawNames(Map.of());

  @Test
  void every_file_is_compared_with_what_the_town_wrote() {
    var finding =
        BalanceVerdict.of(
            Map.of("raw/a.csv", 10L, "raw/b.csv", 3L, "raw/c.csv", 1L, "truth/x.csv", 5L),
            List.of(
                delivery("a.csv", new Balance(10, 7, 1, 1, 1, 0)),
                delivery("b.csv", new Balance(2, 2, 0, 0, 0, 0))),
            NAMES);

    assertThat(finding.lines())
        .containsExactly(
            "2 deliveries of 1 sources: 1 agree to the row, 1 do not; raw files that no source read: 1",
            "12 rows in = 9 kept + 1 filtered + 1 quarantined + 1 duplicates + 0 late",
            "  raw/b.csv of list: 3 in the town, 2 in the lake, 2 accounted for",
            "  not read: raw/c.csv");
    assertThat(finding.figures()).containsEntry("not_exact", 1).containsEntry("files_not_read", 1);
  }

  private static Ledger.Entry delivery(String file, Balance balance) {
    return new Ledger.Entry(
        "id-" + file,
        "list",
        "party",
        file,
        1,
        Instant.EPOCH,
        "content",
        "mapping",
        Outcome.NEW,
        List.of(),
        "",
        List.of(),
        Optional.empty(),
        Optional.empty(),
        balance,
        "run",
        Instant.EPOCH);
  }
}
