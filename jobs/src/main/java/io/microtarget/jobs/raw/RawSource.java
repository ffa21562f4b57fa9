package io.microtarget.jobs.raw;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Spark's source of records: {@link #records} gives them as a table.
 *
 * <p>Columns: {@code _line STRING} the record; {@code _fault STRING} a rule id if it is not to be
 * parsed; {@code _offset BIGINT} bytes before it in the unpacked file; {@code _row_index BIGINT}
 * records before it, blank ones too, without the header; {@code _delivery STRING}; {@code _content
 * STRING} SHA-256 of the file. A column nobody reads costs nothing, except that a file is read by
 * one task where {@code _row_index} is wanted.
 */
public final class RawSource implements TableProvider {
  static final StructType SCHEMA =
      StructType.fromDDL(
          "_line STRING, _fault STRING, _offset BIGINT, _row_index BIGINT, _delivery STRING,"
              + " _content STRING");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILES = "files";
  private static final String FORMAT = "record-format";
  private static final String PATHS = "paths";
  private static final List<List<String>> NO_PATHS = List.of();

  /** The records of some files. */
  public static Dataset<Row> records(
      SparkSession spark, List<Delivered> files, RecordFormat format) {
    return values(spark, files, format, NO_PATHS);
  }

  /**
   * The records of files of JSON with some values of each as texts, {@code _value_0 STRING} and so
   * on; a record that is no object has the fault {@code malformed:json}.
   *
   * @param paths names from the object down to a value; none begins with another one
   */
  public static Dataset<Row> values(
      SparkSession spark, List<Delivered> files, RecordFormat format, List<List<String>> paths) {
    try {
      return spark
          .read()
          .format(RawSource.class.getName())
          .option(FILES, JSON.writeValueAsString(files))
          .option(FORMAT, JSON.writeValueAsString(format))
          .option(PATHS, JSON.writeValueAsString(paths))
          .load();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("file names are texts", e);
    }
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return schema(paths(options));
  }

  /** Name of the column with the value of a path. */
  public static String value(int path) {
    return "_value_" + path;
  }

  private static StructType schema(List<List<String>> paths) {
    var schema = SCHEMA;
    for (int i = 0; i < paths.size(); i++) {
      schema = schema.add(value(i), DataTypes.StringType);
    }
    return schema;
  }

  private static List<List<String>> paths(CaseInsensitiveStringMap options) {
    try {
      return JSON.readValue(options.get(PATHS), new TypeReference<List<List<String>>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("options of another program", e);
    }
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    try {
      var options = new CaseInsensitiveStringMap(properties);
      var files = List.of(JSON.readValue(options.get(FILES), Delivered[].class));
      return new Records(
          files, JSON.readValue(options.get(FORMAT), RecordFormat.class), paths(options));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("options of another program", e);
    }
  }

  private record Records(List<Delivered> files, RecordFormat format, List<List<String>> paths)
      implements Table, SupportsRead {
    @Override
    public String name() {
      return "records of %d files".formatted(files.size());
    }

    @Override
    public StructType schema() {
      return RawSource.schema(paths);
    }

    @Override
    public Set<TableCapability> capabilities() {
      return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
      return new RawScan(files, format, paths);
    }
  }
}
