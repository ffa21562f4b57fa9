package io.microtarget.jobs.town;

import io.microtarget.jobs.Trees;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** A town of 3,000 persons, made once for all tests, and its files as tables of texts. */
final class SmallTown {
  static final int PERSONS = 3_000;
  static final long SEED = 5;

  private static SmallTown shared;

  private final Path root;
  private final Map<String, List<Map<String, String>>> read = new HashMap<>();

  private SmallTown(Path root) {
    this.root = root;
  }

  static synchronized SmallTown shared() throws IOException {
    if (shared == null) {
      var folder = Files.createTempDirectory("town");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> Trees.delete(folder)));
      var root = folder.resolve("town");
      Town.make(order(PERSONS, SEED, root, 2));
      shared = new SmallTown(root);
    }
    return shared;
  }

  static Town.Order order(int persons, long seed, Path out, int threads) {
    return order(persons, seed, out, threads, Parameters.load(Optional.empty()));
  }

  static Town.Order order(int persons, long seed, Path out, int threads, Parameters parameters) {
    return new Town.Order(persons, seed, out, Target.KEEP, parameters, threads);
  }

  static SmallTown at(Path root) {
    return new SmallTown(root);
  }

  Path root() {
    return root;
  }

  /** Lines of a text file without its header; of all files where the name is a folder. */
  List<String> lines(String name) throws IOException {
    var lines = new ArrayList<String>();
    for (var file : files(name)) {
      var of = lines(file);
      lines.addAll(file.toString().endsWith(".ndjson") ? of : of.subList(1, of.size()));
    }
    return lines;
  }

  /** Rows of a table with a header, column to text; broken ones are left out. */
  List<Map<String, String>> rows(String name) throws IOException {
    var known = read.get(name);
    if (known != null) {
      return known;
    }
    var rows = new ArrayList<Map<String, String>>();
    for (var file : files(name)) {
      var lines = lines(file);
      var delimiter = lines.get(0).contains(";") ? ";" : lines.get(0).contains("\t") ? "\t" : ",";
      var columns = lines.get(0).split(delimiter);
      for (var line : lines.subList(1, lines.size())) {
        var cells = line.split(delimiter + "(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
        if (cells.length == columns.length) {
          var row = new HashMap<String, String>();
          for (int i = 0; i < cells.length; i++) {
            row.put(columns[i], cells[i]);
          }
          rows.add(row);
        }
      }
    }
    read.put(name, rows);
    return rows;
  }

  private List<Path> files(String name) throws IOException {
    var path = root.resolve(name);
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (var inside = Files.list(path)) {
      return inside.sorted().toList();
    }
  }

  private static List<String> lines(Path file) throws IOException {
    Charset charset =
        file.endsWith("crm.csv") ? Charset.forName("windows-1252") : StandardCharsets.UTF_8;
    var in = Files.newInputStream(file);
    var text = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
    try (var reader = new BufferedReader(new InputStreamReader(text, charset))) {
      return reader.lines().toList();
    }
  }
}
