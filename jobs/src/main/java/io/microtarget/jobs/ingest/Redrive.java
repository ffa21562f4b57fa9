package io.microtarget.jobs.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.split_part;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.microtarget.jobs.raw.Listing;
import io.microtarget.jobs.raw.RawFile;
import io.microtarget.jobs.raw.RecordFormat;
import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.jobs.store.Ledger;
import io.microtarget.jobs.store.Outcome;
import io.microtarget.source.Balance;
import io.microtarget.source.Deliveries;
import io.microtarget.source.Mapping;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.SourceTables;
import io.microtarget.table.SettingsError;
import io.microtarget.vault.Pseudonym;
import io.microtarget.vault.VaultTables;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Quarantined rows of a source once more, from what the vault kept of them: after the settings, a
 * lookup or another file was mended. What is in order now goes into the typed tables under the
 * delivery it came with, as if it had been right from the start; the rest stays.
 *
 * <p>Where the settings changed and a file is still there, all of its rows may mean something else
 * now: the next run types that file anew, so that it is left out here. What no line tells any more
 * is unknown: the number of the row in its file ({@code _row_index}).
 */
public final class Redrive {
  private static final String PREFIX = "redriven:";
  private static final String OF_CHARSET = "malformed:charset";
  private static final Object[] LASTING = {
    "malformed:too-long", "malformed:nul", "malformed:quote", "malformed:surrogate"
  };

  private final SparkSession spark;
  private final DeltaStore store;
  private final Pseudonym pseudonym;
  private final Crossing crossing;
  private final String currency;
  private final String country;

  /**
   * A second try into a store.
   *
   * @param currency of the business, ISO 4217
   * @param country where phones without a prefix are at home, ISO 3166; empty: not known
   */
  public Redrive(
      SparkSession spark, DeltaStore store, Pseudonym pseudonym, String currency, String country) {
    this.spark = spark;
    this.store = store;
    this.pseudonym = pseudonym;
    this.crossing = new Crossing(spark, store, pseudonym);
    this.currency = currency;
    this.country = country;
  }

  /**
   * What became of the rows that were in quarantine.
   *
   * @param rows taken up again; {@code quarantined} of them are still in it
   * @param leftToRun files that the next run types anew
   */
  public record Result(Balance rows, List<String> leftToRun) {}

  /** The quarantined rows of one source. */
  public Result run(String name, SourceSettings settings) {
    try (crossing) {
      return again(name, settings);
    }
  }

  private Result again(String name, SourceSettings settings) {
    var mapping = Hash.of(settings.fingerprint());
    var there = there(name, settings);
    var left = new ArrayList<String>();
    var deliveries = new LinkedHashMap<String, Ledger.Entry>();
    for (var entry : store.ledger().standing(store.frame().startedAt())) {
      if (!entry.source().equals(name) || entry.balance().quarantined() == 0) {
        continue;
      }
      if (!entry.mapping().equals(mapping) && there.contains(entry.content())) {
        left.add(entry.file());
      } else {
        deliveries.put(entry.deliveryId(), entry);
      }
    }
    var total = Balance.NONE;
    var taken = new ArrayList<Taken>();
    for (var alike : bySchema(deliveries.values()).entrySet()) {
      var counts = alike(name, settings, StructType.fromDDL(alike.getKey()), alike.getValue());
      for (var entry : alike.getValue()) {
        var counted = counts.getOrDefault(entry.deliveryId(), Counts.NONE);
        total = total.plus(counted.balance());
        if (counted.balance().in() > counted.balance().quarantined()) {
          taken.add(taken(entry, counted));
        }
      }
    }
    Ingest.commit(spark, store, crossing, taken);
    return new Result(total, left);
  }

  private Set<String> there(String name, SourceSettings settings) {
    var contents = new HashSet<String>();
    var listing = new Listing(spark.sparkContext().hadoopConfiguration());
    if (listing.first(settings.path()).isPresent()) {
      listing
          .of(name, settings.path(), file -> Optional.empty())
          .forEach(f -> contents.add(f.file().content()));
    }
    return contents;
  }

  private static Map<String, List<Ledger.Entry>> bySchema(Iterable<Ledger.Entry> entries) {
    var byColumns = new TreeMap<String, List<Ledger.Entry>>();
    entries.forEach(e -> byColumns.computeIfAbsent(e.columns(), c -> new ArrayList<>()).add(e));
    return byColumns;
  }

