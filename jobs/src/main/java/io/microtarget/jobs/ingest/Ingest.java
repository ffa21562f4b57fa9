package io.microtarget.jobs.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.microtarget.jobs.raw.Delivered;
import io.microtarget.jobs.raw.Listing;
import io.microtarget.jobs.raw.UnreadableFile;
import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.jobs.store.Ledger;
import io.microtarget.jobs.store.Outcome;
import io.microtarget.source.Balance;
import io.microtarget.source.Mapping;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Conform;
import io.microtarget.table.DataError;
import io.microtarget.table.Expression;
import io.microtarget.vault.Pseudonym;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Takes in every file that is new, and accounts for every raw row of it. */
public final class Ingest {
  private static final int AT_ONCE = 2;

  private final SparkSession spark;
  private final DeltaStore store;
  private final Pseudonym pseudonym;
  private final String currency;
  private final Optional<Instant> published;
  private final Listing listing;

  /**
   * An ingest into a store.
   *
   * @param currency of the business, ISO 4217
   * @param published midnight of the latest published date; older events of a known source are late
   */
  public Ingest(
      SparkSession spark,
      DeltaStore store,
      Pseudonym pseudonym,
      String currency,
      Optional<Instant> published) {
    this.spark = spark;
    this.store = store;
    this.pseudonym = pseudonym;
    this.currency = currency;
    this.published = published;
    this.listing = new Listing(spark.sparkContext().hadoopConfiguration());
  }

  /**
   * What was found in one run.
   *
   * @param bySource the balance of each source over all its deliveries that count
   * @param notes what was not as in the last files, a line each
   */
  public record Result(
      Map<String, Balance> bySource, long rowsIn, long rowsOut, List<String> notes) {}

