package io.microtarget.jobs.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.microtarget.jobs.raw.Delivered;
import io.microtarget.jobs.raw.Listing;
import io.microtarget.jobs.raw.UnreadableFile;
import io.microtarget.jobs.store.Ledger;
import io.microtarget.jobs.store.Outcome;
import io.microtarget.source.Balance;
import io.microtarget.source.Format;
import io.microtarget.source.Mapping;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.SourceTables;
import io.microtarget.table.DataError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The new files of one source. */
final class OneSource {
  private final Ingest.With with;
  private final String name;
  private final SourceSettings settings;
  private final RawRows raw;
  private final boolean isKnown;
  private final Alarms alarms;
  private final List<StructType> earlier = new ArrayList<>();
  private final Set<List<String>> read = new LinkedHashSet<>();
  private final Set<String> readNames = new TreeSet<>();
  private final Set<String> ofFile = new TreeSet<>();
  private final Map<String, LookupJoin> lookups;

  OneSource(
      Ingest.With with,
      String name,
      SourceSettings settings,
      List<Ledger.Entry> all,
      List<Ledger.Entry> standing) {
    this.with = with;
    this.name = name;
    this.settings = settings;
    this.raw = new RawRows(with.spark(), name, settings.format(), settings.options());
    this.isKnown = !all.isEmpty();
    this.alarms = Alarms.of(name, settings.deliveries(), standing);
    var ddls = new LinkedHashSet<String>();
    for (var entry : standing) {
      // The columns of the last file stand last, also where an earlier one had the same.
      ddls.remove(entry.columns());
      ddls.add(entry.columns());
    }
    ddls.remove("");
    ddls.forEach(ddl -> earlier.add(StructType.fromDDL(ddl)));
    this.lookups = new TreeMap<>();
    settings
        .lookups()
        .forEach(
            (key, lookup) ->
                lookups.put(key, new LookupJoin(with.spark(), with.listing(), name, key, lookup)));
    read.addAll(settings.read());
    read.forEach(path -> readNames.add(path.get(0)));
    ofFile.addAll(readNames);
    lookups.values().forEach(lookup -> ofFile.removeAll(lookup.columns()));
  }

  /** A file with what its beginning tells. */
  private record Seen(Arrival arrival, String deliveryId, RawRows.Layout layout, Drift drift) {
    boolean isSetAside() {
      return !drift.rule().isEmpty();
    }

    Delivered delivered(boolean hasHeader) {
      return new Delivered(
          arrival.listed().file(), deliveryId, arrival.from(), hasHeader, layout.isDocument());
    }
  }

  List<Taken> take(List<Arrival> arrivals) {
    var seen = new ArrayList<Seen>();
    for (var arrival : arrivals) {
      if (arrival.outcome() != Outcome.COPY) {
        seen.add(seen(arrival));
      }
    }
    var counts = counts(seen.stream().filter(s -> !s.layout().isEmpty()).toList());
    var taken = new ArrayList<Taken>();
    var rows = new HashMap<String, Long>();
    for (var s : seen) {
      var counted = counts.getOrDefault(s.deliveryId(), Counts.NONE);
      rows.put(s.arrival().content(), counted.balance().in());
      taken.add(taken(s, counted));
    }
    for (var arrival : arrivals) {
      if (arrival.outcome() == Outcome.COPY) {
        taken.add(copy(arrival, rows));
      }
    }
    return taken;
  }

  private Seen seen(Arrival arrival) {
    try {
      var layout = with.layouts().of(raw, arrival.listed());
      if (layout.names().isEmpty() && !layout.isEmpty()) {
        throw DataError.gate(
            "source '%s', file %s: not a line of it %s: deliver it again"
                .formatted(
                    name,
                    arrival.name(),
                    settings.format() == Format.JSON
                        ? "is a JSON object; if an object goes over lines, say options.multi-line"
                            + " = true; if it is of another format"
                        : "can be read; it may be of another format"));
      }
      var drift =
          layout.isEmpty()
              ? new Drift(List.of(), List.of(), "")
              : Drift.of(name, arrival.name(), settings, layout, earlier, ofFile);
      if (!layout.isEmpty()) {
        earlier.remove(layout.columns());
        earlier.add(layout.columns());
      }
      return new Seen(arrival, id(arrival), layout, drift);
    } catch (UnreadableFile e) {
      throw Listing.unreadable(name, e);
    }
  }

  private String id(Arrival arrival) {
    var key = name + "\n" + arrival.content() + "/" + arrival.mapping();
    return Hash.of(arrival.from() == 0 ? key : key + "\n" + arrival.from());
  }

  private Map<String, Counts> counts(List<Seen> seen) {
    if (seen.isEmpty()) {
      return Map.of();
    }
    var first = seen.get(0);
    var label =
        seen.size() == 1
            ? first.arrival().name()
            : "%s and %d more".formatted(first.arrival().name(), seen.size() - 1);
    try {
      var files = new LinkedHashMap<String, String>();
      seen.forEach(s -> files.put(s.deliveryId(), s.arrival().name()));
      var lenient = new HashSet<String>();
      var replaced = new HashSet<String>();
      for (var s : seen) {
        if (s.isSetAside()) {
          lenient.add(s.deliveryId());
        } else {
          replaced.addAll(s.arrival().replaces());
        }
      }
      var rows = new Taking.Rows(mapped(seen), files, lenient, replaced, () -> lines(seen));
      return new Taking(with.spark(), with.store(), with.crossing(), name, settings).take(rows);
    } catch (Exception e) {
      // Some of Spark's exceptions are checked, though no signature says so.
      throw Broken.translated(name, label, first.layout().columns(), e);
    }
  }

