package io.microtarget.feature;

import io.microtarget.journey.Genuine;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Expression;
import io.microtarget.table.Nearest;
import io.microtarget.table.SettingsError;
import io.microtarget.table.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The settings, checked: every name known, every expression allowed, every feature named once.
 *
 * @param settings as given
 * @param paths the features by the rows they share, in a fixed order
 * @param places about where a subject lives and works; empty where no source says where it was
 * @param derived in an order in which each comes after those it reads
 * @param genuine which of the rows count
 */
record Declared(
    FeatureSettings settings,
    Map<Path, List<Feature>> paths,
    List<Places.Number> places,
    List<Derived> derived,
    Genuine genuine) {

  /** Names that the tables or the expressions of derived features need for themselves. */
  private static final Set<String> TAKEN = taken();

  /**
   * Features that read the same rows.
   *
   * @param match empty text for none
   * @param isPerOffer rows are repeated for every offer that covers them
   */
  record Path(Scope scope, String from, String match, boolean isPerOffer)
      implements Comparable<Path> {
    @Override
    public int compareTo(Path other) {
      return Comparator.comparing(Path::scope)
          .thenComparing(Path::from)
          .thenComparing(Path::match)
          .thenComparing(Path::isPerOffer)
          .compare(this, other);
    }
  }

  /**
   * Checks the settings.
   *
   * @throws SettingsError all problems, each with its key
   */
  static Declared of(FeatureSettings settings, Available available) {
    return of(settings, available, Map.of());
  }

  /**
   * The same with the values that the data was asked for.
   *
   * @param found by the key of the declaration, the most frequent values
   */
  static Declared of(
      FeatureSettings settings, Available available, Map<String, List<String>> found) {
    var problems = new ArrayList<String>();
    var paths = new TreeMap<Path, List<Feature>>();
    var names = new TreeSet<String>();
    checkDimensions(settings, problems);
    problems.addAll(Topics.problems(settings.topics()));
    for (var one : declarations(settings, available, problems)) {
      var own = one.own();
      var key = one.key();
      if (!one.name().matches("[a-z][a-z0-9]*(_[a-z0-9]+)*")) {
        problems.add(
            "%s: `%s` is not snake_case with single underscores".formatted(key, one.name()));
      }
      var values = found.getOrDefault(key, List.of());
      var features = Feature.of(key, one.name(), own, settings.windows(), values);
      for (var feature : features) {
        checkName(feature.name(), key, names, problems);
      }
      collect(key, problems, () -> paths(settings, own, key, problems))
          .forEach(p -> paths.computeIfAbsent(p, x -> new ArrayList<>()).addAll(features));
    }
    var places =
        available.saysPlaces() ? Places.numbers(settings.place()) : List.<Places.Number>of();
    places.forEach(n -> checkName(n.name(), "features.place", names, problems));
    settings
        .derived()
        .keySet()
        .forEach(name -> checkName(name, "features.derived." + name, names, problems));
    var campaignOnly = new HashSet<String>();
    paths.forEach(
        (path, features) -> {
          if (path.scope() == Scope.CAMPAIGN || path.scope() == Scope.PAIR) {
            features.forEach(f -> campaignOnly.add(f.name()));
          }
        });
    var derived = Derived.ordered(settings.derived(), names, campaignOnly, problems);
    settings
        .area()
        .ifPresent(
            text -> expression("features.area", text, SourceTables.PARTY.columns(), problems));
    settings
        .traits()
        .forEach(
            (name, text) ->
                expression(
                    "features.traits." + name, text, SourceTables.PARTY.columns(), problems));
    if (!problems.isEmpty()) {
      throw new SettingsError(problems.stream().sorted().toList());
    }
    return new Declared(settings, paths, places, derived, available.genuine());
  }

  /**
   * A declaration under its key.
   *
   * @param name of the measure
   */
  record Declaration(String key, String name, Own own) {}

  /** The business's own, then what every business with such rows has. */
  private static List<Declaration> declarations(
      FeatureSettings settings, Available available, List<String> problems) {
    var all = new ArrayList<Declaration>();
    new TreeMap<>(settings.own())
        .forEach((name, own) -> all.add(new Declaration("features.own." + name, name, own)));
    new TreeMap<>(settings.kinds())
        .forEach(
            (kind, measures) -> {
              if (!available.kinds().contains(kind)) {
                collect("features.kinds", problems, () -> List.of(Columns.table(kind)));
                return;
              }
              new TreeMap<>(measures)
                  .forEach(
                      (name, measure) -> {
                        var key = "features.kinds.%s.%s".formatted(kind, name);
                        measures(key, name, kind, measure, problems).stream()
                            .filter(
                                d -> d.own().level() != Scope.AREA || settings.area().isPresent())
                            .filter(d -> available.has(settings, d.own()))
                            .forEach(all::add);
                      });
            });
    return all;
  }

  private static List<Declaration> measures(
      String key, String name, String kind, Measure measure, List<String> problems) {
    try {
      return measure.of(kind).values().stream().map(o -> new Declaration(key, name, o)).toList();
    } catch (IllegalArgumentException e) {
      problems.add(key + ": " + e.getMessage());
      return List.of();
    }
  }

  /** Declarations that ask the data for their most frequent values, by key, one of each. */
  Map<String, Own> tops() {
    var tops = new TreeMap<String, Own>();
    paths
        .values()
        .forEach(
            features ->
                features.stream()
                    .filter(f -> f.own().top().isPresent())
                    .forEach(f -> tops.putIfAbsent(f.key(), f.own())));
    return tops;
  }

  /** The features of a scope by the table of their rows. */
  Map<Table, List<Feature>> ofScope(Scope scope) {
    var found = new java.util.LinkedHashMap<Table, List<Feature>>();
    paths.forEach(
        (path, features) -> {
          if (path.scope() == scope) {
            found
                .computeIfAbsent(Columns.table(path.from()), t -> new ArrayList<>())
                .addAll(features);
          }
        });
    return found;
  }

  /** Columns of its rows that the features of a path read. */
  static Set<String> used(FeatureSettings settings, List<Feature> features) {
    var used = new TreeSet<String>();
    for (var feature : features) {
      var own = feature.own();
      used.addAll(used(own, Columns.of(settings, own)));
      own.match().ifPresent(used::add);
    }
    return used;
  }

  /** Columns of the rows of a table that any feature reads. */
  Set<String> used(Table table) {
    var used = new TreeSet<String>();
    paths.forEach(
        (path, features) -> {
          if (Columns.table(path.from()).equals(table)) {
            used.addAll(used(settings, features));
          }
        });
    return used;
  }

  /** Whether features of more than one scope, or match, go over the rows of a table. */
  boolean isOfSeveralScopes(Table table) {
    return paths.keySet().stream().filter(p -> p.from().equals(table.name())).count() > 1;
  }

  /** The event tables and dimensions that the features read. */
  Set<Table> tables() {
    var tables = new HashSet<Table>();
    for (var path : paths.keySet()) {
      tables.add(Columns.table(path.from()));
    }
    for (var dimension : settings.dimensions().values()) {
      tables.add(Columns.table(dimension.from()));
    }
    if (!places.isEmpty()) {
      tables.add(SourceTables.LOCATION);
    }
    return tables;
  }

  /** The table whose first day is the business's first: the first dated one that features read. */
  Optional<Table> observed() {
    return SourceTables.kinds().stream()
        .filter(t -> !t.equals(SourceTables.PARTY))
        .filter(
            t ->
                paths.keySet().stream()
                    .anyMatch(p -> p.scope() != Scope.CAMPAIGN && p.from().equals(t.name())))
        .findFirst();
  }

  private static List<Path> paths(
      FeatureSettings settings, Own own, String key, List<String> problems) {
    var table = Columns.table(own.from());
    var columns = Columns.of(settings, own);
    own.of().ifPresent(text -> expression(key + ".of", text, columns, problems));
    own.where().ifPresent(text -> expression(key + ".where", text, columns, problems));
    own.by().ifPresent(text -> expression(key + ".by", text, columns, problems));
    var isOfArea = own.level() == Scope.AREA;
    if (own.level() != Scope.CAMPAIGN && !isOfArea && !table.columns().contains("record_id")) {
      problems.add(key + ".from: rows of `" + table + "` belong to nobody");
    }
    if (isOfArea && !table.columns().contains("area_id")) {
      problems.add(key + ".scope: rows of `" + table + "` belong to no area");
    }
    if (isOfArea && settings.area().isEmpty()) {
      problems.add(key + ": features.area must say in which area somebody lives");
    }
    own.match().ifPresent(match -> checkMatch(settings, own, key, match, columns, problems));
    var isPerOffer =
        own.level() == Scope.PAIR
            && !table.columns().contains(Columns.OFFER_ID)
            && used(own, columns).contains(Columns.OFFER_ID);
    if (isPerOffer && own.aggregate() != Aggregate.COUNT_DISTINCT) {
      problems.add(
          key
              + ": a row may be covered by several offers, so `offer_id` goes with aggregate ="
              + " count-distinct only");
    }
    return List.of(new Path(own.level(), own.from(), own.match().orElse(""), isPerOffer));
  }

  private static void checkMatch(
      FeatureSettings settings,
      Own own,
      String key,
      String match,
      Set<String> columns,
      List<String> problems) {
    var table = Columns.table(own.from());
    var ofRow = new TreeSet<>(columns);
    if (!table.columns().contains(Columns.OFFER_ID)) {
      ofRow.remove(Columns.OFFER_ID);
    }
    ofRow.remove(Columns.OFFER_PRODUCTS);
    if (!ofRow.contains(match)) {
      problems.add(
          "%s.match: no column `%s`%s"
              .formatted(key, match, Nearest.hint(match, ofRow).orElse("")));
    } else if (Columns.isOfCampaign(match) && own.offerProductsAtMost().isPresent()) {
      problems.add(key + ".offer-products-at-most needs a match with what is offered");
    } else if (!Columns.isOfCampaign(match) && !isOfOffers(settings, own.from(), match)) {
      problems.add(
          ("%s.match: `%s` is a column of neither campaign nor offer, and no dimension gives it to"
                  + " offers")
              .formatted(key, match));
    }
  }

  private static boolean isOfOffers(FeatureSettings settings, String from, String match) {
    var offer = SourceTables.OFFER.columns();
    if (offer.contains(match)) {
      return true;
    }
    var ofRow = Columns.table(from).columns();
    return Columns.ofOffers(settings, from, match)
        .filter(
            dimension ->
                dimension.keys().values().stream()
                    .allMatch(text -> offer.containsAll(Expression.of(text, ofRow).columns())))
        .isPresent();
  }

  private static void checkDimensions(FeatureSettings settings, List<String> problems) {
    var seen = new HashSet<String>();
    new TreeMap<>(settings.dimensions())
        .forEach(
            (name, dimension) -> {
              var key = "features.dimensions." + name;
              var to = collect(key + ".to", problems, () -> List.of(Columns.table(dimension.to())));
              var from =
                  collect(key + ".from", problems, () -> List.of(Columns.table(dimension.from())));
              if (to.isEmpty() || from.isEmpty()) {
                return;
              }
              problems.addAll(dimension.problems(key, to.get(0).columns(), from.get(0).columns()));
              dimension
                  .columns()
                  .keySet()
                  .forEach(
                      column -> {
                        if (to.get(0).columns().contains(column)
                            || Made.of(to.get(0)).containsKey(column)
                            || TAKEN.contains(column)
                            || !seen.add(to.get(0) + "." + column)) {
                          problems.add(
                              "%s.columns: `%s` is already a column of %s"
                                  .formatted(key, column, to.get(0)));
                        }
                      });
            });
  }

  private static void checkName(String name, String key, Set<String> names, List<String> problems) {
    if (!name.matches("[a-z][a-z0-9_]*")
        || (key.startsWith("features.derived.") && name.contains("__"))) {
      problems.add(
          "%s: feature name `%s` is not snake_case with single underscores".formatted(key, name));
    } else if (TAKEN.contains(name)) {
      problems.add("%s: the name `%s` is taken; choose another".formatted(key, name));
    } else if (!names.add(name)) {
      problems.add("%s: there are two features of the name `%s`".formatted(key, name));
    }
  }

  private static Set<String> used(Own own, Set<String> columns) {
    var used = new TreeSet<String>();
    own.of().ifPresent(text -> used.addAll(Expression.of(text, columns).columns()));
    own.where().ifPresent(text -> used.addAll(Expression.of(text, columns).columns()));
    own.by().ifPresent(text -> used.addAll(Expression.of(text, columns).columns()));
    return used;
  }

  private static void expression(
      String key, String text, Collection<String> columns, List<String> problems) {
    collect(key, problems, () -> List.of(Expression.of(text, columns)));
  }

  private static <T> List<T> collect(
      String key, List<String> problems, java.util.function.Supplier<List<T>> check) {
    try {
      return check.get();
    } catch (SettingsError e) {
      e.problems().forEach(p -> problems.add(key + ": " + p));
      return List.of();
    }
  }

  private static Set<String> taken() {
    var taken = new TreeSet<>(FeatureTables.OCCASION.columns());
    taken.addAll(FeatureTables.FEATURE.columns());
    taken.addAll(Derived.BUILT_IN);
    taken.add(Columns.OFFER_PRODUCTS);
    return taken;
  }
}
