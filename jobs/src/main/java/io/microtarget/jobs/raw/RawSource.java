package io.microtarget.jobs.raw;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
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
  private static final String WANTED = "wanted";
  private static final String READ = "_read";

  /** The records of some files. */
  public static Dataset<Row> records(
      SparkSession spark, List<Delivered> files, RecordFormat format) {
    return read(spark, files, format, Wanted.NOTHING);
  }

  /**
   * The records of files of JSON with some values of each as texts, {@code _value_0 STRING} and so
   * on; a record that is no object has the fault {@code malformed:json}.
   *
   * @param paths names from the object down to a value; none begins with another one
   */
  public static Dataset<Row> values(
      SparkSession spark, List<Delivered> files, RecordFormat format, List<List<String>> paths) {
    return read(spark, files, format, Wanted.ofJson(paths));
  }

  /**
   * The records of files of CSV with the values of each as texts, {@code _value_0 STRING} and so
   * on; a record with more or fewer of them has the fault {@code malformed:fields}.
   *
   * @param columns of the files
   * @param options of the source
   */
  public static Dataset<Row> values(
      SparkSession spark,
      List<Delivered> files,
      RecordFormat format,
      int columns,
      Map<String, String> options) {
    return read(spark, files, format, Wanted.ofCsv(columns, options));
  }

  /**
   * The same of records that were read before.
   *
   * @param lines columns {@code _line} and {@code _fault} among others; what has a fault is not
   *     looked into
   */
  public static Dataset<Row> values(Dataset<Row> lines, int columns, Map<String, String> options) {
    var again =
        udf(new CsvAgain(columns, options), DataTypes.createArrayType(DataTypes.StringType));
    var selected = new ArrayList<Column>();
    for (var name : lines.columns()) {
      selected.add(
          name.equals("_fault")
              ? coalesce(col(name), col(READ).getItem(columns)).as(name)
              : col(name));
    }
    for (int i = 0; i < columns; i++) {
      selected.add(col(READ).getItem(i).as(value(i)));
    }
    return lines
        .withColumn(READ, again.apply(when(col("_fault").isNull(), col("_line"))))
        .select(selected.toArray(Column[]::new));
  }

  private static Dataset<Row> read(
      SparkSession spark, List<Delivered> files, RecordFormat format, Wanted wanted) {
    try {
      return spark
          .read()
          .format(RawSource.class.getName())
          .option(FILES, JSON.writeValueAsString(files))
          .option(FORMAT, JSON.writeValueAsString(format))
          .option(WANTED, JSON.writeValueAsString(wanted))
          .load();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("file names are texts", e);
    }
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return schema(wanted(options));
  }

  /** Name of the column with the value of a path or of a column. */
  public static String value(int number) {
    return "_value_" + number;
  }

  private static StructType schema(Wanted wanted) {
    var schema = SCHEMA;
    for (int i = 0; i < wanted.count(); i++) {
      schema = schema.add(value(i), DataTypes.StringType);
    }
    return schema;
  }

  private static Wanted wanted(CaseInsensitiveStringMap options) {
    try {
      return JSON.readValue(options.get(WANTED), Wanted.class);
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
          files, JSON.readValue(options.get(FORMAT), RecordFormat.class), wanted(options));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("options of another program", e);
    }
  }

  private record Records(List<Delivered> files, RecordFormat format, Wanted wanted)
      implements Table, SupportsRead {
    @Override
    public String name() {
      return "records of %d files".formatted(files.size());
    }

    @Override
    public StructType schema() {
      return RawSource.schema(wanted);
    }

    @Override
    public Set<TableCapability> capabilities() {
      return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
      return new RawScan(files, format, wanted);
    }
  }
}
