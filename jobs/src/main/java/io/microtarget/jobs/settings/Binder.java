package io.microtarget.jobs.settings;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import io.microtarget.table.Origin;
import io.microtarget.table.SettingsError;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Fills records from settings by the names and types of their components.
 *
 * <p>An empty result means that a problem was noted; binding goes on beside it, so that all
 * problems come together. A record is made only when all its components are there; what its
 * constructor refuses with an {@link IllegalArgumentException} is a problem of its block.
 */
final class Binder {
  private final Defaults defaults;
  private final Secrets secrets;
  private final Problems problems;

  Binder(Defaults defaults, Secrets secrets, Problems problems) {
    this.defaults = defaults;
    this.secrets = secrets;
    this.problems = problems;
  }

  <T> Optional<T> root(ConfigObject root, Class<T> type) {
    return block(type, Node.root(root)).map(type::cast);
  }

  private Optional<Object> value(Type type, Node node) {
    if (type instanceof ParameterizedType generic) {
      var arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == Optional.class) {
        return value(arguments[0], node).map(Optional::of);
      }
      if (generic.getRawType() == List.class) {
        return list(arguments[0], node);
      }
      if (generic.getRawType() == Map.class && arguments[0] == String.class) {
        return map(arguments[1], node);
      }
    }
    if (type instanceof Class<?> plain && plain.isRecord()) {
      return block(plain, node);
    }
    if (type instanceof Class<?> plain && Scalars.covers(plain)) {
      return scalar(plain, node);
    }
    throw new IllegalStateException(
        "settings cannot hold a %s at %s".formatted(type, Node.joined(node.path())));
  }

  private Optional<Object> scalar(Class<?> type, Node node) {
    var text = node.text();
    if (text.isEmpty()) {
      return refuse(node, node.shown() + " stands where a single value is expected");
    }
    if (type != String.class) {
      try {
        return Optional.of(Scalars.of(type, text.get()));
      } catch (IllegalArgumentException notAllowed) {
        return refuse(node, node.shown() + " " + notAllowed.getMessage());
      }
    }
    try {
      return Optional.of(secrets.resolve(node, text.get()));
    } catch (IllegalArgumentException notAllowed) {
      return refuse(node, notAllowed.getMessage());
    }
  }

  private Optional<Object> list(Type type, Node node) {
    if (!(node.value() instanceof ConfigList list)) {
      return refuse(node, node.shown() + " stands where a list such as [a, b] is expected");
    }
    var bound = node.elements(list).stream().map(element -> value(type, element)).toList();
    return bound.stream().allMatch(Optional::isPresent)
        ? Optional.of(bound.stream().map(Optional::get).toList())
        : Optional.empty();
  }

  private Optional<Object> map(Type type, Node node) {
    if (!(node.value() instanceof ConfigObject block)) {
      return refuse(node, node.shown() + " stands where a block { name = … } is expected");
    }
    var isText = type instanceof Class<?> plain && Scalars.covers(plain);
    var entries = isText ? node.leaves(block) : node.entries(block);
    var fallback = defaults.of(node.path()).filter(f -> Shape.recordIn(type).isPresent());
    var bound = new TreeMap<String, Object>();
    entries.forEach(
        (key, entry) ->
            value(type, fallback.map(entry::withFallback).orElse(entry))
                .ifPresent(v -> bound.put(key, v)));
    return bound.size() == entries.size()
        ? Optional.of(Collections.unmodifiableMap(bound))
        : Optional.empty();
  }

  private Optional<Object> block(Class<?> type, Node node) {
    var keys = Shape.keys(type);
    if (!(node.value() instanceof ConfigObject block)) {
      return refuse(
          node,
          "%s stands where a block with %s is expected"
              .formatted(node.shown(), String.join(", ", keys.keySet())));
    }
    refuseUnknown(node, block, keys.keySet());
    var arguments = new ArrayList<Object>();
    keys.forEach(
        (key, component) ->
            node.component(block, key)
                .map(child -> value(component.getGenericType(), child))
                .orElseGet(() -> absent(component, node, key))
                .ifPresent(arguments::add));
    return arguments.size() == keys.size()
        ? construct(type, node, withOrigin(type, node, arguments))
        : Optional.empty();
  }

  private static List<Object> withOrigin(Class<?> type, Node node, List<Object> ofKeys) {
    var arguments = new ArrayList<Object>();
    var keys = ofKeys.iterator();
    for (var component : type.getRecordComponents()) {
      arguments.add(component.getType() == Origin.class ? node.origin() : keys.next());
    }
    return arguments;
  }

  private void refuseUnknown(Node node, ConfigObject block, Collection<String> known) {
    for (var key : new TreeMap<>(block).keySet()) {
      var free = node.path().isEmpty() && key.equals(Defaults.KEY);
      if (!known.contains(key) && !free) {
        problems.unknown(node.below(key), known, Place.of(block.get(key)));
      }
    }
  }

  private Optional<Object> absent(RecordComponent component, Node node, String key) {
    var type = component.getType();
    if (type == Optional.class) {
      return Optional.of(Optional.empty());
    }
    if (type == List.class) {
      return Optional.of(List.of());
    }
    if (type == Map.class) {
      return Optional.of(Collections.emptyMap());
    }
    var needed =
        type.isRecord() ? "; a block with " + String.join(", ", Shape.keys(type).keySet()) : "";
    problems.add(node.below(key), "is missing" + needed, node.place());
    return Optional.empty();
  }

  private Optional<Object> construct(Class<?> type, Node node, List<Object> arguments) {
    var types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return Optional.of(constructor.newInstance(arguments.toArray()));
    } catch (InvocationTargetException thrown) {
      return refused(thrown, node);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("cannot make " + type, impossible);
    }
  }

  /** What a constructor refuses is a problem of the settings; any other exception is a bug. */
  private Optional<Object> refused(InvocationTargetException thrown, Node node) {
    if (thrown.getCause() instanceof SettingsError several) {
      several.problems().forEach(problem -> refuseBlock(node, problem));
      return Optional.empty();
    }
    if (thrown.getCause() instanceof IllegalArgumentException one) {
      String.valueOf(one.getMessage()).lines().forEach(problem -> refuseBlock(node, problem));
      return Optional.empty();
    }
    if (thrown.getCause() instanceof RuntimeException bug) {
      throw bug;
    }
    throw new IllegalStateException(thrown.getCause());
  }

  /** The message begins with the key it is about, so the line of that key is the place. */
  private void refuseBlock(Node node, String problem) {
    var at = node;
    for (var key : problem.split("[\\s:]", 2)[0].split("\\.")) {
      var child =
          at.value() instanceof ConfigObject inner
              ? at.component(inner, key)
              : Optional.<Node>empty();
      if (child.isEmpty()) {
        break;
      }
      at = child.get();
    }
    problems.add(node.path(), problem, at.place());
  }

  private Optional<Object> refuse(Node node, String what) {
    problems.add(node, what);
    return Optional.empty();
  }
}
