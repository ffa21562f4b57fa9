package io.microtarget.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/**
 * The contract of one table: its kind, schema version, key and columns.
 *
 * @param name snake_case name, also the folder under the lake
 * @param kind how its rows live
 * @param version schema version; a lake of another layout is refused by name
 * @param keys columns that identify a row and are never null
 * @param purpose one sentence for the catalogue
 * @param schema columns in catalogue order; the comment of a column is its description
 */
public record Table(
    String name, Kind kind, int version, List<String> keys, String purpose, StructType schema) {

  public Table {
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("table name '" + name + "' is not snake_case");
    }
    if (version < 1) {
      throw new IllegalArgumentException("table " + name + ": version must be at least 1");
    }
    keys = List.copyOf(keys);
    var columns = Arrays.asList(schema.fieldNames());
    for (var key : keys) {
      if (!columns.contains(key)) {
        throw new IllegalArgumentException("table " + name + ": key column " + key + " is missing");
      }
    }
  }

  /**
   * A table of schema version 1 from DDL.
   *
   * @param ddl comma separated {@code name TYPE COMMENT 'meaning'}
   */
  public static Table of(String name, Kind kind, String purpose, String ddl, String... keys) {
    return new Table(name, kind, 1, List.of(keys), purpose, StructType.fromDDL(ddl));
  }

  /** Column names in catalogue order, without the store's bookkeeping columns. */
  public List<String> columns() {
    return new ArrayList<>(Arrays.asList(schema.fieldNames()));
  }

  @Override
  public String toString() {
    return name;
  }
}
