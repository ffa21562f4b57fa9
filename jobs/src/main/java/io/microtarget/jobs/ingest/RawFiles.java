package io.microtarget.jobs.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_csv;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;

import io.microtarget.source.Format;
import io.microtarget.source.Mapping;
import io.microtarget.table.DataError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Raw files of a source: which there are, what is in them. */
final class RawFiles {
  private static final int BUFFER = 1 << 20;
  private static final List<String> UNREADABLE =
      List.of("FAILED_READ_FILE", "CANNOT_READ_FILE_FOOTER", "MALFORMED_RECORD_IN_PARSING");
  private static final List<String> UNFIT = List.of("DATATYPE_MISMATCH", "INVALID_EXTRACT");
  private final SparkSession spark;

  RawFiles(SparkSession spark) {
    this.spark = spark;
  }

  /** A file as it was delivered. */
  record File(Path path, long bytes, String content) {
    String name() {
      return path.getName();
    }
  }

  /**
   * Files that match the path of a source, by name.
   *
   * @throws DataError (no input) if there is none
   */
  List<File> list(String source, String path) {
    try {
      var glob = new Path(path);
      var files = glob.getFileSystem(spark.sparkContext().hadoopConfiguration());
      var found = files.globStatus(glob);
      if (found == null || found.length == 0) {
        throw DataError.noInput(
            "source '%s': no file matches %s; check `path` and that the data was delivered"
                .formatted(source, path));
      }
      if (Arrays.stream(found).noneMatch(f -> f.isFile())) {
        throw DataError.noInput(
            "source '%s': %s is a folder; `path` must match files, such as %s/*"
                .formatted(source, path, path));
      }
      return Arrays.stream(found)
          .filter(f -> f.isFile())
          .map(f -> new File(f.getPath(), f.getLen(), sha256(f.getPath())))
          .sorted(Comparator.comparing(File::path))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Raw columns, {@link Mapping#ROW_INDEX} and, for line formats, {@link Mapping#MALFORMED}.
   *
   * @throws DataError (gate) if the file is truncated or not of the format
   */
  Dataset<Row> read(String source, Format format, String path, Map<String, String> options) {
    try {
      return switch (format) {
        case PARQUET ->
            spark
                .read()
                .options(options)
                .parquet(path)
                .select(col("*"), col("_metadata.row_index").as(Mapping.ROW_INDEX));
        case CSV -> csv(path, options);
        case JSON -> json(path, options);
        case LOG -> throw new IllegalStateException("log lines come with the next commit");
      };
    } catch (Exception e) {
      // Scala's AnalysisException is checked, though no signature says so.
      throw unreadable(source, path, e);
    }
  }

  /**
   * What a failure while a file was taken in means: the file is broken, the types or values of its
   * columns do not fit the settings, or else it is what it was.
   */
  static RuntimeException translated(String source, Dataset<Row> rows, String path, Exception e) {
    if (hasCondition(e, UNREADABLE)) {
      return unreadable(source, path, e);
    }
    if (hasCondition(e, UNFIT)) {
      var types = new TreeMap<String, String>();
      for (var field : rows.schema().fields()) {
        types.put(field.name(), field.dataType().sql());
      }
      types.keySet().removeAll(List.of(Mapping.ROW_INDEX, Mapping.CONTENT, Mapping.MALFORMED));
      return DataError.gate(
          "source '%s', file %s: an expression of the settings does not fit the types of its columns %s; was a column retyped?"
              .formatted(source, new Path(path).getName(), types),
          e);
    }
    var condition = dataException(e);
    if (condition.isPresent()) {
      return DataError.gate(
          "source '%s', file %s: an expression of the settings cannot compute a value (%s); write try_cast, try_divide and the like, so that such rows are quarantined"
              .formatted(source, new Path(path).getName(), condition.get()),
          e);
    }
    return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
  }

  private static boolean hasCondition(Throwable error, List<String> conditions) {
    for (var cause = error; cause != null; cause = cause.getCause()) {
      var condition = cause instanceof SparkThrowable spark ? spark.getCondition() : null;
      if (condition != null && conditions.stream().anyMatch(condition::startsWith)) {
        return true;
      }
    }
    return false;
  }

  /** Spark's name of the failure if that tells anything, else the class of what lies under it. */
  private static String condition(Throwable error) {
    for (var cause = error; cause != null; cause = cause.getCause()) {
      var condition = cause instanceof SparkThrowable spark ? spark.getCondition() : null;
      if (condition != null && !condition.endsWith("NO_HINT")) {
        return condition;
      }
    }
    var root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName();
  }

  /** The condition of a SQL data exception, class 22 of the standard's states. */
  private static Optional<String> dataException(Throwable error) {
    for (var cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkThrowable spark
          && spark.getCondition() != null
          && String.valueOf(spark.getSqlState()).startsWith("22")) {
        return Optional.of(spark.getCondition());
      }
    }
    return Optional.empty();
  }

  /** The error a broken file gives, without any of its content. */
  static DataError unreadable(String source, String path, Throwable e) {
    var name = new Path(path).getName();
    return DataError.gate(
        "source '%s': file %s cannot be read (%s); it may be truncated or of another format: deliver it again"
            .formatted(source, name, condition(e)),
        e);
  }

  /**
   * Line formats are read as text with their order, then parsed, because Spark gives no line number
   * for text files. The first line of a CSV that is not blank names its columns; its values stay
   * text, and the mapping casts them.
   */
  private Dataset<Row> csv(String path, Map<String, String> options) {
    var numbered = numbered(path);
    var first = numbered.orderBy(Mapping.ROW_INDEX).limit(1).collectAsList();
    if (first.isEmpty()) {
      return numbered.select(Mapping.ROW_INDEX);
    }
    var header = spark.createDataset(List.of(first.get(0).getString(0)), Encoders.STRING());
    var named = spark.read().options(options).option("header", "true").csv(header).schema();
    var parsed = from_csv(col("_line"), lit(withMalformed(named).toDDL()), keeping(options));
    var at = first.get(0).getLong(1);
    return numbered
        .filter(col(Mapping.ROW_INDEX).gt(at))
        .select(parsed.as("_row"), col(Mapping.ROW_INDEX).minus(at + 1).as(Mapping.ROW_INDEX))
        .select(col("_row.*"), col(Mapping.ROW_INDEX));
  }

  private Dataset<Row> json(String path, Map<String, String> options) {
    var numbered = numbered(path);
    var inferred = spark.read().options(keeping(options)).json(texts(numbered)).schema();
    var schema = withMalformed(inferred);
    return numbered
        .select(
            from_json(col("_line"), schema, keeping(options)).as("_row"), col(Mapping.ROW_INDEX))
        .select(col("_row.*"), col(Mapping.ROW_INDEX));
  }

  /**
   * Spark would fill the columns of a line that does not fit with nulls; here it keeps the line.
   */
  private static Map<String, String> keeping(Map<String, String> options) {
    var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(options);
    all.put("columnNameOfCorruptRecord", Mapping.MALFORMED);
    return all;
  }

  private static StructType withMalformed(StructType schema) {
    var others =
        Arrays.stream(schema.fields()).filter(f -> !f.name().equals(Mapping.MALFORMED)).toList();
    return DataTypes.createStructType(others).add(Mapping.MALFORMED, DataTypes.StringType);
  }

  /** Whether a file of lines names no column: it is empty, or not a line of it can be read. */
  static boolean isWithoutColumns(Dataset<Row> rows) {
    return List.of(Mapping.MALFORMED, Mapping.ROW_INDEX).containsAll(List.of(rows.columns()));
  }

  private Dataset<Row> numbered(String path) {
    var schema =
        new StructType()
            .add("_line", DataTypes.StringType)
            .add(Mapping.ROW_INDEX, DataTypes.LongType);
    var lines =
        spark
            .read()
            .textFile(path)
            .javaRDD()
            .zipWithIndex()
            .map(pair -> RowFactory.create(pair._1(), pair._2()));
    return spark.createDataFrame(lines, schema).filter(col("_line").notEqual(""));
  }

  private static Dataset<String> texts(Dataset<Row> numbered) {
    return numbered.select("_line").as(Encoders.STRING());
  }

  private String sha256(Path path) {
    try (var in =
        path.getFileSystem(spark.sparkContext().hadoopConfiguration()).open(path, BUFFER)) {
      var digest = MessageDigest.getInstance("SHA-256");
      var buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
