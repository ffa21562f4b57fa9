package io.microtarget.jobs.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Raw files that are deliveries of one source: they have the same columns.
 *
 * @param paths as `path` of the settings would say each of them
 * @param table all of them together
 * @param isWhole all of each was read
 */
record Found(List<String> paths, RawTable table, boolean isWhole) {

  /** The same as one, in the order of the first file of each. */
  static List<Found> grouped(List<Found> files) {
    var groups = new TreeMap<Integer, List<Found>>();
    var bySignature = new TreeMap<String, Integer>();
    for (int i = 0; i < files.size(); i++) {
      var file = files.get(i);
      var archive =
          file.paths.get(0).replaceFirst("!/.*|.*", "$0").contains("!/")
              ? file.paths.get(0).substring(0, file.paths.get(0).indexOf("!/"))
              : "";
      var signature = archive + " " + file.table.signature();
      var place = bySignature.computeIfAbsent(signature, s -> groups.size());
      groups.computeIfAbsent(place, p -> new ArrayList<>()).add(file);
    }
    return groups.values().stream().map(Found::merged).toList();
  }

  /** Name of the file that stands for all: the first one's. */
  String name() {
    var path = paths.get(0);
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** One path, or a glob that matches just these files. */
  String path() {
    return Glob.of(paths);
  }

  /**
   * A name for the block: the file's without its ending, or where there are several that of the
   * folder or archive they are in, if the files have dates or numbers for names.
   */
  String blockName(Set<String> taken) {
    var stem = stem(name());
    if (stem.replaceAll("[\\d_-]", "").isEmpty() || stem.matches("part-?\\d.*")) {
      var parts = paths.get(0).split("!/|/");
      stem = parts.length > 1 ? stem(parts[parts.length - 2]) : "source";
      stem = stem.matches("by-.*") && parts.length > 2 ? stem(parts[parts.length - 3]) : stem;
    }
    var words = Names.words(stem.replaceAll("\\d+", paths.size() > 1 ? " " : "$0"));
    var joined = String.join("-", words).replaceFirst("^[\\d-]+", "");
    var name = joined.isEmpty() ? "source" : joined;
    var free = name;
    for (int n = 2; taken.contains(free); n++) {
      free = name + "-" + n;
    }
    return free;
  }

  private static String stem(String name) {
    return name.replaceFirst("(?<=.)\\..*$", "");
  }

  private static Found merged(List<Found> files) {
    if (files.size() == 1) {
      return files.get(0);
    }
    var columns = new ArrayList<RawColumn>();
    var first = files.get(0).table;
    for (var column : columnsOf(files, List.of())) {
      columns.add(column);
    }
    var lists =
        new TreeMap<List<String>, List<RawColumn>>(
            java.util.Comparator.comparing(Object::toString));
    files.forEach(f -> f.table.lists().keySet().forEach(l -> lists.put(l, columnsOf(files, l))));
    var options = new TreeMap<String, String>();
    files.forEach(f -> options.putAll(f.table.options()));
    var notes = new TreeSet<String>();
    files.forEach(f -> notes.addAll(f.table.notes()));
    return new Found(
        files.stream().flatMap(f -> f.paths.stream()).toList(),
        new RawTable(
            first.format(),
            options,
            columns,
            lists,
            files.stream().mapToInt(f -> f.table.rows()).sum(),
            files.stream().mapToInt(f -> f.table.malformed()).sum(),
            List.copyOf(notes)),
        files.stream().allMatch(Found::isWhole));
  }

  private static List<RawColumn> columnsOf(List<Found> files, List<String> list) {
    var all = new java.util.LinkedHashMap<List<String>, RawColumn>();
    for (var file : files) {
      var columns =
          list.isEmpty() ? file.table.columns() : file.table.lists().getOrDefault(list, List.of());
      for (var column : columns) {
        all.merge(column.path(), column, Found::joined);
      }
    }
    return List.copyOf(all.values());
  }

  private static RawColumn joined(RawColumn one, RawColumn other) {
    var values = new ArrayList<>(one.values());
    values.addAll(other.values());
    var type = one.type() == other.type() ? one.type() : RawColumn.Type.TEXT;
    return new RawColumn(one.path(), type, values);
  }
}
