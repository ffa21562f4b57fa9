package io.microtarget.jobs.judge;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.microtarget.feature.FeatureTables;
import io.microtarget.identity.IdentityTables;
import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.journey.JourneyTables;
import io.microtarget.pipeline.Settings;
import io.microtarget.segment.SegmentTables;
import io.microtarget.source.SourceTables;
import io.microtarget.vault.Pseudonym;
import io.microtarget.vault.VaultTables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * A publication of a made-up town beside its truth, part by part.
 *
 * <p>Persons of the truth are found by the pseudonyms of their records ({@link People}); everything
 * else is joined in Spark and judged on the driver by a class a part, which names its method.
 */
public final class Judge {
  private final Settings settings;
  private final DeltaStore store;
  private final Pseudonym pseudonym;
  private final Truth truth;
  private final People people;
  private final long seed;

  private Judge(Settings settings, DeltaStore store, Pseudonym pseudonym, Truth truth, long seed) {
    this.settings = settings;
    this.store = store;
    this.pseudonym = pseudonym;
    this.truth = truth;
    this.people = People.of(truth, store, settings.sources(), pseudonym);
    this.seed = seed;
  }

  /** What was found, in the order of the chain. */
  public record Verdict(List<String> lines, Map<String, Object> figures) {
    /** One line of JSON. */
    public String json() {
      try {
        return new ObjectMapper().writeValueAsString(figures);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * Judges a publication.
   *
   * @param store reads as the run did that was published
   * @param pseudonym with the key of the lake
   * @param folder of the truth
   * @param seed of the intervals
   * @throws io.microtarget.table.DataError (no input) if there is no truth, or half of one; (gate)
   *     if it cannot be read, or knows nobody of the publication
   */
  public static Verdict of(
      SparkSession spark,
      Settings settings,
      DeltaStore store,
      Pseudonym pseudonym,
      String folder,
      long seed) {
    var truth = Truth.of(spark, folder);
    var judge = new Judge(settings, store, pseudonym, truth, seed);
    var lines = new ArrayList<String>();
    var frame = store.frame();
    lines.add(
        "town of %,d persons, generator %s, seed %d; published for %s by run %s"
            .formatted(
                truth.persons(),
                truth.generator(),
                truth.seed(),
                frame.clocks().asOf(),
                frame.runId()));
    var figures = new LinkedHashMap<String, Object>();
    figures.put("generator", truth.generator());
    figures.put("seed", truth.seed());
    figures.put("persons", truth.persons());
    figures.put("as_of", frame.clocks().asOf().toString());
    figures.put("run", frame.runId());
    for (var finding : judge.findings()) {
      lines.add("");
      lines.add(finding.name().toUpperCase(Locale.ROOT));
      lines.addAll(finding.lines());
      figures.put(finding.name().replace(' ', '_'), finding.figures());
    }
    lines.add("");
    lines.add(
        "in brackets 95 %%: resampled persons (seed %d), of shares of counts by Wilson"
            .formatted(seed));
    return new Verdict(lines, figures);
  }

  private List<Finding> findings() {
    var contacts = new JudgedContacts(settings, store, pseudonym, truth, people, seed);
    return List.of(
        balance(),
        quarantine(),
        links(),
        households(),
        carts(),
        Finding.missing("phases", "phases"),
        places(),
        segments(),
        contacts.response(),
        contacts.effect(),
        contacts.decision());
  }

  private Finding balance() {
    var deliveries = store.ledger().standing(store.frame().clocks().knownAt());
    return BalanceVerdict.of(truth.rows(), deliveries, new RawNames(settings.sources()));
  }

  private Finding quarantine() {
    var breaches =
        truth.table("breaches", "source", "file", "key", "rule").collectAsList().stream()
            .map(
                row ->
                    new QuarantineVerdict.Breach(
                        row.getString(0),
                        "raw/" + row.getString(1).replaceFirst("^raw/", ""),
                        row.getString(2),
                        row.getString(3)))
            .toList();
    var verdict = new QuarantineVerdict(breaches);
    var names = new RawNames(settings.sources());
    var lines =
        store
            .read(VaultTables.VAULT)
            .where(col("field").equalTo(VaultTables.QUARANTINED_ROW))
            .select(col("record_id"), col("value"), col("source"));
    var rows =
        store
            .read(SourceTables.QUARANTINE)
            .where(col("rule").startsWith("redriven:").equalTo(false))
            .withColumn("record_id", concat(col("delivery_id"), lit(":"), col("row_index")))
            .join(lines, new String[] {"record_id", "source"}, "left")
            .select(
                col("source"),
                col("file"),
                col("row_index"),
                col("rule"),
                coalesce(col("value"), lit("")))
            .toLocalIterator();
    while (rows.hasNext()) {
      var row = rows.next();
      verdict.add(
          new QuarantineVerdict.Aside(
              row.getString(0),
              names.of(row.getString(0), row.getString(1)),
              row.getLong(2),
              row.getString(3),
              row.getString(4)));
    }
    return verdict.finding();
  }

  private Finding links() {
    var verdict =
        LinkVerdict.of(
            people.records(),
            store.own(IdentityTables.LINK),
            store.own(IdentityTables.MATCH),
            seed);
    var finding = new Finding("links");
    finding.lines().addAll(verdict.lines());
    finding.figures().putAll(verdict.fields());
    return finding;
  }

  private Finding households() {
    var households =
        truth
            .table("persons", "person_id", "household_id")
            .select(People.person("person_id").as("person"), col("household_id"));
    return HouseholdVerdict.of(households, store.own(IdentityTables.MEMBERSHIP), people, seed);
  }

  private Finding carts() {
    var open =
        truth
            .table(
                "carts", "cart_id", "person_id", "opened_at", "open_at_as_of", "products", "value")
            .where(col("open_at_as_of").equalTo("1"))
            .withColumn("person", People.person("person_id"));
    return CartVerdict.of(
        open,
        store.own(JourneyTables.OPEN_CART),
        people,
        store.frame().clocks().asOf(),
        settings.journey().cart().days());
  }

  private Finding places() {
    var name = "location__home_work_km__last__%dd".formatted(settings.features().place().days());
    var km =
        people
            .of(store.own(FeatureTables.FEATURE))
            .groupBy("person")
            .agg(max(element_at(col("numbers"), name)).as("km"));
    var places =
        truth
            .table("persons", "person_id", "panel", "home_cell", "work_cell")
            .where(col("panel").equalTo("1"))
            .withColumn("person", People.person("person_id"))
            .join(km, new String[] {"person"}, "left")
            .select("home_cell", "work_cell", "km")
            .collectAsList()
            .stream()
            .map(
                row ->
                    new PlaceVerdict.Place(
                        row.getString(0),
                        row.getString(1),
                        row.isNullAt(2) ? null : row.getDouble(2)))
            .toList();
    return PlaceVerdict.of(places, settings.features().place().resolution());
  }

  private Finding segments() {
    var types =
        truth
            .table("persons", "person_id", "type")
            .select(People.person("person_id").as("person"), col("type"));
    var members =
        people
            .of(store.own(SegmentTables.SEGMENT_MEMBERSHIP))
            .join(types, "person")
            .select("segment_set", "segment_id", "type", "subject_id")
            .orderBy("segment_set", "subject_id")
            .collectAsList()
            .stream()
            .map(
                row ->
                    new SegmentVerdict.Member(row.getString(0), row.getString(1), row.getString(2)))
            .toList();
    return SegmentVerdict.of(members, seed);
  }
}
