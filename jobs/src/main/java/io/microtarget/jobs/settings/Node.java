package io.microtarget.jobs.settings;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.microtarget.table.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A value of the settings and the way to it.
 *
 * @param path keys from the root
 * @param value what stands there
 * @param secret whether the key's name says that the value must not be seen
 */
record Node(List<String> path, ConfigValue value, boolean secret) {

  static Node root(ConfigObject root) {
    return new Node(List.of(), root, false);
  }

  /** The value of a record's component, if it is there and not {@code null}. */
  Optional<Node> component(ConfigObject block, String key) {
    return present(block, key)
        .map(child -> new Node(below(key), child, Secrets.isSecretComponent(key)));
  }

  /** The entries of a map whose keys are free. */
  SortedMap<String, Node> entries(ConfigObject block) {
    var entries = new TreeMap<String, Node>();
    for (var key : block.keySet()) {
      present(block, key)
          .map(v -> new Node(below(key), v, Secrets.isSecretEntry(key)))
          .ifPresent(entry -> entries.put(key, entry));
    }
    return entries;
  }

  /** The entries of a map of single values; {@code a.b = 1} is the entry {@code a.b}. */
  SortedMap<String, Node> leaves(ConfigObject block) {
    var leaves = new TreeMap<String, Node>();
    entries(block)
        .forEach(
            (key, entry) -> {
              if (entry.value() instanceof ConfigObject inner) {
                entry.leaves(inner).forEach((rest, leaf) -> leaves.put(key + "." + rest, leaf));
              } else {
                leaves.put(key, entry);
              }
            });
    return leaves;
  }

  /** The elements of a list, as {@code path.0}, {@code path.1}, … */
  List<Node> elements(ConfigList list) {
    var nodes = new ArrayList<Node>();
    for (int i = 0; i < list.size(); i++) {
      nodes.add(new Node(below(String.valueOf(i)), list.get(i), false));
    }
    return nodes;
  }

  /** The same place with the keys that only the fallback has. */
  Node withFallback(ConfigObject fallback) {
    return new Node(path, value.withFallback(fallback), secret);
  }

  List<String> below(String key) {
    var longer = new ArrayList<>(path);
    longer.add(key);
    return List.copyOf(longer);
  }

  /** The text of a text, number or boolean as it was written. */
  Optional<String> text() {
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> Optional.of(value.atKey("v").getString("v"));
      case OBJECT, LIST, NULL -> Optional.empty();
    };
  }

  /** The value as a message may show it. */
  String shown() {
    if (secret) {
      return "the secret (not shown)";
    }
    return switch (value.valueType()) {
      case OBJECT -> "a block";
      case LIST -> "a list";
      case NULL -> "null";
      case STRING, NUMBER, BOOLEAN -> text().filter(t -> !t.isBlank()).orElse("an empty text");
    };
  }

  String place() {
    return Place.of(value);
  }

  /** Whether it was given on the command line, where others see it. */
  boolean isOfCommandLine() {
    return place().equals(Place.OVERRIDE);
  }

  /** Whether the business wrote any of it. */
  Origin origin() {
    return isOfBusiness(value) ? Origin.BUSINESS : Origin.DEFAULT;
  }

  private static boolean isOfBusiness(ConfigValue value) {
    if (value instanceof ConfigObject block) {
      return block.values().stream().anyMatch(Node::isOfBusiness);
    }
    return value instanceof ConfigList list && !list.isEmpty()
        ? list.stream().anyMatch(Node::isOfBusiness)
        : !Place.isOfReference(value);
  }

  static String joined(List<String> path) {
    return path.isEmpty() ? "settings" : ConfigUtil.joinPath(path);
  }

  private static Optional<ConfigValue> present(ConfigObject block, String key) {
    return Optional.ofNullable(block.get(key)).filter(v -> v.valueType() != ConfigValueType.NULL);
  }
}
