package io.microtarget.feature;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import io.microtarget.feature.Declared.Path;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * All features of all moments: what is known of groups and places, what {@link Sweep} finds in the
 * rows of a subject, then, where declared, what rows of everyone, of the campaign and of the pair
 * say, then what is derived.
 */
record Assembly(Declared declared, Events events, Occasions occasions) {
  private static final String[] OF_PAIR = {"subject_id", "campaign_id", "moment"};
  static final String FEATURES = "features";
  private static final Column NO_CELL = lit(null).cast("string");
  private static final String[] AT_MOMENT = {"subject_id", "moment"};

  /** Features that derived ones read. */
  private static final String READ = "_read";

  /** Scopes whose features a pass over sorted rows makes, in the order they stand in. */
  private static final List<Scope> PASSES = List.of(Scope.SUBJECT, Scope.HOUSEHOLD, Scope.AREA);

  private static final List<Scope> GROUPS = PASSES.subList(1, PASSES.size());

  /** Both tables of the stage. */
  Map<Table, Dataset<Row>> tables() {
    var others = others();
    var names = new ArrayList<String>();
    PASSES.forEach(scope -> names.addAll(compiled(scope).names()));
    var rows = occasions(List.copyOf(names), others);
    names.addAll(others);
    return Map.of(
        FeatureTables.OCCASION,
        rows,
        FeatureTables.FEATURE_LIST,
        FeatureList.of(events.session(), declared, names));
  }

  /**
   * Names of the features that are columns of their own before they join the others; those of a
   * campaign come last, so that the others stand together.
   */
  private List<String> others() {
    var others = new ArrayList<>(names(Scope.EVERYONE));
    declared.places().forEach(n -> others.add(n.name()));
    declared.derived().stream().filter(d -> !d.needsCampaign()).forEach(d -> others.add(d.name()));
    others.addAll(names(Scope.PAIR));
    others.addAll(names(Scope.CAMPAIGN));
    declared.derived().stream().filter(Derived::needsCampaign).forEach(d -> others.add(d.name()));
    return others;
  }

  private Compiled compiled(Scope scope) {
    return Compiled.of(declared.ofScope(scope), declared.genuine());
  }

  private Dataset<Row> occasions(List<String> names, List<String> others) {
    var moments = moments();
    var ofPasses = ofSubjects(ofPlaces(ofArea(ofHousehold(moments, moments), moments), moments));
    if (others.isEmpty()) {
      return ofPasses;
    }
    var wide = ofCampaign(ofPair(ofEveryone(ofPasses)));
    var read = new TreeSet<String>();
    declared.derived().forEach(d -> read.addAll(d.expression().columns()));
    var withRead = new TreeMap<String, Column>();
    var positions =
        IntStream.range(0, names.size()).filter(i -> read.contains(names.get(i))).toArray();
    for (int i = 0; i < positions.length; i++) {
      withRead.put(names.get(positions[i]), col(READ).getItem(i));
    }
    var derived = declared.derived();
    var ready =
        withRead.isEmpty()
            ? wide
            : wide.withColumn(READ, Packed.at(col(FEATURES), positions)).withColumns(withRead);
    var columns = new ArrayList<Column>();
    FeatureTables.OCCASION.columns().stream()
        .filter(n -> !n.equals(FEATURES))
        .forEach(n -> columns.add(col(n)));
    columns.add(
        concat(col(FEATURES), Packed.of(array(columns(others.toArray(String[]::new)))))
            .as(FEATURES));
    return Derived.add(observed(ready, derived), derived).select(columns.toArray(Column[]::new));
  }

  /**
   * The same rows with the features of the scope subject, behind which stand those of the groups.
   *
   * @param moments the columns of {@link FeatureTables#OCCASION} but the features, and what is
   *     known of groups and places: joined before the features are there, which are a hundred times
   *     wider
   */
  private Dataset<Row> ofSubjects(Dataset<Row> moments) {
    var compiled = compiled(Scope.SUBJECT);
    var carried = List.of(moments.columns());
    var found =
        Tall.features(
            compiled,
            Keys.withSubject(
                events.before().isEmpty()
                    ? moments
                    : moments.withColumn(Tall.IF_KNOWN, col("role").equalTo(Moments.HISTORY))),
            carried,
            table -> checked(events.hashed(table), Scope.SUBJECT, table),
            partitions(compiled));
    var parts = new ArrayList<Column>(List.of(col(FEATURES)));
    GROUPS.forEach(
        scope -> {
          if (carried.contains(features(scope))) {
            var unknown = Packed.unknown(compiled(scope).names().size());
            parts.add(coalesce(col(features(scope)), unknown));
          }
        });
    return parts.size() == 1
        ? found
        : found
            .withColumn(FEATURES, concat(parts.toArray(Column[]::new)))
            .drop(GROUPS.stream().map(Assembly::features).toArray(String[]::new));
  }

  /** The rows of the table without their features; kept where they are looked at several times. */
  private Dataset<Row> moments() {
    var subjects = Moments.of(events.subjects(), events.before());
    var all = occasions.models().isEmpty() ? subjects : subjects.unionByName(occasions.all());
    var isAskedAgain =
        !declared.places().isEmpty()
            || GROUPS.stream().anyMatch(scope -> !compiled(scope).names().isEmpty());
    return isAskedAgain ? all.persist(StorageLevel.MEMORY_AND_DISK()) : all;
  }

