package io.microtarget.jobs.inspect;

import java.util.List;

/**
 * One raw column of a sample.
 *
 * @param path its name, or the names down to it in nested data
 * @param type what the format says of it
 * @param values one a row, as text; null for none
 */
record RawColumn(List<String> path, Type type, List<String> values) {

  /** What a format says of the values of a column; CSV and log lines know texts only. */
  enum Type {
    TEXT,
    NUMBER,
    TRUTH,
    DATE,
    TIMESTAMP,
    /** Not looked into: a list of plain values, a map, or a group of too many names. */
    OTHER
  }

  RawColumn {
    path = List.copyOf(path);
  }

  /** The last name. */
  String name() {
    return path.get(path.size() - 1);
  }
}
