package io.microtarget.jobs.ingest;

import io.microtarget.jobs.raw.Listing;
import io.microtarget.jobs.raw.RecordFormat;
import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.jobs.store.Interpreted;
import io.microtarget.jobs.store.Ledger;
import io.microtarget.jobs.store.Outcome;
import io.microtarget.source.Balance;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Conform;
import io.microtarget.table.DataError;
import io.microtarget.vault.Pseudonym;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;

/** Takes in every file that is new, and accounts for every raw row of it. */
public final class Ingest {
  private static final int AT_ONCE = 2;

  /** Sources below it have fewer rows than it takes to compile the plans for them. */
  private static final long SMALL_BYTES = 4L << 20;

  private static final long SMALL_ROWS = 500_000;

  private static final Pattern PACKED =
      Pattern.compile(".*\\.(gz|bz2|zst|zip|tgz)(!/.*)?", Pattern.DOTALL);

  /** What a packed file has of bytes when it is unpacked, roughly. */
  private static final int UNPACKED = 5;

  private final With with;

  /** What the sources of a run are taken in with. */
  record With(
      SparkSession spark,
      DeltaStore store,
      Pseudonym pseudonym,
      Crossing crossing,
      Erased erased,
      String currency,
      String country,
      Optional<Instant> published,
      Listing listing,
      Layouts layouts) {
    private With in(SparkSession session) {
      return new With(
          session, store, pseudonym, crossing, erased, currency, country, published, listing,
          layouts);
    }
  }

  /**
   * An ingest into a store.
   *
   * @param currency of the business, ISO 4217
   * @param country where phones without a prefix are at home, ISO 3166; empty: not known
   * @param published midnight of the latest published date; older events of a known source are late
   */
  public Ingest(
      SparkSession spark,
      DeltaStore store,
      Pseudonym pseudonym,
      String currency,
      String country,
      Optional<Instant> published) {
    this.with =
        new With(
            spark,
            store,
            pseudonym,
            new Crossing(spark, store, pseudonym),
            Erased.of(spark, store, pseudonym, country),
            currency,
            country,
            published,
            new Listing(spark.sparkContext().hadoopConfiguration()),
            new Layouts());
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
    try (var crossing = with.crossing()) {
      var fresh = taken(sources);
      commit(with.spark(), with.store(), crossing, fresh);
      return result(sources, fresh);
    }
  }

  private List<Taken> taken(Map<String, SourceSettings> sources) {
    var fresh = new ArrayList<Taken>();
    var pool = Executors.newFixedThreadPool(AT_ONCE);
    try {
      var work = new ArrayList<Future<List<Taken>>>();
      // Large files first: the last one to end decides how long it takes.
      var names = new ArrayList<>(new TreeSet<>(sources.keySet()));
      var bytes = new HashMap<String, Long>();
      names.forEach(n -> bytes.put(n, with.listing().bytes(sources.get(n).path())));
      names.sort(Comparator.<String>comparingLong(bytes::get).reversed());
      with.store().ledger().entries();
      var small = with.in(Interpreted.of(with.spark()));
      for (var name : names) {
        var source = sources.get(name);
        var suited = isSmall(source.path(), bytes.get(name), known(name)) ? small : with;
        work.add(pool.submit(() -> source(suited, name, source)));
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
    return fresh;
  }

  /** Raw rows of a source that were taken in before, which new ones may be compared with. */
  private long known(String name) {
    return with.store().ledger().entries().stream()
        .filter(e -> e.source().equals(name))
        .mapToLong(e -> e.balance().in())
        .sum();
  }

  static boolean isSmall(String path, long bytes, long known) {
    return bytes * (PACKED.matcher(path).matches() ? UNPACKED : 1) < SMALL_BYTES
        && known < SMALL_ROWS;
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

  private static List<Taken> source(With with, String name, SourceSettings settings) {
    var all =
        with.store().ledger().entries().stream().filter(e -> e.source().equals(name)).toList();
    var standing =
        with.store().ledger().standing(with.store().frame().startedAt()).stream()
            .filter(e -> e.source().equals(name))
            .toList();
    var files = with.listing().of(name, settings.path(), Listing.known(contents(all)));
    var mapping = Hash.of(settings.fingerprint());
    var isCutByBytes = RecordFormat.of(settings.format(), settings.options()).endsLinesInBytes();
    var arrivals =
        Arrival.of(
            files,
            standing,
            all,
            mapping,
            settings.deliveries().sameName(),
            (file, old) ->
                isCutByBytes && with.listing().goesOn(file.file(), old.bytes(), old.content()));
    var taken = new OneSource(with, name, settings, all, standing).take(arrivals);
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
    // Rows of earlier files do not hide that what lies there now has none.
    var there = files.stream().map(f -> f.file().content()).toList();
    var isKnown =
        standing.stream().anyMatch(e -> there.contains(e.content()) && e.balance().in() > 0);
    // A file that grew has the rows it had before.
    var isNew = taken.stream().anyMatch(t -> t.balance().in() > 0 || t.outcome() == Outcome.GROWN);
    if (!isKnown && !isNew) {
      throw DataError.noInput(
          "source '%s': not a single row in %s; deliver the data, or take the source out of the settings"
              .formatted(name, files.stream().map(f -> f.file().name()).toList()));
    }
  }

  /** Makes deliveries visible, all of them with one commit, after what they left. */
  static void commit(SparkSession spark, DeltaStore store, Crossing crossing, List<Taken> fresh) {
    if (fresh.isEmpty()) {
      return;
    }
    var files = new TreeMap<String, String>();
    fresh.forEach(t -> files.put(t.deliveryId(), t.file().name()));
    crossing.commit(files, fresh.stream().anyMatch(t -> t.balance().quarantined() > 0));
    var rows = fresh.stream().map(Taken::row).toList();
    var table = spark.createDataFrame(rows, SourceTables.DELIVERY.schema()).coalesce(1);
    store.append(SourceTables.DELIVERY, Conform.to(SourceTables.DELIVERY, table, "source"));
    store.ledger().refresh();
  }

  private Result result(Map<String, SourceSettings> sources, List<Taken> fresh) {
    var balances = new TreeMap<String, Balance>();
    for (var name : sources.keySet()) {
      balances.put(name, with.store().ledger().balance(name, with.store().frame().startedAt()));
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
