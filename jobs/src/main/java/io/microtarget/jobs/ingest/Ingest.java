package io.microtarget.jobs.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.jobs.store.Ledger;
import io.microtarget.source.Balance;
import io.microtarget.source.Mapping;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Conform;
import io.microtarget.table.DataError;
import io.microtarget.vault.Pseudonym;
import io.microtarget.vault.VaultRows;
import io.microtarget.vault.VaultTables;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** Takes in every file that is new, and accounts for every raw row of it. */
public final class Ingest {
  private static final int AT_ONCE = 2;

  private final SparkSession spark;
  private final DeltaStore store;
  private final Pseudonym pseudonym;
  private final String currency;
  private final Optional<Instant> published;
  private final RawFiles raw;

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
    this.raw = new RawFiles(spark);
  }

  /** What was found in one run: the balance of each source, and how many rows were typed. */
  public record Result(Map<String, Balance> bySource, long rowsIn, long rowsOut) {}

  /**
   * Reads what is new of all sources and commits it to the ledger at once.
   *
   * @return the balance of each source over all its committed deliveries, known ones included
   * @throws DataError if a file is missing, unreadable, or breaks its contract too often
   */
  public Result run(Map<String, SourceSettings> sources) {
    var fresh = new ArrayList<Taken>();
    var pool = Executors.newFixedThreadPool(AT_ONCE);
    try {
      var work = new ArrayList<Future<List<Taken>>>();
      // Large files first: the last one to end decides how long it takes.
      var bySize =
          new TreeMap<Long, Map<String, List<RawFiles.File>>>(java.util.Comparator.reverseOrder());
      for (var entry : sources.entrySet()) {
        var files = raw.list(entry.getKey(), entry.getValue().path());
        var bytes = files.stream().mapToLong(RawFiles.File::bytes).sum();
        bySize.computeIfAbsent(bytes, b -> new TreeMap<>()).put(entry.getKey(), files);
      }
      bySize
          .values()
          .forEach(
              group ->
                  group.forEach(
                      (name, files) ->
                          work.add(pool.submit(() -> source(name, sources.get(name), files)))));
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
    commit(fresh);
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

  private record Taken(
      String deliveryId,
      String source,
      String kind,
      RawFiles.File file,
      String mapping,
      Balance balance) {}

  private List<Taken> source(String name, SourceSettings settings, List<RawFiles.File> files) {
    var taken = new ArrayList<Taken>();
    var mapping = hash(settings.fingerprint());
    var ofSource = store.ledger().entries().stream().filter(e -> e.source().equals(name)).toList();
    var isKnownSource = !ofSource.isEmpty();
    // Of a file that was typed under several mappings the last typing counts.
    var latest = new LinkedHashMap<String, String>();
    store.ledger().typed().stream()
        .filter(e -> e.source().equals(name))
        .forEach(e -> latest.put(e.content(), e.mapping()));
    var rows = new LinkedHashMap<String, Long>();
    for (var entry : ofSource) {
      if (mapping.equals(entry.mapping()) && mapping.equals(latest.get(entry.content()))) {
        rows.putIfAbsent(entry.content() + "/" + mapping, entry.balance().in());
        rows.put(entry.content() + "/" + mapping + "/" + entry.file(), entry.balance().in());
      }
    }
    var anew =
        files.stream()
            .map(RawFiles.File::content)
            .filter(content -> !rows.containsKey(content + "/" + mapping))
            .collect(Collectors.toSet());
    var typed = new ArrayList<String>();
    for (var file : files) {
      var key = file.content() + "/" + mapping;
      if (rows.containsKey(key + "/" + file.name())) {
        continue;
      }
      if (rows.containsKey(key)) {
        taken.add(
            new Taken(
                hash(name + "\n" + key + "\n" + file.name()),
                name,
                settings.kind(),
                file,
                mapping,
                Balance.duplicate(rows.get(key))));
      } else {
        var deliveryId = hash(name + "\n" + key);
        var lateBefore = isKnownSource ? published : Optional.<Instant>empty();
        var balance =
            file(
                name,
                settings,
                file,
                deliveryId,
                lateBefore,
                () -> store.earlier(Mapping.kind(settings), name, anew, typed));
        typed.add(deliveryId);
        taken.add(new Taken(deliveryId, name, settings.kind(), file, mapping, balance));
        rows.put(key, balance.in());
      }
      rows.put(key + "/" + file.name(), rows.get(key));
    }
    if (files.stream().allMatch(f -> rows.get(f.content() + "/" + mapping) == 0)) {
      throw DataError.noInput(
          "source '%s': not a single row in %s; deliver the data, or take the source out of the settings"
              .formatted(name, files.stream().map(RawFiles.File::name).toList()));
    }
    return taken;
  }

  private Balance file(
      String name,
      SourceSettings settings,
      RawFiles.File file,
      String deliveryId,
      Optional<Instant> lateBefore,
      Supplier<Dataset<Row>> earlier) {
    var path = file.path().toString();
    var rows = raw.read(name, settings.format(), path, settings.options());
    // A text without a line has no header either, so there is nothing to map.
    if (RawFiles.isWithoutColumns(rows)) {
      if (rows.isEmpty()) {
        return Balance.NONE;
      }
      throw DataError.gate(
          "source '%s', file %s: not a line of it is a JSON object; it may be of another format: deliver it again"
              .formatted(name, file.name()));
    }
    rows = rows.withColumn(Mapping.CONTENT, lit(file.content()));
    for (var lookup : new TreeMap<>(settings.lookups()).entrySet()) {
      rows = new LookupJoin(raw, name, lookup.getKey(), lookup.getValue()).to(rows);
    }
    var frame = store.frame();
    var context =
        new Mapping.Context(
            name,
            deliveryId,
            currency,
            frame.clocks().zone(),
            frame.startedAt(),
            lateBefore,
            pseudonym);
    try {
      var mapped =
          Mapping.of(
              rows,
              settings,
              context,
              settings.identifiedBy().isEmpty() ? Optional.empty() : Optional.of(earlier.get()));
      var balance = write(mapped, settings);
      if (balance.missing() != 0) {
        throw DataError.gate(
            "source '%s', file %s: %d raw rows are accounted for nowhere; nothing is published"
                .formatted(name, file.name(), balance.missing()));
      }
      if (balance.quarantined() > 0) {
        quarantine(mapped, name, file, deliveryId, settings, balance);
      }
      return balance;
    } catch (Exception e) {
      // Some of Spark's exceptions are checked, though no signature says so.
      throw RawFiles.translated(name, rows, path, e);
    }
  }

  private Balance write(Dataset<Row> mapped, SourceSettings settings) {
    var kind = Mapping.kind(settings);
    var counts = new ArrayList<Column>();
    Mapping.counts().forEach((status, count) -> counts.add(count.as(status)));
    var observation = new Observation();
    var observed =
        mapped.observe(
            observation, counts.get(0), counts.subList(1, counts.size()).toArray(Column[]::new));
    var typed = kind.columns().stream().map(c -> col(c)).toArray(Column[]::new);
    var accepted = observed.filter(Mapping.accepted()).select(typed);
    store.append(kind, Conform.to(kind, accepted, "source"));
    var balance = Mapping.balance(DeltaStore.counts(observation));
    if (kind.columns().contains("record_id")) {
      var crossing =
          mapped
              .filter(Mapping.accepted())
              .select(
                  col("record_id"),
                  col("source"),
                  col("delivery_id"),
                  col(Mapping.NATIVE_ID).as("native_id"),
                  col("_personal").as("personal"));
      store.append(
          VaultTables.VAULT,
          Conform.to(VaultTables.VAULT, VaultRows.of(crossing, pseudonym.version()), "source"));
    }
    return balance;
  }

  private void quarantine(
      Dataset<Row> mapped,
      String name,
      RawFiles.File file,
      String deliveryId,
      SourceSettings settings,
      Balance balance) {
    var broken = mapped.filter(Mapping.quarantined());
    var considered = balance.in() - balance.filtered() - balance.duplicates();
    if (balance.quarantined() > settings.maxQuarantinedShare() * considered) {
      var byRule = new TreeMap<String, Long>();
      broken
          .groupBy(Mapping.RULE)
          .count()
          .collectAsList()
          .forEach(r -> byRule.put(r.getString(0), r.getLong(1)));
      throw DataError.gate(
          "source '%s', file %s: %d of %d rows broke a rule %s; at most a share of %s may (max-quarantined-share)"
              .formatted(
                  name,
                  file.name(),
                  balance.quarantined(),
                  considered,
                  byRule,
                  settings.maxQuarantinedShare()));
    }
    store.append(
        SourceTables.QUARANTINE,
        Conform.to(
            SourceTables.QUARANTINE,
            broken.select(
                lit(deliveryId).as("delivery_id"),
                col("row_index"),
                lit(name).as("source"),
                lit(file.name()).as("file"),
                col(Mapping.RULE).as("rule")),
            "source"));
    store.append(
        VaultTables.VAULT,
        Conform.to(
            VaultTables.VAULT,
            broken.select(
                org.apache
                    .spark
                    .sql
                    .functions
                    .concat_ws(":", lit(deliveryId), col("row_index"))
                    .as("record_id"),
                lit(name).as("source"),
                lit("quarantined_row").as("field"),
                col(Mapping.PAYLOAD).as("value"),
                lit(pseudonym.version()).as("key_version"),
                lit(deliveryId).as("delivery_id")),
            "source"));
  }

  private void commit(List<Taken> fresh) {
    if (fresh.isEmpty()) {
      return;
    }
    var rows =
        fresh.stream()
            .map(
                t ->
                    RowFactory.create(
                        t.deliveryId,
                        t.source,
                        t.kind,
                        t.file.name(),
                        t.file.bytes(),
                        t.file.content(),
                        t.mapping,
                        t.balance.in(),
                        t.balance.kept(),
                        t.balance.filtered(),
                        t.balance.quarantined(),
                        t.balance.duplicates(),
                        t.balance.late()))
            .toList();
    var table = spark.createDataFrame(rows, SourceTables.DELIVERY.schema()).coalesce(1);
    store.append(SourceTables.DELIVERY, Conform.to(SourceTables.DELIVERY, table, "source"));
    store.ledger().refresh();
  }

  private Result result(Map<String, SourceSettings> sources, List<Taken> fresh) {
    var balances = new TreeMap<String, Balance>();
    sources.keySet().forEach(name -> balances.put(name, Balance.NONE));
    var latest = new LinkedHashMap<String, Ledger.Entry>();
    for (var entry : store.ledger().entries()) {
      // A file typed anew under a changed mapping counts once, as it was typed last.
      latest.put(entry.source() + "/" + entry.content() + "/" + entry.file(), entry);
    }
    latest
        .values()
        .forEach(e -> balances.computeIfPresent(e.source(), (n, b) -> b.plus(e.balance())));
    var in = fresh.stream().mapToLong(t -> t.balance.in()).sum();
    var out = fresh.stream().mapToLong(t -> t.balance.kept() + t.balance.late()).sum();
    return new Result(balances, in, out);
  }

  private static String hash(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }
}
