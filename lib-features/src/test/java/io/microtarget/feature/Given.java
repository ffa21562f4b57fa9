package io.microtarget.feature;

import io.microtarget.feature.OccasionSettings.Window;
import io.microtarget.identity.IdentityTables;
import io.microtarget.identity.Subjects;
import io.microtarget.journey.Genuine;
import io.microtarget.table.Clocks;
import io.microtarget.table.Table;
import io.microtarget.testing.Sessions;
import io.microtarget.testing.TextTable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** A small world for feature tests: tables as text, features as one line each. */
final class Given {
  /** No source says which columns it gives. */
  static final Available ALL = new Available(Map.of());

  private final Map<String, Dataset<Row>> tables = new HashMap<>();
  private final Map<String, Own> own = new LinkedHashMap<>();
  private final Map<String, String> derived = new LinkedHashMap<>();
  private final Map<String, String> traits = new LinkedHashMap<>();
  private final Map<String, Dimension> dimensions = new LinkedHashMap<>();
  private final Map<String, String> offers = new LinkedHashMap<>();
  private final Map<String, OccasionSettings> models = new LinkedHashMap<>();
  private final Map<String, List<String>> purposes = new LinkedHashMap<>();
  private final Set<String> wanted = new TreeSet<>();
  private final Map<String, Topic> topics = new LinkedHashMap<>();
  private PlaceSettings place = FeatureText.PLACE;
  private Optional<String> area = Optional.empty();
  private Available available = ALL;
  private int partitions = 1;
  private int months;

  /** Rows of a table; columns left out are null, {@code source} is the name of the table. */
  Given rows(Table table, String text) {
    return rows(table, TextTable.rows(text));
  }

  /** The same of rows that are there already. */
  Given rows(Table table, Dataset<Row> given) {
    var rows = given;
    for (var field : table.schema().fields()) {
      if (!Arrays.asList(rows.columns()).contains(field.name())) {
        var value =
            switch (field.name()) {
              case "source" -> functions.lit(table.name());
              case "delivery_id" -> functions.lit("delivery");
              case "row_index" -> functions.lit(0L);
              case "element_index" -> functions.lit(0);
              default -> functions.lit(null);
            };
        rows = rows.withColumn(field.name(), value.cast(field.dataType()));
      }
    }
    tables.put(table.name(), rows);
    return this;
  }

  /** A feature as {@code from=purchase; aggregate=sum; of=amount; windows-days=28 91}. */
  Given own(String name, String text) {
    own.put(name, FeatureText.own(text));
    return this;
  }

  Given derived(String name, String text) {
    derived.put(name, text);
    return this;
  }

  Given trait(String name, String text) {
    traits.put(name, text);
    return this;
  }

  Given dimension(String name, Dimension dimension) {
    dimensions.put(name, dimension);
    return this;
  }

  /** Rows of kind location say where somebody was. */
  Given place(PlaceSettings settings) {
    place = settings;
    available =
        new Available(Map.of("location", Set.of("latitude", "longitude")), available.genuine());
    return this;
  }

  /** Which rows count. */
  Given genuine(Genuine rules) {
    available = new Available(available.columns(), rules);
    return this;
  }

  /** Expression over a party row: where somebody lives. */
  Given area(String expression) {
    area = Optional.of(expression);
    return this;
  }

  Given topic(String name, Topic topic) {
    topics.put(name, topic);
    return this;
  }

  Given offer(String name, String where) {
    offers.put(name, where);
    return this;
  }

  Given model(String name, String contacts, String outcome) {
    models.put(name, new OccasionSettings(contacts, outcome, Window.CAMPAIGN));
    return this;
  }

  /** A model whose answers are given in the contact itself. */
  Given modelOfCalls(String name, String contacts, String outcome) {
    models.put(name, new OccasionSettings(contacts, outcome, Window.CONTACT));
    return this;
  }

  /** First days of so many months are moments of every subject, too. */
  Given history(int number) {
    months = number;
    return this;
  }

  /** Spreads the rows of every table over so many partitions. */
  Given partitions(int number) {
    partitions = number;
    return this;
  }

