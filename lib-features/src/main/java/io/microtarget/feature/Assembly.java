package io.microtarget.feature;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import io.microtarget.feature.Declared.Path;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Puts the features of all paths side by side: one row per subject and moment, and one per
 * occasion.
 */
record Assembly(Declared declared, Events events, Occasions occasions) {
  private static final String[] AT_MOMENT = {"subject_id", "moment"};
  private static final String[] OF_PAIR = {"subject_id", "campaign_id", "moment"};

  /** Both tables of the stage. */
  Map<Table, Dataset<Row>> tables() {
    if (occasions.models().isEmpty()) {
      var none = events.subjects().limit(0);
      for (var field : FeatureTables.OCCASION.schema().fields()) {
        none = none.withColumn(field.name(), lit(null).cast(field.dataType()));
      }
      var columns = FeatureTables.OCCASION.columns().stream().map(n -> col(n));
      return Map.of(
          FeatureTables.FEATURE, features(atMoments(events.subjects())),
          FeatureTables.OCCASION, none.select(columns.toArray(Column[]::new)));
    }
    // Both are read many times and small: one row per occasion, and per subject and moment.
    var all = occasions.all().persist(StorageLevel.MEMORY_AND_DISK());
    var contacts = all.where(col("role").equalTo("contact")).select(columns(AT_MOMENT)).distinct();
    var wide = atMoments(events.subjects().union(contacts)).persist(StorageLevel.MEMORY_AND_DISK());
    return Map.of(
        FeatureTables.FEATURE,
        features(wide.where(col("moment").equalTo(events.today()))),
        FeatureTables.OCCASION,
        occasions(all, wide));
  }

  /** One row per subject and moment, one column per feature of scope subject or everyone. */
  private Dataset<Row> atMoments(Dataset<Row> moments) {
    var known = Keys.withMoment(moments, "subject_id", "moment");
    var keys = Keys.later(rows -> aged(rows, known));
    var ofSubjects =
        joined(
            known,
            Scope.SUBJECT,
            Keys.AT_MOMENT,
            (path, features) ->
                aggregated(events.ofFeatures(Columns.table(path.from())), keys, features));
    var dates = moments.select("moment").distinct();
    return joined(
        ofSubjects,
        Scope.EVERYONE,
        List.of("moment"),
        (path, features) ->
            // One row a moment.
            aggregated(events.ofFeatures(Columns.table(path.from())), ofEveryone(dates), features)
                .stream()
                .map(rows -> broadcast(rows))
                .toList());
  }

  /** One group a moment: rows of a day, joined with every moment after that day. */
  private static Keys ofEveryone(Dataset<Row> dates) {
    return new Keys(
        List.of(Keys.DAY),
        List.of("moment"),
        rows ->
            rows.join(broadcast(dates), col(Keys.DAY).lt(col("moment")))
                .withColumn(Keys.AGE, datediff(col("moment"), col(Keys.DAY))));
  }

  /** Rows of a subject and day, joined with every moment of the subject after that day. */
  private Dataset<Row> aged(Dataset<Row> rows, Dataset<Row> moments) {
    var known =
        moments.select(
            col(Keys.SUBJECT).as("_asked"),
            col(Keys.CHECK).as("_askedCheck"),
            col(Keys.AT),
            col("moment"));
    var isSame =
        col(Keys.SUBJECT).equalTo(col("_asked")).and(col(Keys.CHECK).equalTo(col("_askedCheck")));
    var isBefore = col(Keys.DAY).isNull().or(col(Keys.DAY).lt(col("moment")));
    return rows.join(events.areMomentsSmall() ? broadcast(known) : known, isSame.and(isBefore))
        .withColumn(Keys.AGE, datediff(col("moment"), col(Keys.DAY)));
  }

  /** {@link FeatureTables#FEATURE} from the rows of today. */
  private Dataset<Row> features(Dataset<Row> wide) {
    var derived = declared.derived().stream().filter(d -> !d.needsCampaign()).toList();
    var names = new ArrayList<>(names(Scope.SUBJECT));
    names.addAll(names(Scope.EVERYONE));
    derived.forEach(d -> names.add(d.name()));
    var numbers =
        Derived.add(observed(wide, derived), derived)
            .select(
                lit(events.subjectType()).as("subject_type"),
                col("subject_id"),
                Numbers.map(names).as("numbers"));
    return Traits.add(numbers, events);
  }

