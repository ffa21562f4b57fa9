package io.microtarget.pipeline;

import io.microtarget.activation.Destination;
import io.microtarget.activation.ExportColumn;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.SourceTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What sources know of people that may stand in a file of a destination. */
public final class ExportFields {
  private ExportFields() {}

  /** Fields that some source compares; their clear values are in the vault as such. */
  public static SortedSet<String> compared(Map<String, SourceSettings> sources) {
    var names = new TreeSet<String>();
    sources.values().forEach(source -> names.addAll(source.compare().keySet()));
    return names;
  }

  static List<String> problems(
      Map<String, SourceSettings> sources, Map<String, Destination> destinations) {
    var known = known(sources);
    var problems = new ArrayList<String>();
    new TreeMap<>(destinations)
        .forEach(
            (name, destination) ->
                destination.exported().stream()
                    .map(column -> column.problem(known))
                    .filter(problem -> !problem.isEmpty())
                    .forEach(p -> problems.add("destinations.%s.%s".formatted(name, p))));
    return problems;
  }

  private static SortedSet<String> known(Map<String, SourceSettings> sources) {
    var known = compared(sources);
    for (var source : sources.values()) {
      if (source.kind().equals(SourceTables.PARTY.name())) {
        source
            .attributes()
            .keySet()
            .forEach(
                name ->
                    known.add(
                        source.personal().contains(name) ? name : ExportColumn.ATTRIBUTE + name));
      }
    }
    return known;
  }
}
