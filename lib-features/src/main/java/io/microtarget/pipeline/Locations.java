package io.microtarget.pipeline;

import io.microtarget.source.SourceSettings;
import io.microtarget.table.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every path of the settings, judged by its text. */
final class Locations {
  private Locations() {}

  /** What is wrong, a line each, beginning with the key. */
  static List<String> problems(
      LakeSettings lake,
      Optional<String> data,
      Map<String, Fetch> fetch,
      Map<String, SourceSettings> sources) {
    var problems = new ArrayList<String>();
    Location.ofFolder(lake.root()).ifPresent(p -> problems.add("lake.root: " + p));
    data.flatMap(Location::ofFolder).ifPresent(p -> problems.add("data: " + p));
    fetch.forEach(
        (name, f) ->
            Location.ofFolder(f.folder())
                .ifPresent(p -> problems.add("fetch.%s.folder: %s".formatted(name, p))));
    sources.forEach(
        (name, source) -> {
          var wrong = Location.ofName(name);
          if (wrong.isPresent()) {
            problems.add("sources: a source has a wrong name; " + wrong.get());
            return;
          }
          files("sources.%s.path".formatted(name), source.path(), lake, problems);
          source
              .lookups()
              .forEach(
                  (key, lookup) ->
                      files(
                          "sources.%s.lookups.%s.path".formatted(name, key),
                          lookup.path(),
                          lake,
                          problems));
        });
    return problems;
  }

  private static void files(String key, String path, LakeSettings lake, List<String> problems) {
    var wrong = Location.ofFiles(path);
    if (wrong.isPresent()) {
      problems.add(key + ": " + wrong.get());
    } else if (Location.isBelow(path, lake.root())) {
      problems.add(key + ": it lies in the lake, whose tables are no raw files");
    }
  }
}
