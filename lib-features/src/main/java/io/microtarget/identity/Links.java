package io.microtarget.identity;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.microtarget.source.SourceTables;
import io.microtarget.table.Clocks;
import io.microtarget.table.Inputs;
import io.microtarget.table.Stage;
import io.microtarget.table.Table;
import io.microtarget.vault.VaultTables;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Which records are one person, for good.
 *
 * <p>Two grounds, and connected components of both. Identifiers: party records known strictly
 * before {@code as_of} that share one (type and keyed hash) are one person; an identifier of more
 * records than {@link IdentitySettings#cap} links nothing. Evidence: records that a source declares
 * to {@code compare} are weighed field by field ({@link Compared}); what is compared links nobody
 * by itself.
 *
 * <p>A person goes by the record id of its earliest recorded member; of those recorded together the
 * one with the earliest event, then the least id. So the id stays when records join later, whatever
 * the order of runs; if two persons turn out to be one, the later anchored goes by the id of the
 * other. {@code previous_id} and {@code change} say what became of each record.
 *
 * <p>In: {@code record_id, source, identifiers, event_date, recorded_at} of party, the vault where
 * anything is compared, and what this stage made for the publication before. Out: {@link
 * IdentityTables#LINK}, {@link IdentityTables#MATCH}, {@link IdentityTables#LINKAGE}, {@link
 * IdentityTables#MEMBERSHIP}.
 *
 * <p>Deterministic linkage: Christen, Data Matching, 2012, chapter 6.
 */
public final class Links {
  private static final StructType PAIR =
      StructType.fromDDL("type STRING, record_id STRING, least STRING");
  private static final String HOUSEHOLD = "household";
  private static final String[] RECORD = {"record_id"};

  private final Inputs inputs;
  private final IdentitySettings settings;
  private final SortedSet<String> exact;
  private final SortedSet<String> compared;
  private final String subjectType;
  private final Clocks clocks;

  private Links(
      Inputs inputs,
      IdentitySettings settings,
      SortedSet<String> exact,
      SortedSet<String> compared,
      String subjectType,
      Clocks clocks) {
    this.inputs = inputs;
    this.settings = settings;
    this.exact = exact;
    this.compared = compared;
    this.subjectType = subjectType;
    this.clocks = clocks;
  }

  /**
   * Makes links, their evidence and memberships.
   *
   * @param types of identifiers that sources declare
   * @param compared what sources declare to be compared; an identifier of the same name links
   *     nobody by itself
   * @param subjectType person, household or account, as the settings of the business say;
   *     households are found where addresses are compared, else a record is its own
   */
  public static Stage stage(
      IdentitySettings settings,
      SortedSet<String> types,
      SortedSet<String> compared,
      String subjectType,
      Clocks clocks) {
    var exact = new TreeSet<>(types);
    exact.removeAll(compared);
    var reads = new ArrayList<Table>(List.of(SourceTables.PARTY));
    if (!compared.isEmpty()) {
      reads.add(VaultTables.VAULT);
    }
    return new Stage(
        "link",
        List.of(
            IdentityTables.LINK,
            IdentityTables.MATCH,
            IdentityTables.LINKAGE,
            IdentityTables.MEMBERSHIP),
        reads,
        inputs -> new Links(inputs, settings, exact, compared, subjectType, clocks).made());
  }

  private Map<Table, Dataset<Row>> made() {
    var before = inputs.before(IdentityTables.LINK);
    var kept = compared.isEmpty() ? Optional.<Kept>empty() : kept();
    var records =
        records(inputs.of(SourceTables.PARTY), clocks.asOf())
            .persist(StorageLevel.MEMORY_AND_DISK());
    var ofIdentifiers =
        identifierPairs(inputs.of(SourceTables.PARTY), settings, exact, clocks.asOf())
            .persist(StorageLevel.MEMORY_AND_DISK());
    var found = compared.isEmpty() ? Optional.<Compared>empty() : compared(records, before, kept);
    var pairs = ofIdentifiers.select("record_id", "least");
    var persons =
        found
            .map(f -> exact.isEmpty() ? stars(f.pairs()) : Components.of(pairs.union(f.pairs())))
            .orElseGet(() -> exact.isEmpty() ? stars(pairs) : Components.of(pairs));
    var ids = changes(lasting(records, persons), before).persist(StorageLevel.MEMORY_AND_DISK());
    var households = households(ids, found);
    var memberships =
        households
            .map(h -> Households.memberships(h, earlierMemberships(), clocks.asOf()))
            .orElseGet(() -> empty(IdentityTables.MEMBERSHIP));
    var versions = found.map(f -> f.records().select("record_id", "version", "is_fitted"));
    var links =
        subjects(
            versions
                .map(v -> ids.join(v, RECORD, "left"))
                .orElseGet(
                    () ->
                        ids.withColumn("version", lit(null).cast("bigint"))
                            .withColumn("is_fitted", lit(null).cast("boolean"))),
            memberships);
    var columns = IdentityTables.LINK.columns().stream().map(c -> col(c));
    return Map.of(
        IdentityTables.LINK,
        links.select(columns.toArray(Column[]::new)),
        IdentityTables.MATCH,
        matches(ofIdentifiers, found),
        IdentityTables.LINKAGE,
        linkage(ids, found, households),
        IdentityTables.MEMBERSHIP,
        memberships);
  }

  private Optional<Kept> kept() {
    return inputs
        .before(IdentityTables.LINKAGE)
        .where(col("topic").equalTo("model"))
        .select("label")
        .collectAsList()
        .stream()
        .map(row -> Kept.ofJson(row.getString(0)))
        .findFirst();
  }

  /**
   * {@code record_id, source, recorded_at, since DATE} of all known records: {@code since} is null
   * where it was always known.
   */
  private static Dataset<Row> records(Dataset<Row> parties, LocalDate asOf) {
    var hasNoDate = max(when(col("event_date").isNull(), 1).otherwise(0)).equalTo(1);
    return parties
        .where(isKnown(asOf).and(col("record_id").isNotNull()))
        .groupBy("record_id")
        .agg(
            min("source").as("source"),
            min("recorded_at").as("recorded_at"),
            when(not(hasNoDate), min("event_date")).as("since"));
  }

  private static Column isKnown(LocalDate asOf) {
    return col("event_date").isNull().or(col("event_date").lt(lit(asOf)));
  }

  private Optional<Compared> compared(
      Dataset<Row> records, Dataset<Row> before, Optional<Kept> kept) {
    return Optional.of(
        Compared.of(
            records.select("record_id", "source"),
            inputs.of(VaultTables.VAULT),
            compared,
            settings,
            new Compared.Earlier(
                kept,
                before.select("record_id", "version", "is_fitted"),
                inputs.before(IdentityTables.MATCH)),
            inputs::note));
  }

  /**
   * {@code type, record_id, least}: of each identifier every record but the least, beside the
   * least.
   *
   * <p>One shuffle: by identifier, in which records are made distinct, counted and compared.
   */
  private static Dataset<Row> identifierPairs(
      Dataset<Row> parties, IdentitySettings settings, SortedSet<String> types, LocalDate asOf) {
    if (types.isEmpty()) {
      return parties.sparkSession().createDataFrame(List.of(), PAIR);
    }
    var ofIdentifier = Window.partitionBy("type", "hash");
    return parties
        .where(isKnown(asOf))
        .select(col("record_id"), explode(col("identifiers")).as(new String[] {"type", "hash"}))
        .where(col("type").isin(types.toArray()))
        .repartition(col("type"), col("hash"))
        .distinct()
        .withColumn("records", count(lit(1)).over(ofIdentifier))
        .withColumn("least", min("record_id").over(ofIdentifier))
        .where(col("records").leq(cap(settings, types)))
        .where(not(col("record_id").equalTo(col("least"))))
        .select("type", "record_id", "least");
  }

  private static Column cap(IdentitySettings settings, SortedSet<String> types) {
    var cap = lit(settings.cap());
    for (var type : types) {
      cap = when(col("type").equalTo(type), settings.cap(type)).otherwise(cap);
    }
    return cap;
  }

  /** Pairs that are persons as they stand. */
  private static Dataset<Row> stars(Dataset<Row> pairs) {
    return pairs.withColumnRenamed("least", "person_id");
  }

  /** Records with {@code unified_id}: the earliest of their person. */
  private static Dataset<Row> lasting(Dataset<Row> records, Dataset<Row> persons) {
    var members =
        persons
            .select(
                explode(array(col("record_id"), col("person_id"))).as("record_id"),
                col("person_id"))
            .distinct();
    var first = struct(col("recorded_at"), col("since"), col("record_id"));
    var known = records.join(members, RECORD);
    var anchors = known.groupBy("person_id").agg(min_by(col("record_id"), first).as("anchor"));
    var anchored = members.join(anchors, "person_id").select("record_id", "anchor");
    return records
        .join(anchored, RECORD, "left")
        .withColumn("unified_id", coalesce(col("anchor"), col("record_id")))
        .drop("anchor");
  }

  /**
   * With {@code previous_id} and {@code change}: kept; merged, if the record that the person went
   * by is with it still, under an earlier one; split, if it is with another person now.
   */
  private static Dataset<Row> changes(Dataset<Row> ids, Dataset<Row> before) {
    var previous = before.select(col("record_id"), col("unified_id").as("previous_id"));
    var anchors =
        ids.select(col("record_id").as("previous_id"), col("unified_id").as("anchor_now"));
    return ids.join(previous, RECORD, "left")
        .join(anchors, new String[] {"previous_id"}, "left")
        .withColumn(
            "change",
            when(col("previous_id").isNull(), "new")
                .when(col("previous_id").equalTo(col("unified_id")), "kept")
                .when(col("anchor_now").equalTo(col("unified_id")), "merged")
                .otherwise("split"))
        .drop("anchor_now");
  }

  /** See {@link Households#found}; empty where no address is compared. */
  private Optional<Dataset<Row>> households(Dataset<Row> ids, Optional<Compared> found) {
    if (found.isEmpty() || !compared.contains(Field.POSTAL_CODE.key())) {
      return Optional.empty();
    }
    return Optional.of(
        Households.found(
                ids.select("record_id", "unified_id", "recorded_at"),
                found.orElseThrow().records().select("record_id", "said"),
                settings.householdCap())
            .persist(StorageLevel.MEMORY_AND_DISK()));
  }

  private Dataset<Row> subjects(Dataset<Row> ids, Dataset<Row> memberships) {
    if (!subjectType.equals(HOUSEHOLD) || compared.isEmpty()) {
      return ids.withColumn("subject_id", col("unified_id"));
    }
    var households =
        memberships
            .where(col("parent_type").equalTo(HOUSEHOLD).and(col("valid_to").isNull()))
            .select(col("child_id").as("unified_id"), col("parent_id").as("kept_by"));
    return ids.join(households, new String[] {"unified_id"}, "left")
        .withColumn("subject_id", coalesce(col("kept_by"), col("unified_id")));
  }

  private Dataset<Row> matches(Dataset<Row> ofIdentifiers, Optional<Compared> found) {
    var rows =
        ofIdentifiers.select(
            col("least").as("one"),
            col("record_id").as("other"),
            col("type").as("ground"),
            lit(null).cast("double").as("bits"),
            lit(null).cast("bigint").as("pattern"),
            lit(null).cast("string").as("agreement"));
    return found.map(f -> f.matches().unionByName(rows)).orElse(rows);
  }

  private Dataset<Row> linkage(
      Dataset<Row> ids, Optional<Compared> found, Optional<Dataset<Row>> households) {
    if (exact.isEmpty() && compared.isEmpty()) {
      return empty(IdentityTables.LINKAGE);
    }
    var rows = new LinkageRows();
    found.ifPresent(f -> rows.compared(f, settings.targetPrecision()));
    var sizes = new TreeMap<Integer, Long>();
    ids.groupBy("unified_id")
        .agg(count(lit(1)).cast("int").as("records"))
        .groupBy("records")
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(row -> sizes.put(row.getInt(0), row.getLong(1)));
    rows.persons(sizes);
    households.ifPresent(h -> rows.figures(Households.figures(h).first()));
    return ids.sparkSession()
        .createDataFrame(rows.rows(), IdentityTables.LINKAGE.schema())
        .coalesce(1);
  }

  private Dataset<Row> earlierMemberships() {
    return inputs.before(IdentityTables.MEMBERSHIP);
  }

  private static Dataset<Row> empty(Table table) {
    return SparkSession.active().createDataFrame(List.of(), table.schema());
  }
}
