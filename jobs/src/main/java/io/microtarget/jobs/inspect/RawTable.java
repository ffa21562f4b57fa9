package io.microtarget.jobs.inspect;

import io.microtarget.source.Format;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was read of one raw file.
 *
 * @param options of the source block, as HOCON values
 * @param columns of a raw row
 * @param lists nested lists of groups by their dotted path; their columns begin with {@code
 *     _element}
 * @param rows read
 * @param malformed further rows that do not fit
 * @param notes what a person should know, one a line
 */
record RawTable(
    Format format,
    Map<String, String> options,
    List<RawColumn> columns,
    Map<List<String>, List<RawColumn>> lists,
    int rows,
    int malformed,
    List<String> notes) {
  static final String ELEMENT = "_element";

  RawTable {
    columns = List.copyOf(columns);
    notes = List.copyOf(notes);
  }

  /** Two files with the same signature are two deliveries of one source. */
  String signature() {
    var alike = new TreeMap<>(options);
    // Whether a line break stands inside quotes is a matter of chance.
    alike.keySet().removeAll(List.of("multi-line", "escape"));
    // Objects leave out what is empty, so only what stands at the top of them is compared.
    var names = columns.stream().map(c -> c.path().get(0)).distinct().sorted().toList();
    return "%s %s %s".formatted(format, alike, names);
  }
}
