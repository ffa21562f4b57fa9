package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.jobs.store.Ledger;
import io.microtarget.jobs.store.Outcome;
import io.microtarget.jobs.store.Publications;
import io.microtarget.source.Balance;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StaleTest {
  private static final Instant NOON = Instant.parse("2025-02-10T12:00:00Z");
  private final LocalDate first = LocalDate.parse("2025-02-01");
  private final LocalDate second = LocalDate.parse("2025-02-08");

  @Test
  void a_date_is_stale_once_an_earlier_event_was_recorded_after_its_run() {
    var heads = Map.of(second, head(second, "b"), first, head(first, "a"));
    var late = delivery("bons", Outcome.NEW, "2025-02-03", NOON.plusSeconds(60));
    assertThat(Stale.of(heads, List.of(late)))
        .extracting(Stale::line)
        .containsExactly(
            "stale: 2025-02-08 was published before events came in (bons from 2025-02-03); run again"
                + " with --as-of 2025-02-08");
    var earlier = delivery("post", Outcome.REDRIVEN, "2025-01-03", NOON.plusSeconds(60));
    assertThat(Stale.of(heads, List.of(late, earlier)))
        .as("in the order in which to run them again")
        .extracting(Stale::asOf)
        .containsExactly(first, second);
  }

  @Test
  void what_the_run_knew_and_what_changes_nothing_makes_no_date_stale() {
    var heads = Map.of(second, head(second, "b"));
    assertThat(
            Stale.of(
                heads,
                List.of(
                    delivery("known", Outcome.NEW, "2025-02-03", NOON),
                    delivery("later", Outcome.NEW, "2025-02-08", NOON.plusSeconds(60)),
                    delivery("copy", Outcome.COPY, "2025-02-03", NOON.plusSeconds(60)),
                    delivery("timeless", Outcome.NEW, null, NOON.plusSeconds(60)))))
        .isEmpty();
  }

  private static Publications.Head head(LocalDate asOf, String run) {
    return new Publications.Head(
        1, asOf, Optional.of(run), NOON, "", "0.1.0", "published", List.of());
  }

  private static Ledger.Entry delivery(
      String source, Outcome outcome, String firstEvent, Instant recordedAt) {
    var day = Optional.ofNullable(firstEvent).map(LocalDate::parse);
    return new Ledger.Entry(
        source,
        source,
        "purchase",
        "f.csv",
        1,
        NOON,
        "c",
        "m",
        outcome,
        List.of(),
        "",
        List.of(),
        day,
        day,
        new Balance(1, 1, 0, 0, 0, 0),
        "run",
        recordedAt);
  }
}
