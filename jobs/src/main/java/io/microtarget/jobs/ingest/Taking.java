package io.microtarget.jobs.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
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
import io.microtarget.vault.Pseudonym;
import io.microtarget.vault.VaultRows;
import io.microtarget.vault.VaultTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Mapped rows of one source into the lake: compared with each other and with earlier ones, counted,
 * written.
 *
 * <p>The files are read once. What is needed more than once (for the comparison, the vault, the
 * quarantine) is kept on disk in between; where all is one job, nothing is kept.
 */
final class Taking {
  /** Keys above it are too many to be sent to every task. */
  private static final int FEW_KEYS = 200_000;

  /** Deliveries above it are too many to be counted apart in the job that writes. */
  private static final int FEW_DELIVERIES = 16;

  private static final String[] BY_KEY = {Duplicates.KEY};
  private static final String[] BY_ROW = {"delivery_id", "row_index"};

  private final SparkSession spark;
  private final DeltaStore store;
  private final Pseudonym pseudonym;
  private final String name;
  private final SourceSettings settings;
  private final Table kind;

  Taking(
      SparkSession spark,
      DeltaStore store,
      Pseudonym pseudonym,
      String name,
      SourceSettings settings) {
    this.spark = spark;
    this.store = store;
    this.pseudonym = pseudonym;
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
    var hasPersons = kind.columns().contains("record_id");
    var isKept =
        hasPersons
            || !settings.identifiedBy().isEmpty()
            || settings.explode().isPresent()
            || deliveries.size() > FEW_DELIVERIES;
    var mapped = isKept ? rows.mapped().persist(StorageLevel.DISK_ONLY()) : rows.mapped();
    try {
      var marked = compared(mapped, rows, deliveries);
      var counts = written(marked, deliveries);
      check(counts, rows, marked);
      if (hasPersons) {
        vault(marked, deliveries);
      }
      quarantine(counts, rows, marked);
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
    var mapped = rows.mapped().persist(StorageLevel.DISK_ONLY());
    try {
      var marked = compared(mapped, rows, List.copyOf(rows.files().keySet()));
      var counts = Counts.of(marked);
      store.append(kind, typed(marked));
      if (kind.columns().contains("record_id")) {
        vault(marked, List.copyOf(rows.files().keySet()));
      }
      var settled = marked.filter(not(Mapping.quarantined()).and(col(Mapping.COUNTS)));
      store.append(
          SourceTables.QUARANTINE,
          quarantined(rows, settled, concat(lit("redriven:"), col(Mapping.STATUS))));
      return counts;
    } finally {
      mapped.unpersist();
    }
  }

  /** Counts come out of the job that writes, except where there are too many deliveries for it. */
  private Map<String, Counts> written(Dataset<Row> marked, List<String> deliveries) {
    if (deliveries.size() <= FEW_DELIVERIES) {
      var observation = new Observation();
      store.append(kind, typed(Counts.observed(marked, deliveries, observation)));
      return Counts.of(observation, deliveries);
    }
    var counts = Counts.of(marked);
    var written = store.write(kind, typed(marked));
    if (counts.values().stream().mapToLong(Counts::typed).sum() != written) {
      throw DataError.gate(
          "source '%s': typed rows are accounted for nowhere; nothing is published"
              .formatted(name));
    }
    return counts;
  }

  private Dataset<Row> typed(Dataset<Row> marked) {
    var columns = kind.columns().stream().map(c -> col(c)).toArray(Column[]::new);
    return Conform.to(kind, marked.filter(Mapping.accepted()).select(columns), "source");
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
    var keyed = mapped.withColumn(Duplicates.KEY, key);
    var known =
        earlier.map(
            all ->
                all.withColumn(Duplicates.KEY, Duplicates.key(keys))
                    .join(few, BY_KEY, "left_semi")
                    .drop(Duplicates.KEY));
    var alone = keyed.join(few, BY_KEY, "left_anti").drop(Duplicates.KEY);
    var suspect = keyed.join(few, BY_KEY, "left_semi").drop(Duplicates.KEY);
    return alone.unionByName(Duplicates.marked(suspect, known, kind, keys, deliveries));
  }

  private void check(Map<String, Counts> counts, Rows rows, Dataset<Row> marked) {
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
                    byRule(marked, entry.getKey()),
                    settings.maxQuarantinedShare()));
      }
    }
  }

  private static Map<String, Long> byRule(Dataset<Row> marked, String delivery) {
    var byRule = new TreeMap<String, Long>();
    marked
        .filter(Mapping.quarantined().and(col(Mapping.COUNTS)))
        .filter(col("delivery_id").equalTo(delivery))
        .groupBy(Mapping.RULE)
        .count()
        .collectAsList()
        .forEach(r -> byRule.put(r.getString(0), r.getLong(1)));
    return byRule;
  }

  private void vault(Dataset<Row> marked, List<String> deliveries) {
    // All deliveries of a run become visible together, so that one of them stands for an id that
    // is in several.
    var delivery =
        when(col("record_id").isNotNull(), lit(deliveries.get(0))).otherwise(col("delivery_id"));
    var crossing =
        marked
            .filter(Mapping.accepted())
            .select(
                col("record_id"),
                col("source"),
                delivery.as("delivery_id"),
                col("row_index"),
                col(Mapping.NATIVE_ID).as("native_id"),
                col("_personal").as("personal"));
    var rows =
        settings.personal().isEmpty()
            ? VaultRows.ofIds(crossing, pseudonym.version())
            : VaultRows.of(crossing, pseudonym.version());
    store.append(VaultTables.VAULT, Conform.to(VaultTables.VAULT, rows, "source"));
  }

  private void quarantine(Map<String, Counts> counts, Rows rows, Dataset<Row> marked) {
    if (counts.values().stream().allMatch(c -> c.balance().quarantined() == 0)) {
      return;
    }
    var broken = marked.filter(Mapping.quarantined().and(col(Mapping.COUNTS)));
    store.append(SourceTables.QUARANTINE, quarantined(rows, broken, col(Mapping.RULE)));
    var payload = broken.select(col("delivery_id"), col("row_index"), col(Mapping.PAYLOAD));
    var whole = payload.filter(col(Mapping.PAYLOAD).isNotNull());
    if (!settings.identifiedBy().isEmpty()) {
      // What conflicts with another row was not broken by itself, so that its line was not kept.
      var conflicting = payload.filter(col(Mapping.PAYLOAD).isNull()).drop(Mapping.PAYLOAD);
      if (!conflicting.isEmpty()) {
        whole =
            whole.unionByName(rows.lines().get().join(broadcast(conflicting), BY_ROW, "left_semi"));
      }
    }
    store.append(
        VaultTables.VAULT,
        Conform.to(
            VaultTables.VAULT,
            whole.select(
                concat_ws(":", col("delivery_id"), col("row_index")).as("record_id"),
                lit(name).as("source"),
                lit(VaultTables.QUARANTINED_ROW).as("field"),
                col(Mapping.PAYLOAD).as("value"),
                lit(pseudonym.version()).as("key_version"),
                col("delivery_id")),
            "source"));
  }

  private Dataset<Row> quarantined(Rows rows, Dataset<Row> which, Column rule) {
    var schema =
        new StructType().add("_of", DataTypes.StringType).add("file", DataTypes.StringType);
    var names = new ArrayList<Row>();
    rows.files().forEach((id, file) -> names.add(RowFactory.create(id, file)));
    var files = broadcast(spark.createDataFrame(names, schema));
    return Conform.to(
        SourceTables.QUARANTINE,
        which
            .join(files, col("delivery_id").equalTo(col("_of")))
            .select(
                col("delivery_id"),
                col("row_index"),
                lit(name).as("source"),
                col("file"),
                rule.as("rule")),
        "source");
  }
}