  /** {@link FeatureTables#OCCASION}: subject, pair and campaign features side by side. */
  private Dataset<Row> occasions(Dataset<Row> all, Dataset<Row> wide) {
    var pairs = Keys.withMoment(all.select(columns(OF_PAIR)).distinct(), OF_PAIR);
    var ofPairs =
        joined(
            pairs,
            Scope.PAIR,
            Keys.AT_MOMENT,
            (path, features) -> {
              var rows = Affinity.rows(events, path, pairs);
              return aggregated(rows, Keys.of(Keys.AT_MOMENT), features);
            });
    var wider =
        joined(
            all.join(wide, AT_MOMENT, "left").join(ofPairs, OF_PAIR, "left"),
            Scope.CAMPAIGN,
            List.of("campaign_id"),
            this::ofCampaigns);
    var names = new ArrayList<String>();
    declared.paths().values().forEach(fs -> fs.forEach(f -> names.add(f.name())));
    declared.derived().forEach(d -> names.add(d.name()));
    var columns = new ArrayList<Column>();
    FeatureTables.OCCASION.columns().stream()
        .filter(n -> !n.equals("numbers"))
        .forEach(n -> columns.add(col(n)));
    columns.add(Numbers.map(names).as("numbers"));
    return Derived.add(observed(wider, declared.derived()), declared.derived())
        .select(columns.toArray(Column[]::new));
  }

  private List<Dataset<Row>> ofCampaigns(Path path, List<Feature> features) {
    var keys = Keys.of(List.of("campaign_id"));
    var used = Declared.used(declared.settings(), features);
    var table = Columns.table(path.from());
    var rows = events.all(table);
    if (table.equals(SourceTables.OFFER)) {
      rows = Affinity.withOfferProducts(rows);
    }
    return aggregated(
        events.withDimensions(rows, table, used).withColumn(Keys.AGE, lit(null).cast("int")),
        keys,
        features);
  }

  private interface PathRows {
    List<Dataset<Row>> of(Path path, List<Feature> features);
  }

  private Dataset<Row> joined(
      Dataset<Row> rows, Scope scope, List<String> keys, PathRows pathRows) {
    var on = keys.toArray(String[]::new);
    var result = rows;
    var filled = new ArrayList<Feature>();
    for (var path : declared.paths().entrySet()) {
      if (path.getKey().scope() == scope) {
        for (var part : pathRows.of(path.getKey(), path.getValue())) {
          result = result.join(part, on, "left");
        }
        filled.addAll(path.getValue());
      }
    }
    return Numbers.filled(result.drop(Keys.SUBJECT, Keys.CHECK, Keys.AT), filled);
  }

  private static List<Dataset<Row>> aggregated(
      Dataset<Row> rows, Keys keys, List<Feature> features) {
    features.stream()
        .collect(Collectors.toMap(Feature::key, f -> f, (a, b) -> a, TreeMap::new))
        .forEach((key, feature) -> feature.check(rows));
    var results = new ArrayList<Dataset<Row>>();
    var totals = features.stream().filter(f -> Totals.isFor(keys, f)).toList();
    var distincts = features.stream().filter(f -> !Totals.isFor(keys, f)).toList();
    if (!totals.isEmpty()) {
      results.add(Totals.of(rows, keys, totals));
    }
    results.addAll(Distincts.of(rows, keys, distincts));
    return results;
  }

  private List<String> names(Scope scope) {
    return declared.paths().entrySet().stream()
        .filter(e -> e.getKey().scope() == scope)
        .flatMap(e -> e.getValue().stream())
        .map(Feature::name)
        .toList();
  }

  /** Adds the days since the business's first row, where a derived feature asks for them. */
  private Dataset<Row> observed(Dataset<Row> rows, List<Derived> derived) {
    if (!Derived.readObservedDays(derived)) {
      return rows;
    }
    var days = lit(0);
    var table = declared.observed();
    if (table.isEmpty()) {
      return rows.withColumn(Derived.OBSERVED_DAYS, days.cast("double"));
    }
    var first = events.all(table.get()).agg(min("event_date").as("_first"));
    return rows.crossJoin(broadcast(first))
        .withColumn(
            Derived.OBSERVED_DAYS,
            greatest(days, coalesce(datediff(col("moment"), col("_first")), days)).cast("double"))
        .drop("_first");
  }

  private static Column[] columns(String... names) {
    return Stream.of(names).map(n -> col(n)).toArray(Column[]::new);
  }
}
