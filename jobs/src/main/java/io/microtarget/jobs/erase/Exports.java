package io.microtarget.jobs.erase;

import io.microtarget.activation.ActivationTables;
import io.microtarget.jobs.store.Lake;
import io.microtarget.jobs.store.Removal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/**
 * People who were handed to destinations. A delivered file cannot be called back: each destination
 * gets a file that says which rows to remove. Our own copies are written without them.
 */
final class Exports {
  private static final String HEADER = "row_key,export_id\n";
  private final Removal tables;

  Exports(Removal tables) {
    this.tables = tables;
  }

  /**
   * Writes removal files.
   *
   * @param erasure names the folder they go to
   * @param found rows of {@link ActivationTables#EXPORT} of erased people
   * @return a line for each destination
   */
  List<Line> removed(String erasure, List<Row> found) {
    var byDestination = new TreeMap<String, TreeSet<String>>();
    var byFile = new TreeMap<String, Set<String>>();
    for (var row : found) {
      String export = row.getAs("export_id");
      String key = row.getAs("row_key");
      byDestination
          .computeIfAbsent(row.getAs("destination"), d -> new TreeSet<>())
          .add(key + "," + export);
      byFile.computeIfAbsent(export + "/" + row.getAs("file"), f -> new HashSet<>()).add(key);
    }
    var lines = new ArrayList<Line>();
    var folder = new Path(tables.exports(), erasure);
    byDestination.forEach(
        (destination, keys) -> {
          var name = destination + "-removal.csv";
          tables.lake().write(new Path(folder, name), HEADER + String.join("\n", keys) + "\n");
          lines.add(
              new Line(
                  destination,
                  Line.REMOVAL_FILE,
                  keys.size(),
                  "send _exports/%s/%s to it".formatted(erasure, name)));
        });
    long copies = byFile.entrySet().stream().filter(e -> cleared(e.getKey(), e.getValue())).count();
    if (copies > 0) {
      lines.add(new Line(Line.EXPORTS, Line.DELETED, copies, "own copies written without them"));
    }
    return lines;
  }

  /** Whether there was such a copy; it holds none of the rows now. */
  private boolean cleared(String file, Set<String> keys) {
    var path = new Path(tables.exports(), file);
    Optional<String> text = tables.lake().text(path);
    if (text.isEmpty()) {
      return false;
    }
    var kept = new StringBuilder();
    text.get()
        .lines()
        .filter(line -> Arrays.stream(line.split("[,;\\t\"]")).noneMatch(keys::contains))
        .forEach(line -> kept.append(line).append('\n'));
    replace(tables.lake(), path, kept.toString());
    return true;
  }

  private static void replace(Lake lake, Path path, String text) {
    try (var out = lake.files().create(path, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
