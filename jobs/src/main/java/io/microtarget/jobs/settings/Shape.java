package io.microtarget.jobs.settings;

import io.microtarget.table.Origin;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a record says about the settings: its keys, and where its maps of blocks stand. */
final class Shape {
  private Shape() {}

  /** Kebab-case keys of a record in the order of its components; who wrote it is no key. */
  static Map<String, RecordComponent> keys(Class<?> type) {
    var keys = new LinkedHashMap<String, RecordComponent>();
    Arrays.stream(type.getRecordComponents())
        .filter(c -> c.getType() != Origin.class)
        .forEach(c -> keys.put(kebab(c.getName()), c));
    return keys;
  }

  static String kebab(String camelCase) {
    return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /** The record a type is or holds: {@code R}, {@code Optional<R>}. */
  static Optional<Class<?>> recordIn(Type type) {
    if (type instanceof Class<?> plain) {
      return Optional.<Class<?>>of(plain).filter(Class::isRecord);
    }
    return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class
        ? recordIn(generic.getActualTypeArguments()[0])
        : Optional.empty();
  }

  /** Dotted paths of the maps of blocks that do not stand inside another map's entry. */
  static SortedSet<String> mapsOfBlocks(Class<?> root) {
    var found = new TreeSet<String>();
    collect(root, List.of(), found);
    return found;
  }

  private static void collect(Class<?> type, List<String> path, SortedSet<String> found) {
    keys(type)
        .forEach(
            (key, component) -> {
              var below = new ArrayList<>(path);
              below.add(key);
              var generic = component.getGenericType();
              if (isMapOfBlocks(generic)) {
                found.add(String.join(".", below));
              }
              recordIn(generic).ifPresent(inner -> collect(inner, below, found));
            });
  }

  private static boolean isMapOfBlocks(Type type) {
    return type instanceof ParameterizedType generic
        && generic.getRawType() == Map.class
        && recordIn(generic.getActualTypeArguments()[1]).isPresent();
  }
}