  FeatureSettings settings() {
    return FeatureText.none("28", "91")
        .withDimensions(dimensions, traits)
        .withAreas(topics, place, area)
        .withOwn(own, derived)
        .withHistory(months);
  }

  private Dictionary.Settings dictionary() {
    return new Dictionary.Settings(settings(), available, purposes, List.of(), wanted, "household");
  }

  /** What the rows and columns of a declaration may be used for. */
  Given purposes(String key, String... allowed) {
    purposes.put(key, List.of(allowed));
    return this;
  }

  /** Features that a model or segment names. */
  Given wanted(String... names) {
    wanted.addAll(List.of(names));
    return this;
  }

  Map<Table, Dataset<Row>> made(String asOf) {
    var clocks = new Clocks(LocalDate.parse(asOf), Instant.EPOCH, ZoneOffset.UTC);
    var subjects = Subjects.stage("household", clocks).run(this::read);
    tables.put(IdentityTables.SUBJECT.name(), subjects.get(IdentityTables.SUBJECT));
    var features = Features.stage(settings(), models, offers, "household", available, clocks);
    var made = new HashMap<>(features.run(this::read));
    // Read by the next stage and by the test, as from a folder of the run.
    made.replaceAll(
        (table, rows) -> Sessions.shared().createDataFrame(rows.collectAsList(), table.schema()));
    made.forEach((table, rows) -> tables.put(table.name(), rows));
    made.putAll(Dictionary.stage(dictionary(), clocks).run(this::read));
    return made;
  }

  /** {@code subject name=value …} per subject, sorted. */
  List<String> features(String asOf) {
    return made(asOf).get(FeatureTables.FEATURE).collectAsList().stream()
        .map(row -> row.getString(1) + numbers(row.getJavaMap(2)))
        .sorted()
        .toList();
  }

  /** {@code moment subject name=value …} per subject and earlier moment, sorted. */
  List<String> histories(String asOf) {
    return made(asOf).get(FeatureTables.FEATURE_HISTORY).collectAsList().stream()
        .map(row -> row.get(2) + " " + row.getString(1) + numbers(row.getJavaMap(3)))
        .sorted()
        .toList();
  }

  /** {@code role subject campaign offer moment ends_on outcome name=value …}, sorted. */
  List<String> occasions(String asOf) {
    var made = made(asOf);
    var names = Dictionary.names(made.get(FeatureTables.FEATURE_LIST));
    return made.get(FeatureTables.OCCASION).collectAsList().stream()
        .filter(row -> !row.getAs("role").equals("subject"))
        .map(
            row ->
                "%s %s %s %s %s %s %s%s"
                    .formatted(
                        row.<Object>getAs("role"),
                        row.<Object>getAs("subject_id"),
                        row.<Object>getAs("campaign_id"),
                        row.<Object>getAs("offer"),
                        row.<Object>getAs("moment"),
                        row.<Object>getAs("ends_on"),
                        row.<Object>getAs("outcome"),
                        numbers(numbers(names, Packed.numbers(row.getAs("features"))))))
        .sorted()
        .toList();
  }

  private static Map<String, Double> numbers(List<String> names, double[] features) {
    var numbers = new TreeMap<String, Double>();
    for (int i = 0; i < names.size(); i++) {
      if (!Double.isNaN(features[i])) {
        numbers.put(names.get(i), features[i]);
      }
    }
    return numbers;
  }

  private static String numbers(Map<String, Double> numbers) {
    var text = new StringBuilder();
    new TreeMap<>(numbers)
        .forEach((name, value) -> text.append(" ").append(name).append("=").append(value));
    return text.toString();
  }

  private Dataset<Row> read(Table table) {
    var columns = table.columns().stream().map(n -> functions.col(n));
    return Optional.ofNullable(tables.get(table.name()))
        .map(rows -> rows.select(columns.toArray(org.apache.spark.sql.Column[]::new)))
        .map(rows -> partitions == 1 ? rows : rows.repartition(partitions))
        .orElseGet(() -> Sessions.shared().createDataFrame(List.of(), table.schema()));
  }
}
