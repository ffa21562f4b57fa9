package io.microtarget.jobs.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.source.Duplicates;
import io.microtarget.source.Mapping;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Conform;
import io.microtarget.table.DataError;
import io.microtarget.table.Table;
import io.microtarget.vault.VaultTables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Mapped rows of one source into the lake: compared with each other and with earlier ones, counted,
 * written.
 *
 * <p>The files are read once, by the job that writes the typed rows: what goes into the vault and
 * the quarantine crosses over beside them ({@link Crossing}). Rows that are compared with each
 * other first are kept on disk in between.
 */
final class Taking {
  /** Keys above it are too many to be sent to every task. */
  private static final int FEW_KEYS = 200_000;

  private static final String[] BY_KEY = {Duplicates.KEY};
  private static final String[] BY_ROW = {"delivery_id", "row_index"};
  private static final String[] BY_TYPED_ROW = {"delivery_id", "row_index", "element_index"};
  private static final String VERDICT = "_verdict";
  private static final String WHY = "_why";
  private static final StructType REFUSED =
      StructType.fromDDL(
          "delivery_id STRING, row_index BIGINT, element_index INT, _verdict STRING, _why STRING");

  private final SparkSession spark;
  private final DeltaStore store;
  private final Crossing crossing;
  private final String name;
  private final SourceSettings settings;
  private final Table kind;

  Taking(
      SparkSession spark,
      DeltaStore store,
      Crossing crossing,
      String name,
      SourceSettings settings) {
    this.spark = spark;
    this.store = store;
    this.crossing = crossing;
    this.name = name;
    this.settings = settings;
    this.kind = Mapping.kind(settings);
  }

  /**
   * What is to be taken in.
   *
   * @param mapped rows of {@link Mapping#of(Dataset, SourceSettings, Mapping.Context)}
   * @param files delivery to the name of its file, those whose rows win first at the beginning
   * @param lenient deliveries that may be quarantined as a whole
   * @param replaced deliveries whose rows are seen no more
   * @param lines the payload of rows that were not broken by themselves: {@code delivery_id,
   *     row_index, payload}
   */
  record Rows(
      Dataset<Row> mapped,
      Map<String, String> files,
      Set<String> lenient,
      Set<String> replaced,
      Supplier<Dataset<Row>> lines) {}

  /**
   * Writes the rows and says where they went, by delivery.
   *
   * @throws DataError (gate) if too many rows of a file broke a rule, or a row is accounted for
   *     nowhere
   */
  Map<String, Counts> take(Rows rows) {
    var deliveries = List.copyOf(rows.files().keySet());
    var isKept = !settings.identifiedBy().isEmpty();
    var mapped = isKept ? rows.mapped().persist(StorageLevel.DISK_ONLY()) : rows.mapped();
    try {
      var counts = written(compared(mapped, rows, deliveries), deliveries);
      check(counts, rows);
      conflicts(counts, rows);
      return counts;
    } finally {
      if (isKept) {
        mapped.unpersist();
      }
    }
  }

  /**
   * Writes rows that were in quarantine and are in order now, and says so in the quarantine; the
   * others stay there as they are.
   */
  Map<String, Counts> takeAgain(Rows rows) {
    var deliveries = List.copyOf(rows.files().keySet());
    var mapped = rows.mapped().persist(StorageLevel.DISK_ONLY());
    try {
      var marked = compared(mapped, rows, deliveries);
      var counts = Counts.of(marked);
      store.append(kind, typed(marked, deliveries, false));
      var settled =
          marked
              .filter(not(Mapping.quarantined()).and(col(Mapping.COUNTS)))
              .select(
                  col("delivery_id"),
                  col("row_index"),
                  lit(name).as("source"),
                  concat(lit("redriven:"), col(Mapping.STATUS)).as("rule"));
      store.append(
          SourceTables.QUARANTINE,
          Conform.to(SourceTables.QUARANTINE, crossing.named(settled, rows.files()), "source"));
      return counts;
    } finally {
      mapped.unpersist();
    }
  }

  /** Counts come out of the job that writes; a delivery without a row has none. */
  private Map<String, Counts> written(Dataset<Row> marked, List<String> deliveries) {
    // To observe rows also ends the method that Spark makes of the mapping: with what follows it
    // would be longer than 8,000 bytes, which the JVM never compiles.
    var raw = new Observation();
    var observed = marked.observe(raw, count_if(col(Mapping.COUNTS)).as("in"));
    var tally = Tally.of(spark);
    var written = store.write(kind, typed(tally.over(observed), deliveries, true));
    var counts = tally.value();
    requireAll("raw", DeltaStore.counts(raw).get("in"), counts, c -> c.balance().in());
    requireAll("typed", written, counts, Counts::typed);
    return counts;
  }

  private void requireAll(
      String what, long there, Map<String, Counts> counts, ToLongFunction<Counts> counted) {
    if (counts.values().stream().mapToLong(counted).sum() != there) {
      throw DataError.gate(
          "source '%s': %s rows are accounted for nowhere; nothing is published"
              .formatted(name, what));
    }
  }