  /**
   * Reads what is new of all sources and commits it to the ledger at once.
   *
   * @throws DataError if a file is missing, unreadable, or breaks its contract too often
   */
  public Result run(Map<String, SourceSettings> sources) {
    var fresh = new ArrayList<Taken>();
    var pool = Executors.newFixedThreadPool(AT_ONCE);
    try {
      var work = new ArrayList<Future<List<Taken>>>();
      // Large files first: the last one to end decides how long it takes.
      var names = new ArrayList<>(new TreeSet<>(sources.keySet()));
      var bytes = new HashMap<String, Long>();
      names.forEach(n -> bytes.put(n, listing.bytes(sources.get(n).path())));
      names.sort(Comparator.<String>comparingLong(bytes::get).reversed());
      store.ledger().entries();
      for (var name : names) {
        work.add(pool.submit(() -> source(name, sources.get(name))));
      }
      for (var future : work) {
        fresh.addAll(future.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading sources", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      stop(pool);
    }
    commit(spark, store, fresh);
    return result(sources, fresh);
  }

  /** Waits for what is still at work, so that nothing is written after the lease was given back. */
  private static void stop(ExecutorService pool) {
    pool.shutdownNow();
    try {
      pool.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Taken> source(String name, SourceSettings settings) {
    var all = store.ledger().entries().stream().filter(e -> e.source().equals(name)).toList();
    var standing =
        store.ledger().standing(store.frame().startedAt()).stream()
            .filter(e -> e.source().equals(name))
            .toList();
    var files = listing.of(name, settings.path(), Listing.known(contents(all)));
    var mapping = Hash.of(settings.fingerprint());
    var arrivals =
        Arrival.of(
            files,
            standing,
            all,
            mapping,
            settings.deliveries().sameName(),
            (file, old) -> listing.goesOn(file.file(), old.bytes(), old.content()));
    var taken = new Source(name, settings, all, standing).take(arrivals);
    requireRows(name, files, standing, taken);
    return taken;
  }

  private static Map<String, String> contents(List<Ledger.Entry> entries) {
    var contents = new HashMap<String, String>();
    for (var e : entries) {
      if (e.outcome() != Outcome.REDRIVEN) {
        contents.put(Listing.key(e.file(), e.bytes(), e.modifiedAt().toEpochMilli()), e.content());
      }
    }
    return contents;
  }

  private static void requireRows(
      String name, List<Listing.Listed> files, List<Ledger.Entry> standing, List<Taken> taken) {
    var rows =
        standing.stream().mapToLong(e -> e.balance().in()).sum()
            + taken.stream().mapToLong(t -> t.balance().in()).sum();
    if (rows == 0) {
      throw DataError.noInput(
          "source '%s': not a single row in %s; deliver the data, or take the source out of the settings"
              .formatted(name, files.stream().map(f -> f.file().name()).toList()));
    }
  }

  /** The new files of one source. */
  private final class Source {
    private final String name;
    private final SourceSettings settings;
    private final RawRows raw;
    private final boolean isKnown;
    private final Alarms alarms;
    private final List<StructType> earlier = new ArrayList<>();
    private final Set<List<String>> read = new LinkedHashSet<>();
    private final Set<String> readNames = new TreeSet<>();

    Source(
        String name, SourceSettings settings, List<Ledger.Entry> all, List<Ledger.Entry> standing) {
      this.name = name;
      this.settings = settings;
      this.raw = new RawRows(spark, name, settings.format(), settings.options());
      this.isKnown = !all.isEmpty();
      this.alarms = Alarms.of(name, settings.deliveries(), standing);
      standing.stream()
          .map(Ledger.Entry::columns)
          .filter(ddl -> !ddl.isEmpty())
          .distinct()
          .forEach(ddl -> earlier.add(StructType.fromDDL(ddl)));
      settings.expressions().forEach(e -> read.addAll(Expression.paths(e)));
      settings.lookups().values().forEach(l -> l.keys().forEach(k -> read.add(List.of(k))));
      settings
          .lookups()
          .values()
          .forEach(l -> l.atOrBefore().values().forEach(k -> read.add(List.of(k))));
      settings.knownAfter().forEach(k -> read.add(List.of(k)));
      read.removeIf(path -> Mapping.isGiven(path.get(0)));
      read.forEach(path -> readNames.add(path.get(0)));
    }

    /** A file with what its beginning tells. */
    private record Seen(Arrival arrival, String deliveryId, RawRows.Layout layout, Drift drift) {
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
        var layout = raw.layout(arrival.listed());
        if (layout.names().isEmpty() && !layout.isEmpty()) {
          throw DataError.gate(
              "source '%s', file %s: not a line of it %s: deliver it again"
                  .formatted(
                      name,
                      arrival.name(),
                      settings.format() == io.microtarget.source.Format.JSON
                          ? "is a JSON object; if an object goes over lines, say options.multi-line"
                              + " = true; if it is of another format"
                          : "can be read; it may be of another format"));
        }
        var lookups = lookupColumns();
        var ofFile = new TreeSet<>(readNames);
        ofFile.removeAll(lookups);
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

    private Set<String> lookupColumns() {
      var columns = new HashSet<String>();
      settings.lookups().forEach((key, lookup) -> columns.addAll(lookup(key, lookup).columns()));
      return columns;
    }

    private LookupJoin lookup(String key, io.microtarget.source.Lookup lookup) {
      return new LookupJoin(spark, listing, name, key, lookup);
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
          replaced.addAll(s.arrival().replaces());
          if (!s.drift().rule().isEmpty()) {
            lenient.add(s.deliveryId());
          }
        }
        var rows = new Taking.Rows(mapped(seen), files, lenient, replaced, () -> lines(seen));
        return new Taking(spark, store, pseudonym, name, settings).take(rows);
      } catch (Exception e) {
        // Some of Spark's exceptions are checked, though no signature says so.
        throw Broken.translated(name, label, first.layout().columns(), e);
      }
    }

    /** Files with equal columns are read together. */
    private Dataset<Row> mapped(List<Seen> seen) {
      var groups = new LinkedHashMap<String, List<Seen>>();
      var isJson = settings.format() == io.microtarget.source.Format.JSON;
      for (var s : seen) {
        var columns = isJson ? "" : s.layout().columns().toDDL();
        groups.computeIfAbsent(columns + "\n" + s.drift().rule(), k -> new ArrayList<>()).add(s);
      }
      return groups.values().stream()
          .map(this::mappedAlike)
          .reduce(Dataset::unionByName)
          .orElseThrow();
    }

    private Dataset<Row> mappedAlike(List<Seen> seen) {
      var files = seen.stream().map(s -> s.delivered(raw.hasHeader())).toList();
      var rule = seen.get(0).drift().rule();
      Dataset<Row> rows;
      if (rule.isEmpty()) {
        var columns =
            (StructType)
                seen.stream()
                    .map(s -> (org.apache.spark.sql.types.DataType) s.layout().columns())
                    .reduce(RawColumns::merged)
                    .orElseThrow();
        rows = raw.read(files, columns, read);
        for (var missing : seen.get(0).drift().missing()) {
          if (!List.of(rows.columns()).contains(missing)) {
            rows = rows.withColumn(missing, lit(null).cast(DataTypes.StringType));
          }
        }
        for (var entry : new TreeMap<>(settings.lookups()).entrySet()) {
          rows = lookup(entry.getKey(), entry.getValue()).to(rows);
        }
      } else {
        rows = raw.unread(files, rule, readNames);
      }
      return Mapping.of(rows, settings, context(seen.get(0).deliveryId()));
    }

    private Mapping.Context context(String deliveryId) {
      var clocks = store.frame().clocks();
      return new Mapping.Context(
          name,
          deliveryId,
          currency,
          clocks.zone(),
          store.frame().startedAt(),
          isKnown ? published : Optional.empty(),
          pseudonym);
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
        case REWRITTEN -> notes.add("written anew: its earlier rows count no more");
        case GROWN -> notes.add("grew: read on from byte %,d".formatted(arrival.from()));
        default -> {}
      }
      return new Taken(
          seen.deliveryId(),
          name,
          settings.kind(),
          arrival.listed().file(),
          arrival.mapping(),
          seen.drift().rule().isEmpty() ? arrival.outcome() : Outcome.SET_ASIDE,
          arrival.replaces(),
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
                      store.ledger().standing(store.frame().startedAt()).stream()
                          .filter(e -> e.source().equals(name))
                          .filter(e -> e.content().equals(arrival.content()))
                          .mapToLong(e -> e.balance().in())
                          .sum());
      return new Taken(
          Hash.of(
              name + "\n" + arrival.content() + "/" + arrival.mapping() + "\n" + arrival.name()),
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

  /** Makes deliveries visible, all of them with one commit. */
  static void commit(SparkSession spark, DeltaStore store, List<Taken> fresh) {
    if (fresh.isEmpty()) {
      return;
    }
    var rows = fresh.stream().map(Taken::row).toList();
    var table = spark.createDataFrame(rows, SourceTables.DELIVERY.schema()).coalesce(1);
    store.append(SourceTables.DELIVERY, Conform.to(SourceTables.DELIVERY, table, "source"));
    store.ledger().refresh();
  }

  private Result result(Map<String, SourceSettings> sources, List<Taken> fresh) {
    var balances = new TreeMap<String, Balance>();
    for (var name : sources.keySet()) {
      balances.put(name, store.ledger().balance(name, store.frame().startedAt()));
    }
    var in = fresh.stream().mapToLong(t -> t.balance().in()).sum();
    var out = fresh.stream().mapToLong(t -> t.balance().kept() + t.balance().late()).sum();
    var notes = new ArrayList<String>();
    for (var t : fresh) {
      t.notes()
          .forEach(n -> notes.add("%s, file %s: %s".formatted(t.source(), t.file().name(), n)));
    }
    return new Result(balances, in, out, notes);
  }
}
