package io.microtarget.pipeline;

import io.microtarget.feature.Dimension;
import io.microtarget.feature.FeatureSettings;
import io.microtarget.journey.JourneySettings;
import io.microtarget.source.SourceSettings;
import io.microtarget.table.Expression;
import io.microtarget.table.SettingsError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Refuses features that read what is known only after the event: how long a call took says whether
 * it went well, and nobody knows it before the call.
 *
 * <p>A source declares such raw columns ({@code known-after}). What another source makes from them
 * out of the same files counts as well, so it is enough to declare them once. Typed columns and
 * attributes made from them are refused in own features, in dimensions and in traits; an expression
 * that reads {@code attributes} without naming the key is refused if any attribute of the kind is
 * of that sort.
 */
final class KnownAfter {
  private static final String ATTRIBUTES = "attributes";

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
              var after = byPath.get(source.path());
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
              own.of().ifPresent(text -> after.check(key + ".of", own.from(), text, problems));
              own.where()
                  .ifPresent(text -> after.check(key + ".where", own.from(), text, problems));
              own.by().ifPresent(text -> after.check(key + ".by", own.from(), text, problems));
              own.match()
                  .ifPresent(text -> after.check(key + ".match", own.from(), text, problems));
            });
    new TreeMap<>(features.dimensions())
        .forEach((name, d) -> after.check("features.dimensions." + name, d, problems));
    new TreeMap<>(features.traits())
        .forEach((name, text) -> after.check("features.traits." + name, "party", text, problems));
    return problems;
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
                after.check("journey.channels." + name, kind, text, problems);
              }
            });
    return problems;
  }

  private void check(String key, Dimension dimension, List<String> problems) {
    dimension
        .keys()
        .forEach(
            (theirs, ours) -> {
              check(key + ".keys", dimension.from(), theirs, problems);
              check(key + ".keys", dimension.to(), ours, problems);
            });
    dimension.where().ifPresent(text -> check(key + ".where", dimension.from(), text, problems));
    dimension.at().ifPresent(text -> check(key + ".at", dimension.to(), text, problems));
    dimension.since().ifPresent(text -> check(key + ".since", dimension.from(), text, problems));
    new TreeMap<>(dimension.columns())
        .forEach((name, text) -> check(key + ".columns." + name, dimension.from(), text, problems));
  }

  private void check(String key, String kind, String text, List<String> problems) {
    var ofKind = columns.getOrDefault(kind, Map.of());
    var keyed = attributes.getOrDefault(kind, Map.of());
    var reads = reads(text);
    if (reads.isEmpty()) {
      return;
    }
    for (var column : reads.get().columns()) {
      if (ofKind.containsKey(column)) {
        problems.add(refusal(key, column, ofKind.get(column)));
      }
    }
    if (keyed.isEmpty() || !reads.get().columns().contains(ATTRIBUTES)) {
      return;
    }
    var keys = reads.get().keysOf(ATTRIBUTES);
    for (var name : keys.orElse(keyed.keySet())) {
      if (keyed.containsKey(name)) {
        problems.add(refusal(key, name, keyed.get(name)));
      }
    }
  }

  private static String refusal(String key, String name, String made) {
    return "%s: `%s` is known only after the event (%s, known-after), so no feature may read it"
        .formatted(key, name, made);
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
