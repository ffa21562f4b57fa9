package io.microtarget.pipeline;

import io.microtarget.feature.Dimension;
import io.microtarget.feature.FeatureSettings;
import io.microtarget.feature.Measure;
import io.microtarget.journey.JourneySettings;
import io.microtarget.source.Mapping;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Expression;
import io.microtarget.table.Origin;
import io.microtarget.table.SettingsError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Refuses features that read what is known only after the event: how long a call took says whether
 * it went well, and nobody knows it before the call.
 *
 * <p>A source declares such raw columns ({@code known-after}). What another source makes from them
 * out of the same files counts as well, so it is enough to declare them once. Typed columns and
 * attributes made from them are refused in what the business declares: own features, dimensions,
 * traits, the area, measures of kinds that it wrote or changed. A measure that every business has
 * is left out instead, with a note. What features get beside the columns of a table (the cell of a
 * place, the topic of a search) is followed to the columns it is made from; an expression that
 * reads {@code attributes} without naming the key is refused if any attribute of the kind is of
 * that sort.
 *
 * <p>What a lookup adds is not followed: where its key is known only after the event, its columns
 * are to be declared, too.
 */
final class KnownAfter {
  private static final String ATTRIBUTES = "attributes";
  private static final String DAY = "event_date";
  private static final String PARTY = SourceTables.PARTY.name();

  /** By kind: what is refused, and the raw columns it is made from. */
  private final Map<String, Map<String, String>> columns = new HashMap<>();

  private final Map<String, Map<String, String>> attributes = new HashMap<>();

  private KnownAfter(Map<String, SourceSettings> sources) {
    var byPath = new HashMap<String, Set<String>>();
    sources
        .values()
        .forEach(
            s -> byPath.computeIfAbsent(s.path(), p -> new TreeSet<>()).addAll(s.knownAfter()));
    new TreeMap<>(sources)
        .forEach(
            (name, source) -> {
              var after = new TreeSet<>(byPath.get(source.path()));
              source
                  .explode()
                  .filter(text -> !Collections.disjoint(Expression.names(text), after))
                  .ifPresent(text -> after.add(Mapping.ELEMENT));
              var typed = new TreeMap<String, String>();
              source.columns().forEach((key, text) -> typed.put(key.replace('-', '_'), text));
              collect(name, source.kind(), typed, after, columns);
              collect(name, source.kind(), source.attributes(), after, attributes);
            });
  }

  /** One line for each declaration that reads what is known only after the event. */
  static List<String> problems(Map<String, SourceSettings> sources, FeatureSettings features) {
    var after = new KnownAfter(sources);
    var problems = new ArrayList<String>();
    new TreeMap<>(features.own())
        .forEach(
            (name, own) -> {
              var key = "features.own." + name;
              after.check(key + ".of", own.from(), own.of(), problems);
              after.check(key + ".where", own.from(), own.where(), problems);
              after.check(key + ".by", own.from(), own.by(), problems);
              after.check(key + ".match", own.from(), own.match(), problems);
            });
    measures(
        features,
        Origin.BUSINESS,
        (key, kind, measure) -> after.check(key, kind, measure, problems));
    new TreeMap<>(features.dimensions())
        .forEach((name, d) -> after.check("features.dimensions." + name, d, problems));
    new TreeMap<>(features.traits())
        .forEach(
            (name, text) ->
                after.check("features.traits." + name, PARTY, Optional.of(text), problems));
    after.check("features.area", PARTY, features.area(), problems);
    return problems;
  }

  /**
   * Key of a measure that every business has, or of places, that reads what is known only after the
   * event, and the first reason.
   */
  static Map<String, String> leftOut(
      Map<String, SourceSettings> sources, FeatureSettings features) {
    var after = new KnownAfter(sources);
    var leftOut = new TreeMap<String, String>();
    measures(
        features,
        Origin.DEFAULT,
        (key, kind, measure) ->
            Stream.of(measure.of(), measure.where(), measure.by())
                .flatMap(Optional::stream)
                .flatMap(text -> after.refusals(kind, text).stream())
                .findFirst()
                .ifPresent(refusal -> leftOut.put(key, refusal)));
    Stream.of("latitude", "longitude")
        .flatMap(column -> after.refusals(SourceTables.LOCATION.name(), column).stream())
        .findFirst()
        .ifPresent(refusal -> leftOut.put(AllowedFeatures.PLACE, refusal));
    return leftOut;
  }