  private Dataset<Row> typed(Dataset<Row> marked, List<String> deliveries, boolean isAside) {
    var columns = kind.columns().stream().map(c -> col(c)).toArray(Column[]::new);
    var accepted = crossing.accepted(marked, name, settings, deliveries.get(0), isAside);
    return Conform.to(kind, accepted.select(columns), "source");
  }

  /** Only rows whose key comes more than once are sorted by it; most sources have few of them. */
  private Dataset<Row> compared(Dataset<Row> mapped, Rows rows, List<String> deliveries) {
    if (settings.identifiedBy().isEmpty()) {
      return mapped;
    }
    var keys = Mapping.keyColumns(settings);
    var earlier = Optional.of(store.earlier(kind, name, rows.replaced()));
    var repeated =
        Duplicates.repeated(mapped, earlier, keys).as(Encoders.LONG()).takeAsList(FEW_KEYS + 1);
    if (repeated.isEmpty()) {
      return mapped;
    }
    if (repeated.size() > FEW_KEYS) {
      return Duplicates.marked(mapped, earlier, kind, keys, deliveries);
    }
    var few = broadcast(spark.createDataset(repeated, Encoders.LONG()).toDF(Duplicates.KEY));
    var key = when(Duplicates.takesPart(keys), Duplicates.key(keys));
    var suspect =
        mapped.withColumn(Duplicates.KEY, key).join(few, BY_KEY, "left_semi").drop(Duplicates.KEY);
    var known =
        earlier.map(
            all ->
                all.withColumn(Duplicates.KEY, Duplicates.key(keys))
                    .join(few, BY_KEY, "left_semi")
                    .drop(Duplicates.KEY));
    // Who takes part was accepted before.
    var refused =
        Duplicates.marked(suspect, known, kind, keys, deliveries)
            .filter(not(Mapping.accepted()))
            .select(
                col("delivery_id"),
                col("row_index"),
                col("element_index"),
                col(Mapping.STATUS).as(VERDICT),
                col(Mapping.RULE).as(WHY))
            .takeAsList(FEW_KEYS + 1);
    if (refused.size() > FEW_KEYS) {
      return Duplicates.marked(mapped, earlier, kind, keys, deliveries);
    }
    return mapped
        .join(broadcast(spark.createDataFrame(refused, REFUSED)), BY_TYPED_ROW, "left")
        .withColumn(Mapping.STATUS, coalesce(col(VERDICT), col(Mapping.STATUS)))
        .withColumn(Mapping.RULE, coalesce(col(WHY), col(Mapping.RULE)))
        .drop(VERDICT, WHY);
  }

  private void check(Map<String, Counts> counts, Rows rows) {
    for (var entry : counts.entrySet()) {
      var balance = entry.getValue().balance();
      var file = rows.files().get(entry.getKey());
      if (balance.missing() != 0) {
        throw DataError.gate(
            "source '%s', file %s: %d raw rows are accounted for nowhere; nothing is published"
                .formatted(name, file, balance.missing()));
      }
      var considered = balance.in() - balance.filtered() - balance.duplicates();
      if (balance.quarantined() > settings.maxQuarantinedShare() * considered
          && !rows.lenient().contains(entry.getKey())) {
        throw DataError.gate(
            "source '%s', file %s: %d of %d rows broke a rule %s; at most a share of %s may (max-quarantined-share)"
                .formatted(
                    name,
                    file,
                    balance.quarantined(),
                    considered,
                    byRule(entry.getKey()),
                    settings.maxQuarantinedShare()));
      }
    }
  }

  private Map<String, Long> byRule(String delivery) {
    var byRule = new TreeMap<String, Long>();
    aside()
        .filter(col("delivery_id").equalTo(delivery))
        .select("row_index", "rule")
        .distinct()
        .groupBy("rule")
        .count()
        .collectAsList()
        .forEach(r -> byRule.put(r.getString(0), r.getLong(1)));
    return byRule;
  }

  private Dataset<Row> aside() {
    return crossing.left(name).filter(col("rule").isNotNull());
  }

  /**
   * What conflicts with another row was not broken by itself, so that its line was not kept: it is
   * read again.
   */
  private void conflicts(Map<String, Counts> counts, Rows rows) {
    if (settings.identifiedBy().isEmpty()
        || counts.values().stream().allMatch(c -> c.balance().quarantined() == 0)) {
      return;
    }
    var conflicting = aside().filter(col("value").isNull()).select("delivery_id", "row_index");
    if (conflicting.isEmpty()) {
      return;
    }
    crossing.take(
        rows.lines()
            .get()
            .join(broadcast(conflicting), BY_ROW, "left_semi")
            .select(
                concat_ws(":", col("delivery_id"), col("row_index")).as("record_id"),
                lit(name).as("source"),
                lit(VaultTables.QUARANTINED_ROW).as("field"),
                col(Mapping.PAYLOAD).as("value"),
                col("delivery_id"),
                lit(null).cast(DataTypes.LongType).as("row_index"),
                lit(null).cast(DataTypes.StringType).as("rule")));
  }
}
