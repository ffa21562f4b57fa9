package io.microtarget.jobs.ingest;

import io.microtarget.jobs.raw.Listing;
import io.microtarget.jobs.store.Ledger;
import io.microtarget.jobs.store.Outcome;
import io.microtarget.source.Deliveries.SameName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * A file that is not yet in the ledger as it is now, and what it is to the files that are.
 *
 * @param from bytes that were typed before; 0 for all of it
 * @param replaces deliveries whose rows are seen no more
 */
record Arrival(
    Listing.Listed listed, Outcome outcome, long from, List<String> replaces, String mapping) {

  String name() {
    return listed.file().name();
  }

  String content() {
    return listed.file().content();
  }

  /**
   * What is new among the files of a source, by name.
   *
   * @param standing deliveries of the source that count
   * @param all entries of the source
   * @param mapping fingerprint of the settings
   * @param goesOn whether a file begins with all that an older delivery of it had
   */
  static List<Arrival> of(
      List<Listing.Listed> files,
      List<Ledger.Entry> standing,
      List<Ledger.Entry> all,
      String mapping,
      SameName sameName,
      BiPredicate<Listing.Listed, Ledger.Entry> goesOn) {
    var byContent = new HashMap<String, Ledger.Entry>();
    var byName = new LinkedHashMap<String, List<Ledger.Entry>>();
    for (var entry : standing) {
      byContent.put(entry.content(), entry);
      byName.computeIfAbsent(entry.file(), n -> new ArrayList<>()).add(entry);
    }
    var copies =
        all.stream()
            .filter(e -> e.outcome() == Outcome.COPY)
            .map(e -> e.content() + "/" + e.file())
            .collect(Collectors.toSet());
    var arrivals = new ArrayList<Arrival>();
    var taken = new HashMap<String, Arrival>();
    for (var file : files) {
      var name = file.file().name();
      var content = file.file().content();
      var same = byContent.get(content);
      if (same != null && same.mapping().equals(mapping)) {
        if (!same.file().equals(name) && !copies.contains(content + "/" + name)) {
          arrivals.add(new Arrival(file, Outcome.COPY, 0, List.of(), mapping));
        }
      } else if (taken.containsKey(content)) {
        arrivals.add(new Arrival(file, Outcome.COPY, 0, List.of(), mapping));
      } else {
        var arrival = typed(file, same, byName, mapping, sameName, goesOn);
        taken.put(content, arrival);
        arrivals.add(arrival);
      }
    }
    return arrivals;
  }

  private static Arrival typed(
      Listing.Listed file,
      Ledger.Entry same,
      Map<String, List<Ledger.Entry>> byName,
      String mapping,
      SameName sameName,
      BiPredicate<Listing.Listed, Ledger.Entry> goesOn) {
    if (same != null) {
      // All parts of a file that grew are typed again as one.
      return new Arrival(file, Outcome.RETYPED, 0, ids(byName.get(same.file())), mapping);
    }
    var older = byName.getOrDefault(file.file().name(), List.of());
    if (older.isEmpty()) {
      return new Arrival(file, Outcome.NEW, 0, List.of(), mapping);
    }
    var last = older.get(older.size() - 1);
    if (last.mapping().equals(mapping)
        && last.outcome() != Outcome.SET_ASIDE
        && goesOn.test(file, last)) {
      return new Arrival(file, Outcome.GROWN, last.bytes(), List.of(), mapping);
    }
    return sameName == SameName.APPEND
        ? new Arrival(file, Outcome.NEW, 0, List.of(), mapping)
        : new Arrival(file, Outcome.REWRITTEN, 0, ids(older), mapping);
  }

  private static List<String> ids(List<Ledger.Entry> entries) {
    return entries.stream().map(Ledger.Entry::deliveryId).toList();
  }
}
