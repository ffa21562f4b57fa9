package io.microtarget.jobs.settings;

import com.typesafe.config.ConfigObject;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * The block {@code defaults}: under the path of a map of blocks, what every entry of it falls back
 * to. {@code defaults.sources.format = parquet} gives each of {@code sources} its format.
 */
final class Defaults {
  static final String KEY = "defaults";

  private final ConfigObject block;

  Defaults(ConfigObject block) {
    this.block = block;
  }

  /** The fallback of the entries of the map at {@code path}. */
  Optional<ConfigObject> of(List<String> path) {
    var config = block.toConfig();
    var at = Node.joined(path);
    return !path.isEmpty()
            && config.hasPath(at)
            && config.getValue(at) instanceof ConfigObject found
        ? Optional.of(found)
        : Optional.empty();
  }

  /** Reports every key on the way that leads to no map of blocks. */
  void check(SortedSet<String> maps, Problems problems) {
    check(new Node(List.of(KEY), block, false), "", maps, problems);
  }

  private static void check(Node node, String path, SortedSet<String> maps, Problems problems) {
    if (maps.contains(path)) {
      return;
    }
    var known =
        maps.stream()
            .filter(map -> path.isEmpty() || map.startsWith(path + "."))
            .map(map -> map.substring(path.isEmpty() ? 0 : path.length() + 1).split("\\.")[0])
            .distinct()
            .toList();
    if (!(node.value() instanceof ConfigObject inner)) {
      problems.add(node, "%s stands where a block of defaults is expected".formatted(node.shown()));
      return;
    }
    for (var key : inner.keySet().stream().sorted().toList()) {
      var child = new Node(node.below(key), inner.get(key), false);
      if (known.contains(key)) {
        check(child, path.isEmpty() ? key : path + "." + key, maps, problems);
      } else {
        problems.unknown(child.path(), known, child.place());
      }
    }
  }
}
