package io.microtarget.jobs.retain;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.to_date;

import io.microtarget.feature.FeatureTables;
import io.microtarget.jobs.store.Lake;
import io.microtarget.jobs.store.Ledger;
import io.microtarget.pipeline.Catalog;
import io.microtarget.pipeline.Settings;
import io.microtarget.privacy.PrivacyTables;
import io.microtarget.source.ColumnContract;
import io.microtarget.source.Mapping;
import io.microtarget.source.Retention;
import io.microtarget.source.SourceSettings;
import io.microtarget.table.Kind;
import io.microtarget.table.Table;
import io.microtarget.vault.VaultTables;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Removes what the contracts do not let a lake keep any longer ({@link Retention}).
 *
 * <p>Typed rows and single columns of them, by source; clear values in the vault whose record has
 * no row of that source any more; touchpoints, open carts and features at moments of earlier
 * publications, as the rows they were made from; proofs of consent from {@code proof_until} on; and
 * publications of dates so long ago that nothing they were made from may be kept. Consents and
 * suppressions stay unless a source says otherwise, expired ones too: an objection that is
 * forgotten is a message to somebody who objected, and what was agreed to has to be shown for what
 * was sent then.
 *
 * <p>Rows are found by source and date only, so that nothing about a person stands in a log. Every
 * step may be done again: killed in between, the next retention goes on, and {@code clean} removes
 * the files. To be done under the lease of the lake.
 */
public final class Retaining {
  private final Lake lake;
  private final LocalDate asOf;
  private final ZoneId zone;
  private final Map<String, SourceSettings> sources;
  private final Removals removals;
  private final OldJourneys journeys;
  private final Ledger ledger;

  /** Whether to remove, or only to say what would be. */
  public enum Mode {
    REMOVE,
    COUNT
  }

  /**
   * @param asOf the day that retention is counted to
   * @param settings of the business; rows of sources that are not in it go as their kind says
   */
  public Retaining(SparkSession spark, Lake lake, LocalDate asOf, Settings settings, Mode mode) {
    this.lake = lake;
    this.asOf = asOf;
    this.zone = settings.business().zone();
    this.sources = new TreeMap<>(settings.sources());
    this.ledger = new Ledger(spark, lake);
    this.removals = new Removals(spark, lake, mode);
    this.journeys = new OldJourneys(removals, lake, asOf, zone, settings.journey().channels());
  }

  /**
   * Rows, or values of a column, that are too old.
   *
   * @param what {@code rows}, or the name of a column
   * @param why the contract behind it
   */
  public record Removed(String table, String source, String what, long count, String why) {}

  /** Removes everything that is too old, then the files it stood in. */
  public List<Removed> run() {
    var terms = new TreeMap<String, Retention>();
    var longest = 0;
    for (var kind : Catalog.tables(Kind.EVENT)) {
      for (var source : sourcesOf(kind)) {
        var retention = Retention.of(kind, contract(kind, source));
        terms.merge(source, retention, Retaining::longer);
        longest = Math.max(longest, retention.rowDays().orElse(0));
        if (lake.hasTable(kind)) {
          events(kind, source, retention);
        }
        journeys.remove(kind, source, retention);
      }
    }
    vault(terms);
    proofs();
    if (longest > 0) {
      publications(asOf.minusDays(longest), longest);
      histories(asOf.minusDays(longest), longest);
    }
    removals.finish();
    return removals.all();
  }

  /** Of the ledger, as of some there may be clear values only. */
  private List<String> sourcesOf(Table kind) {
    return ledger.entries().stream()
        .filter(entry -> entry.kind().equals(kind.name()))
        .map(Ledger.Entry::source)
        .distinct()
        .sorted()
        .toList();
  }

  /** Of a source that was of two kinds the clear values stay as long as either says. */
  private static Retention longer(Retention one, Retention other) {
    var isLonger =
        one.rowDays().orElse(Integer.MAX_VALUE) >= other.rowDays().orElse(Integer.MAX_VALUE);
    return isLonger ? one : other;
  }

  private Map<String, ColumnContract> contract(Table kind, String source) {
    return Optional.ofNullable(sources.get(source))
        .filter(settings -> Mapping.kind(settings).equals(kind))
        .map(SourceSettings::contract)
        .orElse(Map.of());
  }

  private void events(Table kind, String source, Retention retention) {
    var isOfSource = col("source").equalTo(source);
    retention
        .rowDays()
        .ifPresent(
            days ->
                removals.delete(
                    kind,
                    source,
                    isOfSource.and(isOlder(days)),
                    "%s: %,d days".formatted(kind.name(), days)));
    new TreeMap<>(retention.columnDays())
        .forEach(
            (column, days) ->
                removals.forget(
                    kind,
                    source,
                    column,
                    isOfSource.and(isOlder(days)).and(stays(retention)),
                    "%s.%s: %,d days".formatted(kind.name(), column, days)));
  }

  /** The day of a row is before the first one that may be kept. */
  private Column isOlder(int days) {
    var first = asOf.minusDays(days);
    var month = lit(first.toString().substring(0, 7));
    var day = coalesce(col("event_date"), recordedOn());
    return col("event_month").isNull().or(col("event_month").leq(month)).and(day.lt(lit(first)));
  }

