package io.microtarget.jobs.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.microtarget.table.DataError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * A folder that {@code make-town} wrote: what is true of a made-up town. {@code town.json} stands
 * in it or beside it and is written last, so that a town without it is half a town.
 *
 * @param generator version of the generator
 * @param rows raw records by file, such as {@code raw/crm.csv}
 */
record Truth(
    SparkSession spark,
    Path folder,
    String generator,
    long seed,
    long persons,
    Map<String, Long> rows) {

  /**
   * @param folder with the tables of the truth
   * @throws DataError (no input) if it is not there or not whole; (gate) if it cannot be read
   */
  static Truth of(SparkSession spark, String folder) {
    var path = new Path(folder);
    try {
      var files = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
      if (!files.exists(path)) {
        throw DataError.noInput("truth %s does not exist".formatted(folder));
      }
      var town = town(files, path);
      var rows = new LinkedHashMap<String, Long>();
      town.path("files").forEach(f -> rows.put(f.path("file").asText(), f.path("rows").asLong()));
      return new Truth(
          spark,
          path,
          town.path("generator").asText(),
          town.path("seed").asLong(),
          town.path("persons").asLong(),
          rows);
    } catch (IOException e) {
      throw DataError.gate("truth %s cannot be read".formatted(folder), e);
    }
  }

  private static JsonNode town(FileSystem files, Path folder) throws IOException {
    var beside = new ArrayList<>(List.of(new Path(folder, "town.json")));
    var absolute = files.makeQualified(folder);
    if (absolute.getParent() != null) {
      beside.add(new Path(absolute.getParent(), "town.json"));
    }
    for (var file : beside) {
      if (files.exists(file)) {
        try (var in = files.open(file)) {
          return new ObjectMapper().readTree((java.io.InputStream) in);
        }
      }
    }
    throw DataError.noInput(
        "truth %s has no town.json in it or beside it: no town, or half of one; make it again"
            .formatted(folder));
  }

  /**
   * A table as texts, in the columns that are asked for.
   *
   * @param name of the file without its ending
   * @throws DataError (no input) if there is no such file; (gate) if it lacks a column
   */
  Dataset<Row> table(String name, String... columns) {
    var file = file(name);
    var rows = spark.read().option("header", true).option("escape", "\"").csv(file.toString());
    var there = Arrays.asList(rows.columns());
    var missing = Arrays.stream(columns).filter(c -> !there.contains(c)).toList();
    if (!missing.isEmpty()) {
      throw DataError.gate(
          "truth %s has no column %s; there are %s".formatted(file, missing, there));
    }
    return rows.select(Arrays.stream(columns).map(functions::col).toArray(Column[]::new));
  }

  /** Where the table lies. */
  Path file(String name) {
    try {
      var files = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
      for (var ending : List.of(".csv.gz", ".csv")) {
        var file = new Path(folder, name + ending);
        if (files.exists(file)) {
          return file;
        }
      }
    } catch (IOException e) {
      throw DataError.gate("truth %s cannot be read".formatted(folder), e);
    }
    throw DataError.noInput("truth %s has no %s.csv or %s.csv.gz".formatted(folder, name, name));
  }
}
