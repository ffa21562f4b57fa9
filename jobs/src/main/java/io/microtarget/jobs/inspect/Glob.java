package io.microtarget.jobs.inspect;

import java.util.List;
import java.util.stream.Collectors;

/** One path that matches several files. */
final class Glob {
  private Glob() {}

  /**
   * Files of one folder: what their names begin and end with in common and a star between. Members
   * of an archive: all of their ending. Others: a list in braces.
   */
  static String of(List<String> paths) {
    if (paths.size() == 1) {
      return escaped(paths.get(0));
    }
    var folders = paths.stream().map(Glob::folder).distinct().toList();
    var names = paths.stream().map(p -> p.substring(folder(p).length())).toList();
    if (folders.size() > 1) {
      return paths.stream().map(Glob::escaped).collect(Collectors.joining(",", "{", "}"));
    }
    var start = names.stream().reduce(Glob::commonStart).orElse("").replaceFirst("\\d+$", "");
    var isMember = folders.get(0).contains("!/");
    var end =
        names.stream().map(Glob::reversed).reduce(Glob::commonStart).map(Glob::reversed).orElse("");
    var ending = end.contains(".") ? end.substring(end.indexOf('.')) : "";
    // Of an archive only the first members were seen, so what their names share tells less.
    return escaped(folders.get(0)) + (isMember ? "" : escaped(start)) + "*" + escaped(ending);
  }

  private static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  private static String commonStart(String one, String other) {
    int n = 0;
    while (n < Math.min(one.length(), other.length()) && one.charAt(n) == other.charAt(n)) {
      n++;
    }
    return one.substring(0, n);
  }

  private static String reversed(String text) {
    return new StringBuilder(text).reverse().toString();
  }

  private static String escaped(String path) {
    return path.replaceAll("[*?\\[\\]{}\\\\]", "\\\\$0");
  }
}
