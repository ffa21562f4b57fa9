package io.microtarget.jobs.judge;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.when;

import io.microtarget.source.SourceSettings;
import io.microtarget.table.DataError;
import io.microtarget.table.SettingsError;
import io.microtarget.vault.Pseudonym;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A file that knows who is who: a row a record, with the id its source gave it and the true person.
 * It is read and told by its pseudonyms; nothing of it is kept.
 *
 * @param path CSV with a header, or Parquet, by its ending
 * @param names of its columns
 */
public record TruthFile(String path, Names names) {
  private static final List<String> CSV = List.of(".csv", ".csv.gz");

  /**
   * Which columns say what.
   *
   * @param nativeId id of the record in its source
   * @param person the true person
   * @param idSpace column with the id space of the native id
   * @param source column with the name of a source, whose id space is in the settings; looked at
   *     where there is no column of id spaces
   * @param oneIdSpace id space of all rows; then no column is needed
   */
  public record Names(
      String nativeId, String person, String idSpace, String source, Optional<String> oneIdSpace) {}

  /**
   * {@code record_id STRING, person STRING}, each record once; a person is a SHA-256, however long
   * its name.
   *
   * @param sources of the business, by name
   * @param pseudonym with the key of the lake
   * @throws SettingsError for an unknown ending, and for columns that are not there
   * @throws DataError (no input) if there is no file; (gate) if it cannot be read, a row lacks its
   *     id or person, a source is unknown, or a record has two persons
   */
  public Dataset<Row> rows(
      SparkSession spark, Map<String, SourceSettings> sources, Pseudonym pseudonym) {
    var file = read(spark);
    requireColumns(file);
    var named =
        file.select(
            idSpace(file, sources).as("id_space"),
            text(names.nativeId).as("native_id"),
            sha2(text(names.person).cast("binary"), 256).as("person"));
    var checked =
        named
            .agg(
                count(lit(1)),
                count(when(col("native_id").isNull().or(col("person").isNull()), 1)),
                count(when(col("id_space").isNull(), 1)))
            .first();
    requireComplete(checked, sources);
    var records =
        named
            .select(recordId(named, pseudonym).as("record_id"), col("person"))
            .groupBy("record_id")
            .agg(first("person").as("person"), count_distinct(col("person")).as("persons"));
    long torn = records.where(col("persons").gt(1)).count();
    if (torn > 0) {
      throw DataError.gate(
          "truth %s contradicts itself: %d %s more than one person"
              .formatted(path, torn, torn == 1 ? "record has" : "records have"));
    }
    return records.drop("persons");
  }

  private Dataset<Row> read(SparkSession spark) {
    var isCsv = CSV.stream().anyMatch(path::endsWith);
    if (!isCsv && !path.endsWith(".parquet")) {
      throw new SettingsError("--truth '%s' must end in .csv, .csv.gz or .parquet".formatted(path));
    }
    requireFile(spark);
    try {
      return isCsv
          ? spark.read().option("header", true).option("escape", "\"").csv(path)
          : spark.read().parquet(path);
    } catch (Exception e) {
      throw DataError.gate("truth %s cannot be read; is it what its name says?".formatted(path), e);
    }
  }

  private void requireFile(SparkSession spark) {
    try {
      var file = new Path(path);
      var conf = spark.sparkContext().hadoopConfiguration();
      if (!file.getFileSystem(conf).exists(file)) {
        throw DataError.noInput("truth %s does not exist".formatted(path));
      }
    } catch (IOException e) {
      throw DataError.noInput("truth %s cannot be reached".formatted(path));
    }
  }

  private void requireColumns(Dataset<Row> file) {
    var there = Arrays.asList(file.columns());
    var problems = new ArrayList<String>();
    require(there, "--native-id-column", names.nativeId, problems);
    require(there, "--person-column", names.person, problems);
    if (names.oneIdSpace.isEmpty()
        && !there.contains(names.idSpace)
        && !there.contains(names.source)) {
      problems.add(
          "truth %s has neither a column '%s' nor '%s' (--id-space-column, --source-column, or --id-space for all rows); there are %s"
              .formatted(path, names.idSpace, names.source, there));
    }
    if (!problems.isEmpty()) {
      throw new SettingsError(problems);
    }
  }

  private void require(List<String> there, String option, String name, List<String> problems) {
    if (!there.contains(name)) {
      problems.add(
          "truth %s has no column '%s' (%s); there are %s".formatted(path, name, option, there));
    }
  }

  /** Null where the file names a source that the business does not have, or nothing. */
  private Column idSpace(Dataset<Row> file, Map<String, SourceSettings> sources) {
    if (names.oneIdSpace.isPresent()) {
      return lit(names.oneIdSpace.get());
    }
    if (Arrays.asList(file.columns()).contains(names.idSpace)) {
      return text(names.idSpace);
    }
    var space = lit(null).cast("string");
    for (var source : sources.entrySet()) {
      space =
          when(text(names.source).equalTo(source.getKey()), source.getValue().idSpace())
              .otherwise(space);
    }
    return space;
  }

  private void requireComplete(Row counts, Map<String, SourceSettings> sources) {
    long rows = counts.getLong(0);
    if (rows == 0) {
      throw DataError.noInput("truth %s has no row".formatted(path));
    }
    if (counts.getLong(1) > 0) {
      throw DataError.gate(
          "truth %s: %d of %d rows have no %s or no %s"
              .formatted(path, counts.getLong(1), rows, names.nativeId, names.person));
    }
    if (counts.getLong(2) > 0) {
      throw DataError.gate(
          "truth %s: %d of %d rows name no source of the business and no id space; its sources are %s"
              .formatted(path, counts.getLong(2), rows, new TreeSet<>(sources.keySet())));
    }
  }

  /** One keyed function an id space: a key is derived for each. */
  private static Column recordId(Dataset<Row> rows, Pseudonym pseudonym) {
    var spaces =
        rows.select("id_space").distinct().collectAsList().stream()
            .map(row -> row.getString(0))
            .sorted()
            .toList();
    return coalesce(
        spaces.stream()
            .map(
                space ->
                    when(col("id_space").equalTo(space), pseudonym.column(space, col("native_id"))))
            .toArray(Column[]::new));
  }

  private static Column text(String name) {
    return col("`" + name.replace("`", "``") + "`").cast("string");
  }
}
