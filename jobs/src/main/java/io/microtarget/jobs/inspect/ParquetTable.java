package io.microtarget.jobs.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.microtarget.source.Format;
import io.microtarget.table.DataError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** The first rows of a Parquet file, with the types it says its columns have. */
final class ParquetTable {
  private static final int ROWS = 5_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private ParquetTable() {}

  /**
   * The table.
   *
   * @throws DataError (no input) if the file is not what its first bytes say
   */
  static RawTable of(SparkSession spark, String path) {
    var rows = new ArrayList<JsonNode>();
    StructType schema;
    try {
      var table = spark.read().parquet(path);
      schema = table.schema();
      for (var line : table.limit(ROWS).toJSON().collectAsList()) {
        rows.add(JSON.readTree(line));
      }
    } catch (IOException | RuntimeException e) {
      throw unreadable(path, e);
    } catch (Exception e) {
      // Scala's AnalysisException is checked, though no signature says so.
      throw unreadable(path, e);
    }
    var types = new LinkedHashMap<List<String>, DataType>();
    collect(schema, List.of(), types);
    var read = JsonTable.table(rows, 0, Map.of(), List.of());
    var columns = new ArrayList<RawColumn>();
    types.forEach((name, type) -> columns.add(column(name, type, read.columns())));
    columns.removeIf(c -> read.lists().containsKey(c.path()));
    return new RawTable(Format.PARQUET, Map.of(), columns, read.lists(), rows.size(), 0, List.of());
  }

  /** What is in a file stays out of messages. */
  private static DataError unreadable(String path, Exception e) {
    return DataError.noInput(
        "%s begins like Parquet but cannot be read (%s)"
            .formatted(path, e.getClass().getSimpleName()));
  }

  private static void collect(
      StructType schema, List<String> path, Map<List<String>, DataType> types) {
    for (var field : schema.fields()) {
      var below = new ArrayList<>(path);
      below.add(field.name());
      if (field.dataType() instanceof StructType group) {
        collect(group, below, types);
      } else {
        types.put(below, field.dataType());
      }
    }
  }

  private static RawColumn column(List<String> path, DataType type, List<RawColumn> read) {
    var values =
        read.stream()
            .filter(c -> c.path().equals(path))
            .findFirst()
            .map(RawColumn::values)
            .orElse(Arrays.asList());
    return new RawColumn(path, type(type), values);
  }

  private static RawColumn.Type type(DataType type) {
    if (type instanceof NumericType) {
      return RawColumn.Type.NUMBER;
    }
    if (type instanceof BooleanType) {
      return RawColumn.Type.TRUTH;
    }
    if (type instanceof DateType) {
      return RawColumn.Type.DATE;
    }
    if (type instanceof TimestampType || type instanceof TimestampNTZType) {
      return RawColumn.Type.TIMESTAMP;
    }
    return type.typeName().startsWith("string") ? RawColumn.Type.TEXT : RawColumn.Type.OTHER;
  }
}