  /** Files with equal columns are read together. */
  private Dataset<Row> mapped(List<Seen> seen) {
    var groups = new ArrayList<List<Seen>>();
    for (var s : seen) {
      groups.stream()
          .filter(group -> isAlike(group, s))
          .findFirst()
          .orElseGet(
              () -> {
                groups.add(new ArrayList<>());
                return groups.get(groups.size() - 1);
              })
          .add(s);
    }
    return groups.stream().map(this::mappedAlike).reduce(Dataset::unionByName).orElseThrow();
  }

  private boolean isAlike(List<Seen> group, Seen s) {
    var first = group.get(0);
    if (!first.drift().rule().equals(s.drift().rule())) {
      return false;
    }
    return settings.format() == Format.JSON
        ? group.stream()
            .allMatch(
                g -> RawColumns.isAlike(g.layout().columns(), s.layout().columns(), readNames))
        : first.layout().columns().equals(s.layout().columns());
  }

  private Dataset<Row> mappedAlike(List<Seen> seen) {
    var files = seen.stream().map(s -> s.delivered(raw.hasHeader())).toList();
    var rule = seen.get(0).drift().rule();
    Dataset<Row> rows;
    if (rule.isEmpty()) {
      var columns =
          (StructType)
              seen.stream()
                  .map(s -> (DataType) s.layout().columns())
                  .reduce(RawColumns::merged)
                  .orElseThrow();
      rows = raw.read(files, columns, read);
      for (var name : readNames) {
        if (!List.of(rows.columns()).contains(name)) {
          // Spark does not tell names by case: this finds the one that is spelled otherwise.
          rows = rows.withColumnRenamed(name, name);
        }
      }
      for (var missing : seen.get(0).drift().missing()) {
        if (!List.of(rows.columns()).contains(missing)) {
          rows = rows.withColumn(missing, lit(null).cast(DataTypes.StringType));
        }
      }
      for (var lookup : lookups.values()) {
        rows = lookup.to(rows);
      }
    } else {
      rows = raw.unread(files, rule, readNames);
    }
    var mapped = Mapping.of(rows, settings, context(seen.get(0).deliveryId()));
    return with.erased().without(mapped, settings);
  }

  private Mapping.Context context(String deliveryId) {
    var clocks = with.store().frame().clocks();
    return new Mapping.Context(
        name,
        deliveryId,
        with.currency(),
        clocks.zone(),
        with.store().frame().startedAt(),
        isKnown ? with.published() : Optional.empty(),
        with.pseudonym(),
        with.country());
  }

  /** What was delivered, for rows that are put aside only because of others. */
  private Dataset<Row> lines(List<Seen> seen) {
    var files = seen.stream().map(s -> s.delivered(raw.hasHeader())).toList();
    return raw.lines(files)
        .select(
            col(Mapping.DELIVERY).as("delivery_id"),
            col(raw.isOfLines() ? Mapping.OFFSET : Mapping.ROW_INDEX).as("row_index"),
            col(Mapping.LINE).as(Mapping.PAYLOAD));
  }

  private Taken taken(Seen seen, Counts counts) {
    var arrival = seen.arrival();
    var notes = new ArrayList<>(seen.drift().notes());
    var rows = counts.balance().in();
    if (rows == 0) {
      notes.addAll(alarms.ofEmpty(arrival.name()));
    } else if (arrival.outcome() != Outcome.GROWN && arrival.outcome() != Outcome.RETYPED) {
      notes.addAll(alarms.ofVolume(arrival.name(), rows));
    }
    if (arrival.outcome() == Outcome.NEW && rows > 0) {
      notes.addAll(alarms.ofFreshness(arrival.name(), counts.lastEvent()));
    }
    switch (arrival.outcome()) {
      case REWRITTEN ->
          notes.add(
              settings.kind().equals(SourceTables.CONSENT.name())
                  ? "written anew: what was said before stays said"
                  : "written anew: its earlier rows count no more");
      case GROWN -> notes.add("grew: read on from byte %,d".formatted(arrival.from()));
      default -> {}
    }
    return new Taken(
        seen.deliveryId(),
        name,
        settings.kind(),
        arrival.listed().file(),
        arrival.mapping(),
        seen.isSetAside() ? Outcome.SET_ASIDE : arrival.outcome(),
        // What is set aside stands for nothing: the rows before it stay.
        seen.isSetAside() ? List.of() : arrival.replaces(),
        seen.layout().columns().isEmpty() ? "" : seen.layout().columns().toDDL(),
        notes,
        counts.firstEvent(),
        counts.lastEvent(),
        counts.balance());
  }

  private Taken copy(Arrival arrival, Map<String, Long> rows) {
    long count =
        Optional.ofNullable(rows.get(arrival.content()))
            .orElseGet(
                () ->
                    with.store().ledger().standing(with.store().frame().startedAt()).stream()
                        .filter(e -> e.source().equals(name))
                        .filter(e -> e.content().equals(arrival.content()))
                        .mapToLong(e -> e.balance().in())
                        .sum());
    return new Taken(
        Hash.of(name + "\n" + arrival.content() + "/" + arrival.mapping() + "\n" + arrival.name()),
        name,
        settings.kind(),
        arrival.listed().file(),
        arrival.mapping(),
        Outcome.COPY,
        List.of(),
        "",
        alarms.ofCopy(arrival.name()),
        Optional.empty(),
        Optional.empty(),
        Balance.duplicate(count));
  }
}