  /** With the features of all persons of the household. */
  private Dataset<Row> ofHousehold(Dataset<Row> rows, Dataset<Row> moments) {
    var compiled = compiled(Scope.HOUSEHOLD);
    if (compiled.names().isEmpty()) {
      return rows;
    }
    var found =
        Tall.features(
            compiled,
            events.underHousehold(Keys.withSubject(each(moments))),
            List.of(AT_MOMENT),
            table -> checked(events.ofHouseholds(table), Scope.HOUSEHOLD, table),
            partitions(compiled));
    return rows.join(
        found.withColumnRenamed(FEATURES, features(Scope.HOUSEHOLD)), AT_MOMENT, "left");
  }

  /** With the figures about the area a subject lived in at the moment. */
  private Dataset<Row> ofArea(Dataset<Row> rows, Dataset<Row> moments) {
    var compiled = compiled(Scope.AREA);
    if (compiled.names().isEmpty()) {
      return rows;
    }
    var parties = events.ofSubjects(SourceTables.PARTY, Set.of());
    var stated = Areas.of(parties, events.settings().area().orElseThrow());
    var lived = Areas.at(each(moments), stated);
    var areas = Areas.moments(lived).withColumnRenamed(Areas.AREA, "subject_id");
    var found =
        Tall.features(
                compiled,
                Keys.withSubject(areas),
                List.of(AT_MOMENT),
                table -> checked(events.ofAreas(table, declared.used(table)), Scope.AREA, table),
                partitions(compiled))
            .withColumnRenamed("subject_id", Areas.AREA)
            .withColumnRenamed(FEATURES, features(Scope.AREA));
    var ofSubjects = lived.join(found, new String[] {Areas.AREA, "moment"}).drop(Areas.AREA);
    return rows.join(ofSubjects, AT_MOMENT, "left");
  }

  /** With what is known of home, work and ways before each moment. */
  private Dataset<Row> ofPlaces(Dataset<Row> rows, Dataset<Row> moments) {
    if (declared.places().isEmpty()) {
      return rows.withColumn(Places.HOME, NO_CELL).withColumn(Places.WORK, NO_CELL);
    }
    var isSubject = col("role").equalTo(Moments.SUBJECT);
    return rows.join(events.places(each(moments)), AT_MOMENT, "left")
        .withColumn(Places.HOME, when(isSubject, col(Places.HOME)))
        .withColumn(Places.WORK, when(isSubject, col(Places.WORK)));
  }

  /** Each subject and moment once. */
  private static Dataset<Row> each(Dataset<Row> moments) {
    return moments.select(columns(AT_MOMENT)).distinct();
  }

  /** The column of the features of a group, until they stand behind the others. */
  private static String features(Scope group) {
    return "_features_of_" + group.name().toLowerCase(Locale.ROOT);
  }

  private int partitions(Compiled compiled) {
    var read = compiled.tables().stream().map(t -> events.all(t.table())).toList();
    return Math.max(events.partitions(), Sizes.partitions(read));
  }

  private Dataset<Row> checked(Dataset<Row> rows, Scope scope, Table table) {
    check(rows, declared.ofScope(scope).get(table));
    return rows;
  }

  private static void check(Dataset<Row> rows, List<Feature> features) {
    var conditions = new TreeSet<String>();
    var numbers = new TreeSet<String>();
    var values = new TreeSet<String>();
    for (var feature : features) {
      var own = feature.own();
      own.where().ifPresent(conditions::add);
      own.by().ifPresent(values::add);
      own.of().ifPresent(own.aggregate().needsNumber() ? numbers::add : values::add);
    }
    if (Typed.areFine(rows, List.copyOf(conditions), List.copyOf(numbers), List.copyOf(values))) {
      return;
    }
    features.stream()
        .collect(Collectors.toMap(Feature::key, f -> f, (a, b) -> a, TreeMap::new))
        .forEach((key, feature) -> feature.check(rows));
  }

  /** With the features of a moment alone: one row a moment is joined. */
  private Dataset<Row> ofEveryone(Dataset<Row> rows) {
    var dates = rows.select("moment").distinct();
    return joined(
        rows,
        Scope.EVERYONE,
        List.of("moment"),
        (path, features) ->
            aggregated(events.ofFeatures(Columns.table(path.from())), ofDates(dates), features)
                .stream()
                .map(part -> broadcast(part))
                .toList());
  }

  /** One group a moment: rows of a day, joined with every moment after that day. */
  private static Keys ofDates(Dataset<Row> dates) {
    return new Keys(
        List.of(Keys.DAY),
        List.of("moment"),
        rows ->
            rows.join(broadcast(dates), col(Keys.DAY).lt(col("moment")))
                .withColumn(Keys.AGE, datediff(col("moment"), col(Keys.DAY))));
  }

  private Dataset<Row> ofPair(Dataset<Row> rows) {
    if (names(Scope.PAIR).isEmpty()) {
      return rows;
    }
    // The occasions are asked for again: they are small, and the rows above cost the whole pass.
    var pairs = Keys.withMoment(occasions.all().select(columns(OF_PAIR)).distinct(), OF_PAIR);
    var ofPairs =
        joined(
            pairs,
            Scope.PAIR,
            Keys.AT_MOMENT,
            (path, features) -> {
              var matched = Affinity.rows(events, path, pairs);
              return aggregated(matched, Keys.of(Keys.AT_MOMENT), features);
            });
    return rows.join(ofPairs, OF_PAIR, "left");
  }

  private Dataset<Row> ofCampaign(Dataset<Row> rows) {
    return joined(rows, Scope.CAMPAIGN, List.of("campaign_id"), this::ofCampaigns);
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
    check(rows, features);
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
