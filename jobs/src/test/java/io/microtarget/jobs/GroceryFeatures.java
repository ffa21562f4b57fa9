package io.microtarget.jobs;

import static io.microtarget.feature.FeatureTables.FEATURE;
import static io.microtarget.identity.IdentityTables.SUBJECT;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.microtarget.jobs.settings.Loader;
import io.microtarget.jobs.store.VaultKey;
import io.microtarget.pipeline.Pipeline;
import io.microtarget.pipeline.Settings;
import io.microtarget.table.Clocks;
import io.microtarget.table.Table;
import io.microtarget.testing.Sessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Features of some households beside {@code features/grocery.csv}, which another program computed
 * from the raw files ({@code features/grocery.sql}).
 *
 * <p>Two ways: as a run published them, and at any date as the stages of the library make them from
 * the rows of these households alone, with a few features more than the business has.
 */
final class GroceryFeatures {
  private static final double CLOSE = 1e-6;
  private static final Map<String, String> MORE =
      Map.of(
          "features.own.cheapest",
          """
          { from = purchase, aggregate = min, of = "amount", where = "amount > 0", windows-days = [91] }
          """,
          "features.kinds.purchase.hour",
          """
          { aggregates = [first, last], windows-days = [91]
            of = "hour(from_utc_timestamp(event_time, 'America/New_York'))" }
          """,
          "features.kinds.purchase.spend_on",
          """
          { aggregates = [share], of = "amount", by = "category", top = null
            values = ["SOFT DRINKS", CHEESE] }
          """);

  private final Settings settings;
  private final PublishedRun published;
  private final List<Map<String, String>> expected;
  private final Map<String, String> ids = new HashMap<>();

  /**
   * @param overrides of the settings, with the lake of a run
   */
  GroceryFeatures(String config, Map<String, String> overrides) {
    var all = new HashMap<>(overrides);
    MORE.forEach((key, value) -> all.put(key, value.strip()));
    this.settings = Loader.load(config, all, Settings.class);
    this.published = PublishedRun.of(Sessions.shared(), settings, Optional.empty());
    this.expected = expected();
    var pseudonym = VaultKey.of(settings.vault().key(), published.lake());
    expected.forEach(
        row -> ids.computeIfAbsent(row.get("household"), h -> pseudonym.of("default", h)));
  }

  /** Names that were computed independently. */
  TreeSet<String> names() {
    var names = new TreeSet<>(expected.get(0).keySet());
    names.removeAll(List.of("household", "as_of"));
    return names;
  }

  /** Names of those that the run published for any of the households. */
  TreeSet<String> publishedNames() {
    var names = new TreeSet<String>();
    publishedNumbers().values().forEach(numbers -> names.addAll(numbers.keySet()));
    names.retainAll(names());
    return names;
  }

  /** What the run published otherwise than it was computed independently. */
  List<String> publishedDifferences() {
    return differences(published.head().asOf(), publishedNumbers(), publishedNames());
  }

  /** What the stages of the library make of a date otherwise than it was computed independently. */
  List<String> differences(LocalDate asOf) {
    return differences(asOf, made(asOf), names());
  }

  private List<String> differences(
      LocalDate asOf, Map<String, Map<String, Double>> numbers, TreeSet<String> names) {
    var differences = new ArrayList<String>();
    for (var row : expected) {
      if (!row.get("as_of").equals(asOf.toString())) {
        continue;
      }
      var made = numbers.getOrDefault(ids.get(row.get("household")), Map.of());
      for (var name : names) {
        var should = row.get(name).isEmpty() ? null : Double.valueOf(row.get(name));
        var is = made.get(name);
        var isSame = should == null || is == null ? should == is : Math.abs(should - is) <= CLOSE;
        if (!isSame) {
          differences.add(
              "household %s, %s: %s is %s instead of %s"
                  .formatted(row.get("household"), asOf, name, is, should));
        }
      }
    }
    return differences;
  }

  private Map<String, Map<String, Double>> publishedNumbers() {
    return numbers(published.store().own(FEATURE));
  }

  private Map<String, Map<String, Double>> made(LocalDate asOf) {
    var clocks = new Clocks(asOf, published.head().knownAt(), settings.business().zone());
    var made = new HashMap<Table, Dataset<Row>>();
    for (var stage : Pipeline.stages(settings, clocks)) {
      if (stage.makes().contains(FEATURE) || stage.name().equals("features")) {
        stage
            .run(table -> made.containsKey(table) ? made.get(table) : ofHouseholds(table))
            .forEach((table, rows) -> made.put(table, rows.persist()));
      }
    }
    var numbers = numbers(made.get(FEATURE));
    Sessions.shared().catalog().clearCache();
    return numbers;
  }

  /** Rows of the households, and those that belong to nobody. */
  private Dataset<Row> ofHouseholds(Table table) {
    var subjects = ids.values().toArray();
    if (table.equals(SUBJECT)) {
      return Sessions.shared()
          .createDataset(List.copyOf(ids.values()), org.apache.spark.sql.Encoders.STRING())
          .select(
              lit("household").as("subject_type"),
              col("value").as("subject_id"),
              array(lit("receipts")).as("sources"));
    }
    var rows = published.store().read(table);
    return table.columns().contains("record_id")
        ? rows.where(col("record_id").isin(subjects))
        : rows;
  }

  private Map<String, Map<String, Double>> numbers(Dataset<Row> features) {
    var numbers = new TreeMap<String, Map<String, Double>>();
    features
        .where(col("subject_id").isin(ids.values().toArray()))
        .select("subject_id", "numbers")
        .collectAsList()
        .forEach(row -> numbers.put(row.getString(0), row.getJavaMap(1)));
    return numbers;
  }

  private static List<Map<String, String>> expected() {
    try (var in = GroceryFeatures.class.getResourceAsStream("/features/grocery.csv")) {
      var lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      var names = lines.get(0).split(",");
      var rows = new ArrayList<Map<String, String>>();
      for (var line : lines.subList(1, lines.size())) {
        var values = line.split(",", -1);
        var row = new HashMap<String, String>();
        for (int i = 0; i < names.length; i++) {
          row.put(names[i], values[i]);
        }
        rows.add(row);
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