  private Map<String, Counts> alike(
      String name, SourceSettings settings, StructType columns, List<Ledger.Entry> entries) {
    var files = new LinkedHashMap<String, String>();
    entries.forEach(e -> files.put(e.deliveryId(), e.file()));
    var read = settings.read();
    var raw = new RawRows(spark, name, settings.format(), settings.options());
    var rows = raw.parsedAgain(lines(name, settings, entries), columns, read);
    var ofLookups = new HashSet<String>();
    var listing = new Listing(spark.sparkContext().hadoopConfiguration());
    settings
        .lookups()
        .forEach(
            (key, lookup) ->
                ofLookups.addAll(new LookupJoin(spark, listing, name, key, lookup).columns()));
    for (var path : read) {
      var column = path.get(0);
      if (!List.of(rows.columns()).contains(column) && !ofLookups.contains(column)) {
        if (settings.deliveries().missingColumn() != Deliveries.Outcome.NOTE) {
          throw new SettingsError(
              "sources.%s: no column `%s` in the quarantined rows of %s"
                  .formatted(name, column, files.values()));
        }
        rows = rows.withColumn(column, lit(null).cast(DataTypes.StringType));
      }
    }
    for (var lookup : new TreeMap<>(settings.lookups()).entrySet()) {
      rows = new LookupJoin(spark, listing, name, lookup.getKey(), lookup.getValue()).to(rows);
    }
    var context =
        new Mapping.Context(
            name,
            "",
            currency,
            store.frame().clocks().zone(),
            store.frame().startedAt(),
            Optional.empty(),
            pseudonym,
            country);
    var erased = Erased.of(spark, store, pseudonym, country);
    var mapped = erased.without(Mapping.of(rows, settings, context), settings);
    return new Taking(spark, store, crossing, name, settings)
        .takeAgain(new Taking.Rows(mapped, files, files.keySet(), Set.of(), () -> mapped));
  }

  /** What the vault kept of rows that are still in quarantine, as lines of their files. */
  private Dataset<Row> lines(String name, SourceSettings settings, List<Ledger.Entry> entries) {
    var ids = entries.stream().map(Ledger.Entry::deliveryId).toArray();
    var quarantine =
        store
            .read(SourceTables.QUARANTINE)
            .filter(col("source").equalTo(name).and(col("delivery_id").isin(ids)));
    var done =
        quarantine
            .filter(col("rule").startsWith(PREFIX))
            .select("delivery_id", "row_index")
            .distinct();
    String[] keys = {"delivery_id", "row_index"};
    var open =
        quarantine
            .filter(col("rule").startsWith(PREFIX).equalTo(false))
            .join(done, keys, "left_anti")
            .select(
                concat(col("delivery_id"), lit(":"), col("row_index")).as("record_id"),
                col("rule"));
    var charset = RecordFormat.of(settings.format(), settings.options()).charset();
    var isOfCharset = col("rule").equalTo(OF_CHARSET);
    var decoded = udf(new Decoded(charset), DataTypes.StringType).apply(col("value"));
    var line = when(isOfCharset, coalesce(decoded, col("value"))).otherwise(col("value"));
    // No settings mend a line that was cut, or that holds what no text does.
    var fault = when(isOfCharset.and(decoded.isNull()).or(col("rule").isin(LASTING)), col("rule"));
    var lines =
        store
            .read(VaultTables.VAULT)
            .filter(col("field").equalTo(VaultTables.QUARANTINED_ROW))
            .filter(col("source").equalTo(name))
            .join(broadcast(open), "record_id");
    return lines.select(
        line.as(Mapping.LINE),
        fault.as(Mapping.FAULT),
        split_part(col("record_id"), lit(":"), lit(2)).cast("bigint").as(Mapping.OFFSET),
        lit(null).cast(DataTypes.LongType).as(Mapping.ROW_INDEX),
        col("delivery_id").as(Mapping.DELIVERY),
        lit(null).cast(DataTypes.StringType).as(Mapping.CONTENT));
  }

  /**
   * Lines of another charset were kept as one character a byte; null where the bytes are not of
   * this one either. A UDF, since Spark's {@code decode} stops the job then.
   */
  private record Decoded(String charset) implements UDF1<String, String>, Serializable {
    @Override
    public String call(String line) {
      try {
        var bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1));
        return Charset.forName(charset).newDecoder().decode(bytes).toString();
      } catch (CharacterCodingException e) {
        return null;
      }
    }
  }

  /** Rows in quarantine become fewer by as many as are elsewhere now; none came in. */
  private static Taken taken(Ledger.Entry entry, Counts counts) {
    var b = counts.balance();
    var moved = b.in() - b.quarantined();
    return new Taken(
        entry.deliveryId(),
        entry.source(),
        entry.kind(),
        new RawFile(
            "",
            "",
            entry.file(),
            entry.bytes(),
            entry.modifiedAt().toEpochMilli(),
            entry.content()),
        entry.mapping(),
        Outcome.REDRIVEN,
        List.of(),
        entry.columns(),
        List.of("redriven: %,d of %,d quarantined rows".formatted(moved, b.in())),
        counts.firstEvent(),
        counts.lastEvent(),
        new Balance(0, b.kept(), b.filtered(), -moved, b.duplicates(), b.late()));
  }
}
