package io.microtarget.jobs;

import io.microtarget.jobs.store.Ledger;
import io.microtarget.jobs.store.Outcome;
import io.microtarget.jobs.store.Publications;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A published date whose events are not what they were: something that happened before it was
 * recorded after its run.
 *
 * @param asOf the date
 * @param because source and first day of what came later, a text each
 */
record Stale(LocalDate asOf, List<String> because) {

  /** The dates that are to be run again, in the order in which to do it. */
  static List<Stale> of(Map<LocalDate, Publications.Head> heads, List<Ledger.Entry> deliveries) {
    var stale = new ArrayList<Stale>();
    new TreeMap<>(heads)
        .forEach(
            (asOf, head) -> {
              var first = new TreeMap<String, LocalDate>();
              for (var entry : with(deliveries)) {
                if (entry.outcome() != Outcome.COPY
                    && entry.recordedAt().isAfter(head.knownAt())
                    && entry.firstEvent().map(day -> day.isBefore(asOf)).orElse(false)) {
                  first.merge(
                      entry.source(),
                      entry.firstEvent().orElseThrow(),
                      (a, b) -> a.isBefore(b) ? a : b);
                }
              }
              if (!first.isEmpty() && head.runId().isPresent()) {
                stale.add(
                    new Stale(
                        asOf,
                        first.entrySet().stream()
                            .map(e -> e.getKey() + " from " + e.getValue())
                            .toList()));
              }
            });
    return stale;
  }

  /** Deliveries, and for each that replaces others these as well: their events are gone. */
  private static List<Ledger.Entry> with(List<Ledger.Entry> deliveries) {
    var all = new ArrayList<>(deliveries);
    for (var entry : deliveries) {
      for (var old : deliveries) {
        if (entry.source().equals(old.source())
            && entry.replaces().contains(old.deliveryId())
            && !old.runId().equals(entry.runId())) {
          all.add(old.movedTo(entry.recordedAt()));
        }
      }
    }
    return all;
  }

  /** What to do about it. */
  String line() {
    return "stale: %s was published before events came in (%s); run again with --as-of %s"
        .formatted(asOf, String.join(", ", because), asOf);
  }
}