  /** What is done with a measure. */
  private interface Visit {
    void to(String key, String kind, Measure measure);
  }

  private static void measures(FeatureSettings features, Origin origin, Visit visit) {
    new TreeMap<>(features.kinds())
        .forEach(
            (kind, measures) ->
                new TreeMap<>(measures)
                    .forEach(
                        (name, measure) -> {
                          if (measure.origin() == origin) {
                            visit.to(AllowedFeatures.key(kind, name), kind, measure);
                          }
                        }));
  }

  /** One line for each channel that is told by what is known only after the event. */
  static List<String> problems(Map<String, SourceSettings> sources, JourneySettings journey) {
    var after = new KnownAfter(sources);
    var problems = new ArrayList<String>();
    new TreeMap<>(journey.channels())
        .forEach(
            (name, text) -> {
              if (sources.containsKey(name)) {
                var kind = sources.get(name).kind();
                after.check("journey.channels." + name, kind, Optional.of(text), problems);
              }
            });
    return problems;
  }

  private void check(String key, String kind, Measure measure, List<String> problems) {
    check(key + ".of", kind, measure.of(), problems);
    check(key + ".where", kind, measure.where(), problems);
    check(key + ".by", kind, measure.by(), problems);
  }

  private void check(String key, Dimension dimension, List<String> problems) {
    dimension
        .keys()
        .forEach(
            (theirs, ours) -> {
              check(key + ".keys", dimension.from(), Optional.of(theirs), problems);
              check(key + ".keys", dimension.to(), Optional.of(ours), problems);
            });
    check(key + ".where", dimension.from(), dimension.where(), problems);
    check(key + ".at", dimension.to(), dimension.at(), problems);
    check(key + ".since", dimension.from(), dimension.since(), problems);
    new TreeMap<>(dimension.columns())
        .forEach(
            (name, text) ->
                check(key + ".columns." + name, dimension.from(), Optional.of(text), problems));
  }

  private void check(String key, String kind, Optional<String> text, List<String> problems) {
    text.ifPresent(t -> refusals(kind, t).forEach(r -> problems.add(key + ": " + r)));
  }

  /** Why no feature may read it: one line a column or attribute. */
  private List<String> refusals(String kind, String text) {
    var ofKind = columns.getOrDefault(kind, Map.of());
    var keyed = attributes.getOrDefault(kind, Map.of());
    var reads = reads(text);
    var refusals = new ArrayList<String>();
    if (reads.isEmpty()) {
      return refusals;
    }
    for (var column : reads.get().columns()) {
      madeFrom(kind, column).stream()
          .filter(ofKind::containsKey)
          .forEach(from -> refusals.add(refusal(from, ofKind.get(from))));
    }
    if (keyed.isEmpty() || !reads.get().columns().contains(ATTRIBUTES)) {
      return refusals;
    }
    for (var name : reads.get().keysOf(ATTRIBUTES).orElse(keyed.keySet())) {
      if (keyed.containsKey(name)) {
        refusals.add(refusal(name, keyed.get(name)));
      }
    }
    return refusals;
  }

  /** The typed columns a column of a row is made from. */
  private static Set<String> madeFrom(String kind, String column) {
    return column.equals(DAY)
        ? Set.of("event_time")
        : new TreeSet<>(FeatureSettings.madeFrom(kind, column));
  }

  private static String refusal(String name, String made) {
    return "`%s` is known only after the event (%s, known-after), so no feature may read it"
        .formatted(name, made);
  }

  /** The expression with every name it could have allowed; what is wrong with it, others say. */
  private static Optional<Expression> reads(String text) {
    try {
      return Optional.of(Expression.of(text, Expression.names(text)));
    } catch (SettingsError e) {
      return Optional.empty();
    }
  }

  private static void collect(
      String source,
      String kind,
      Map<String, String> expressions,
      Collection<String> after,
      Map<String, Map<String, String>> found) {
    new TreeMap<>(expressions)
        .forEach(
            (name, text) -> {
              var made = new TreeSet<>(Expression.names(text));
              made.retainAll(after);
              if (!made.isEmpty()) {
                found
                    .computeIfAbsent(kind, k -> new TreeMap<>())
                    .putIfAbsent(name, "source %s makes it from %s".formatted(source, made));
              }
            });
  }
}
