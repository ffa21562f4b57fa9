package io.microtarget.activation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who carries the messages out, and how the list is handed over.
 *
 * @param channel name of a channel in the settings
 * @param format of the file
 * @param columns of the file to what stands in it, as {@link ExportColumn#of} reads it
 * @param order of the columns; those it does not name come after it, by name
 * @param minimumAudience fewest subjects of an audience; that of the policy unless stated
 */
public record Destination(
    String channel,
    Format format,
    Map<String, String> columns,
    List<String> order,
    Optional<Long> minimumAudience) {
  public Destination {
    columns = new TreeMap<>(columns);
    order = List.copyOf(order);
    if (channel.isBlank()) {
      throw new IllegalArgumentException("channel must not be empty");
    }
    columns.forEach(ExportColumn::of);
    for (var name : order) {
      if (!columns.containsKey(name)) {
        throw new IllegalArgumentException(
            "order names `%s`, which is none of the columns %s".formatted(name, columns.keySet()));
      }
    }
    minimumAudience.ifPresent(
        least -> {
          if (least < 0) {
            throw new IllegalArgumentException("minimum-audience must be at least 0, not " + least);
          }
        });
  }

  /** A destination that is handed nothing yet. */
  public Destination(String channel, Format format) {
    this(channel, format, Map.of(), List.of(), Optional.empty());
  }

  /** The columns in the order of the file. */
  public List<ExportColumn> exported() {
    var names = new ArrayList<>(order);
    columns.keySet().stream().filter(name -> !order.contains(name)).forEach(names::add);
    return names.stream().map(name -> ExportColumn.of(name, columns.get(name))).toList();
  }
}