  private Column stays(Retention retention) {
    return retention.rowDays().map(days -> not(isOlder(days))).orElse(lit(true));
  }

  private Column recordedOn() {
    return to_date(from_utc_timestamp(col("recorded_at"), zone.getId()));
  }

  /** Values that no row of their source stands for any more, and those of forgotten columns. */
  private void vault(Map<String, Retention> terms) {
    var vault = VaultTables.VAULT;
    if (!lake.hasTable(vault) || terms.isEmpty()) {
      return;
    }
    var isOld = lit(false);
    for (var term : terms.entrySet()) {
      isOld = isOld.or(col("source").equalTo(term.getKey()).and(isOldInVault(term.getValue())));
    }
    var ofRows =
        terms.entrySet().stream()
            .filter(term -> term.getValue().rowDays().isPresent())
            .map(Map.Entry::getKey)
            .toArray();
    var marked =
        removals
            .rows(vault)
            .join(standing(), new String[] {"record_id", "source"}, "left")
            .withColumn(
                "_old",
                isOld.or(
                    col("_stands")
                        .isNull()
                        .and(col("source").isin(ofRows))
                        .and(not(isQuarantined()))));
    var gone = marked.filter(col("_old")).groupBy("source").count().collectAsList();
    for (var row : gone) {
      removals.add(
          vault,
          row.getString(0),
          "rows",
          row.getLong(1),
          "no row of the source is left, or its field is too old");
    }
    if (!gone.isEmpty() && !removals.isCountingOnly()) {
      var columns =
          List.of(removals.rows(vault).columns()).stream().map(c -> col(c)).toArray(Column[]::new);
      marked
          .filter(not(col("_old")))
          .select(columns)
          .write()
          .format("delta")
          .mode("overwrite")
          .save(lake.table(vault).toString());
    }
  }

  private static Column isQuarantined() {
    return col("field").equalTo(VaultTables.QUARANTINED_ROW);
  }

  /** Lines that broke a rule tell no day but the one they came; so do single fields. */
  private Column isOldInVault(Retention retention) {
    var isCompared = col("field").startsWith(VaultTables.COMPARED);
    var isNative = col("field").equalTo(VaultTables.NATIVE_ID);
    var fields = new LinkedHashMap<Column, Optional<Integer>>();
    fields.put(isQuarantined(), retention.rowDays());
    fields.put(isCompared, days(retention, "identifiers"));
    fields.put(isNative, days(retention, "record_id"));
    fields.put(not(isCompared.or(isNative).or(isQuarantined())), days(retention, "attributes"));
    var isOld = lit(false);
    for (var field : fields.entrySet()) {
      if (field.getValue().isPresent()) {
        var first = asOf.minusDays(field.getValue().get());
        isOld = isOld.or(field.getKey().and(recordedOn().lt(lit(first))));
      }
    }
    return isOld;
  }

  private static Optional<Integer> days(Retention retention, String column) {
    return Optional.ofNullable(retention.columnDays().get(column));
  }

  /**
   * {@code record_id, source, _stands}: the records, and rows without one, that have a row left.
   */
  private Dataset<Row> standing() {
    return Catalog.tables(Kind.EVENT).stream()
        .filter(kind -> lake.hasTable(kind) && kind.columns().contains("record_id"))
        .map(
            kind ->
                left(kind)
                    .selectExpr(
                        "coalesce(record_id, concat(delivery_id, ':', row_index)) as record_id",
                        "source")
                    .distinct())
        .reduce(Dataset::union)
        .orElseThrow()
        .distinct()
        .withColumn("_stands", lit(true));
  }

  /** Where rows are only counted they are there still. */
  private Dataset<Row> left(Table kind) {
    var left = removals.rows(kind);
    if (removals.isCountingOnly()) {
      for (var source : sourcesOf(kind)) {
        var days = Retention.of(kind, contract(kind, source)).rowDays();
        if (days.isPresent()) {
          left = left.filter(not(col("source").equalTo(source).and(isOlder(days.get()))));
        }
      }
    }
    return left;
  }

  private void proofs() {
    var proof = PrivacyTables.PROOF;
    if (lake.hasTable(proof)) {
      removals.delete(proof, "", col("proof_until").leq(lit(asOf)), "proof_until");
    }
  }

  /** Of people, where no event they were made from may be there any more. */
  private void publications(LocalDate first, int days) {
    for (var table : Catalog.tables(Kind.SNAPSHOT)) {
      if (lake.hasTable(table) && !Catalog.people(table).isEmpty()) {
        removals.delete(
            table,
            "",
            col("as_of").lt(lit(first)),
            "made from rows of at most %,d days".formatted(days));
      }
    }
  }

  /** Of later publications the moments before that day: made from the same events. */
  private void histories(LocalDate first, int days) {
    var table = FeatureTables.FEATURE_HISTORY;
    if (lake.hasTable(table)) {
      removals.takeOut(
          table,
          "",
          col("moment").lt(lit(first)).and(col("as_of").geq(lit(first))),
          "moments made from rows of at most %,d days".formatted(days));
    }
  }
}
