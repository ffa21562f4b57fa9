package io.microtarget.jobs.ingest;

import io.microtarget.jobs.store.Ledger;
import io.microtarget.source.Deliveries;
import io.microtarget.source.Deliveries.Outcome;
import io.microtarget.table.DataError;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether a file is as large and as new as the last seven of its source. Their median stands for
 * what is usual, since one odd file must not shift it.
 *
 * @param source name of the source
 * @param last its files of earlier runs, oldest first
 */
record Alarms(String source, Deliveries settings, List<Ledger.Entry> last) {
  private static final int FILES = 7;
  private static final int FEWEST = 3;

  static Alarms of(String source, Deliveries settings, List<Ledger.Entry> standing) {
    var full =
        standing.stream()
            .filter(
                e -> e.balance().in() > 0 && e.outcome() != io.microtarget.jobs.store.Outcome.GROWN)
            .toList();
    return new Alarms(
        source, settings, full.subList(Math.max(0, full.size() - FILES), full.size()));
  }

  /**
   * Notes about the number of rows.
   *
   * @throws DataError (gate) if the settings say stop
   */
  List<String> ofVolume(String file, long rows) {
    if (last.size() < FEWEST) {
      return List.of();
    }
    var counts = last.stream().map(e -> e.balance().in()).sorted().toList();
    var usual = counts.get(counts.size() / 2);
    if (rows >= settings.leastShare() * usual && rows <= settings.mostShare() * usual) {
      return List.of();
    }
    return done(
        settings.volume(),
        "volume",
        file,
        "%,d rows, where the last %d files had %,d (median)".formatted(rows, counts.size(), usual));
  }

  /** Notes about the newest event. */
  List<String> ofFreshness(String file, Optional<LocalDate> newest) {
    Optional<LocalDate> known =
        last.stream().flatMap(e -> e.lastEvent().stream()).max(Comparator.naturalOrder());
    if (last.size() < FEWEST || newest.isEmpty() || known.isEmpty()) {
      return List.of();
    }
    return newest.get().isAfter(known.get())
        ? List.of()
        : done(
            settings.freshness(),
            "freshness",
            file,
            "no event after %s, which the last files had already".formatted(known.get()));
  }

  /** Notes about a file whose content was there before. */
  List<String> ofCopy(String file) {
    return done(
        settings.freshness(), "freshness", file, "the content of a file that counts already");
  }

  /** Notes about a file without a row. */
  List<String> ofEmpty(String file) {
    return done(settings.emptyFile(), "empty-file", file, "not a single row");
  }

  private List<String> done(Outcome outcome, String key, String file, String what) {
    if (outcome == Outcome.STOP) {
      throw DataError.gate(
          "source '%s', file %s: %s (deliveries.%s = stop)".formatted(source, file, what, key));
    }
    var notes = new ArrayList<String>();
    notes.add(what);
    return notes;
  }
}
