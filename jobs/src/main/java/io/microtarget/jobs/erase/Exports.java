package io.microtarget.jobs.erase;

import io.microtarget.activation.ActivationTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.spark.sql.Row;

/**
 * People who were handed to destinations. A delivered file cannot be called back: each destination
 * gets a file that says which rows to remove, by the random key the row has there. Our own copies
 * are written without them.
 */
final class Exports {
  private static final String HEADER = "row_key,export_id\r\n";
  private static final FsPermission FOLDER = new FsPermission((short) 0700);
  private static final FsPermission FILE = new FsPermission((short) 0600);

  private final Path folder;
  private final Configuration hadoop;

  /**
   * @param folder that has a folder of each export
   */
  Exports(String folder, Configuration hadoop) {
    this.folder = new Path(folder);
    this.hadoop = hadoop;
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
    if (found.isEmpty()) {
      return List.of();
    }
    // An instance of its own, without files of checksums beside those of an export.
    try (var files = FileSystem.newInstance(folder.toUri(), hadoop)) {
      files.setWriteChecksum(false);
      files.mkdirs(new Path(folder, erasure), FOLDER);
      var lines = new ArrayList<Line>();
      for (var entry : byDestination.entrySet()) {
        var name = "%s/%s-removal.csv".formatted(erasure, entry.getKey());
        write(
            files, new Path(folder, name), HEADER + String.join("\r\n", entry.getValue()) + "\r\n");
        lines.add(
            new Line(
                entry.getKey(), Line.REMOVAL_FILE, entry.getValue().size(), "send it " + name));
      }
      long copies = 0;
      for (var entry : byFile.entrySet()) {
        copies += cleared(files, new Path(folder, entry.getKey()), entry.getValue()) ? 1 : 0;
      }
      if (copies > 0) {
        lines.add(new Line(Line.EXPORTS, Line.DELETED, copies, "own copies written without them"));
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether there was such a copy; it holds none of the rows now. */
  private static boolean cleared(FileSystem files, Path path, Set<String> keys) throws IOException {
    if (!files.exists(path)) {
      return false;
    }
    String text;
    try (var in = files.open(path)) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    write(files, path, without(text, keys));
    return true;
  }

  /** The text without records that have one of the keys; a quoted cell may go over lines. */
  static String without(String text, Set<String> keys) {
    var kept = new StringBuilder();
    int begin = 0;
    boolean isQuoted = false;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      isQuoted ^= c == '"';
      if (c == '\n' && !isQuoted || at == text.length() - 1) {
        var record = text.substring(begin, at + 1);
        if (Arrays.stream(record.split("[,;:\\s\"{}]")).noneMatch(keys::contains)) {
          kept.append(record);
        }
        begin = at + 1;
      }
    }
    return kept.toString();
  }

  private static void write(FileSystem files, Path path, String text) throws IOException {
    var unfinished = new Path(path.getParent(), "." + path.getName() + ".tmp");
    try (var out = FileSystem.create(files, unfinished, FILE)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    files.delete(path, false);
    if (!files.rename(unfinished, path)) {
      throw new IOException("a file of an export cannot be renamed");
    }
  }
}
