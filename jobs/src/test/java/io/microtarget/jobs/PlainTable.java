package io.microtarget.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * A Delta table read without Spark, Delta or our own store: the JSON commits in order, then the
 * Parquet files they name. Good for small tables whose log was never cleaned.
 */
record PlainTable(Path folder, Set<String> files, Set<String> removed) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Configuration HADOOP = new Configuration();

  /** The table as its last commit left it; without files if there is no commit. */
  static PlainTable of(Path folder) throws IOException {
    var files = new TreeSet<String>();
    var removed = new TreeSet<String>();
    var log = folder.resolve("_delta_log");
    if (Files.exists(log)) {
      for (var commit : commits(log)) {
        for (var line : Files.readAllLines(commit)) {
          var action = JSON.readTree(line);
          if (action.has("add")) {
            files.add(path(action.path("add")));
          } else if (action.has("remove")) {
            files.remove(path(action.path("remove")));
            removed.add(path(action.path("remove")));
          }
        }
      }
    }
    return new PlainTable(folder, files, removed);
  }

  /** Rows of the files whose path contains a text, as their footers say. */
  long rows(String partition) throws IOException {
    long rows = 0;
    for (var file : files) {
      if (file.contains(partition)) {
        var input = HadoopInputFile.fromPath(hadoop(file), HADOOP);
        try (var reader = ParquetFileReader.open(input)) {
          rows += reader.getRecordCount();
        }
      }
    }
    return rows;
  }

  /** All rows. */
  List<Group> groups() throws IOException {
    var groups = new ArrayList<Group>();
    for (var file : files) {
      try (var reader = ParquetReader.builder(new GroupReadSupport(), hadoop(file)).build()) {
        for (var group = reader.read(); group != null; group = reader.read()) {
          groups.add(group);
        }
      }
    }
    return groups;
  }

  /** Files in the folder that no commit names any more. */
  List<String> leftovers() {
    return Trees.files(folder).stream()
        .filter(Files::isRegularFile)
        .map(f -> folder.relativize(f).toString())
        .filter(f -> f.endsWith(".parquet") && !f.startsWith("_delta_log"))
        .filter(f -> !files.contains(f))
        .toList();
  }

  private static List<Path> commits(Path log) throws IOException {
    try (var all = Files.list(log)) {
      return all.filter(f -> f.getFileName().toString().matches("[0-9]+\\.json")).sorted().toList();
    }
  }

  private org.apache.hadoop.fs.Path hadoop(String file) {
    return new org.apache.hadoop.fs.Path(folder.resolve(file).toUri());
  }

  private static String path(JsonNode action) {
    return URLDecoder.decode(
        action.path("path").asText().replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
