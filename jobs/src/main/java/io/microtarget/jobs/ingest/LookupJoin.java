package io.microtarget.jobs.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.microtarget.jobs.raw.Delivered;
import io.microtarget.jobs.raw.Listing;
import io.microtarget.jobs.raw.UnreadableFile;
import io.microtarget.source.Lookup;
import io.microtarget.source.Mapping;
import io.microtarget.table.DataError;
import io.microtarget.table.SettingsError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Joins a small raw file to raw rows, by equal keys and perhaps by the last value at or before that
 * of the row. A row never becomes two; one without a match keeps null in every column.
 */
final class LookupJoin {
  private static final String START = "_start";
  private static final String AT = "_at";

  /** Tried in this order; the first that every value of the file has is compared. */
  private static final List<DataType> COMPARED =
      List.of(DataTypes.DoubleType, DataTypes.TimestampType, DataTypes.StringType);

  private final SparkSession spark;
  private final Listing listing;
  private final String source;
  private final String name;
  private final Lookup lookup;

  LookupJoin(SparkSession spark, Listing listing, String source, String name, Lookup lookup) {
    this.spark = spark;
    this.listing = listing;
    this.source = source;
    this.name = name;
    this.lookup = lookup;
  }

  /** Raw rows with the columns of the file. */
  Dataset<Row> to(Dataset<Row> rows) {
    var read = read();
    if (List.of(read.columns()).contains(Mapping.MALFORMED)) {
      requireWellFormed(read.filter(col(Mapping.MALFORMED).isNotNull()));
    }
    var small = read.drop(Mapping.ABOUT.toArray(String[]::new));
    check(rows, small);
    var keys = new ArrayList<>(lookup.keys().stream().map(k -> column(k)).toList());
    if (lookup.atOrBefore().isEmpty()) {
      requireSingle(small, keys);
      return joined(rows, small, lit(true));
    }
    var entry = lookup.atOrBefore().entrySet().iterator().next();
    var type = comparedAs(small, column(entry.getKey()));
    var key = functions.to_json(functions.struct(keys.toArray(Column[]::new)));
    var starts = small.withColumn(START, comparable(column(entry.getKey()), type));
    keys.add(col(START));
    requireSingle(starts, keys);
    // Two columns of a small file: every row of the source is looked up in them without a join.
    var spans = starts.select(key, col(START)).collectAsList();
    var start = startOf(spans, type).apply(key, comparable(column(entry.getValue()), type));
    return joined(rows.withColumn(AT, start), starts, col(AT).equalTo(col(START))).drop(AT, START);
  }

  /** Columns of the file. */
  List<String> columns() {
    return layout(raw(), files().get(0)).names();
  }

  private List<Listing.Listed> files() {
    return listing.of(source + "' lookup '" + name, lookup.path(), file -> Optional.empty());
  }

  private RawRows raw() {
    return new RawRows(spark, source + ".lookups." + name, lookup.format(), lookup.options());
  }

  private RawRows.Layout layout(RawRows raw, Listing.Listed file) {
    try {
      return raw.layout(file);
    } catch (UnreadableFile e) {
      throw Listing.unreadable(source, e);
    }
  }

  private Dataset<Row> read() {
    var raw = raw();
    Optional<Dataset<Row>> all = Optional.empty();
    for (var file : files()) {
      var layout = layout(raw, file);
      var delivered = new Delivered(file.file(), "", 0, raw.hasHeader(), layout.isDocument());
      var names = new HashSet<List<String>>();
      layout.names().forEach(n -> names.add(List.of(n)));
      var rows = raw.read(List.of(delivered), layout.columns(), names);
      all = Optional.of(all.map(a -> a.unionByName(rows)).orElse(rows));
    }
    return all.orElseThrow();
  }

  private static UserDefinedFunction startOf(List<Row> rows, DataType type) {
    if (type.equals(DataTypes.StringType)) {
      var spans = Spans.<String>of(rows);
      UDF2<String, String, String> ofText = (key, value) -> spans.startOf(key, value);
      return functions.udf(ofText, DataTypes.StringType);
    }
    var spans = Spans.<Double>of(rows);
    UDF2<String, Double, Double> ofNumber = (key, value) -> spans.startOf(key, value);
    return functions.udf(ofNumber, DataTypes.DoubleType);
  }

  /** Times as microseconds, which a double holds exactly for three hundred years. */
  private static Column comparable(Column value, DataType type) {
    var typed = value.try_cast(type);
    return type.equals(DataTypes.TimestampType)
        ? functions.unix_micros(typed).cast(DataTypes.DoubleType)
        : typed;
  }

  private Dataset<Row> joined(Dataset<Row> rows, Dataset<Row> small, Column condition) {
    var all = condition;
    for (var key : lookup.keys()) {
      all = all.and(rows.col("`" + key + "`").equalTo(small.col("`" + key + "`")));
    }
    var result = rows.join(broadcast(small), all, "left");
    for (var key : lookup.keys()) {
      result = result.drop(small.col("`" + key + "`"));
    }
    return result;
  }

  private void check(Dataset<Row> rows, Dataset<Row> small) {
    var ofRows = List.of(rows.columns());
    var ofSmall = List.of(small.columns());
    var problems = new ArrayList<String>();
    for (var key : lookup.keys()) {
      if (!ofRows.contains(key) || !ofSmall.contains(key)) {
        problems.add(problem("keys", "column '%s' is not in both files".formatted(key)));
      }
    }
    lookup
        .atOrBefore()
        .forEach(
            (theirs, ours) -> {
              if (!ofSmall.contains(theirs)) {
                problems.add(
                    problem("at-or-before", "the lookup has no column '%s'".formatted(theirs)));
              }
              if (!ofRows.contains(ours)) {
                problems.add(
                    problem("at-or-before", "the raw rows have no column '%s'".formatted(ours)));
              }
            });
    // Which columns may be in both is known once the keys are right.
    var mayClash = problems.isEmpty() ? ofSmall : List.<String>of();
    for (var column : mayClash) {
      if (ofRows.contains(column) && !lookup.keys().contains(column)) {
        problems.add(problem("keys", "column '%s' is in both files".formatted(column)));
      }
    }
    if (!problems.isEmpty()) {
      throw new SettingsError(problems);
    }
  }

  private String problem(String key, String what) {
    return "sources.%s.lookups.%s.%s: %s".formatted(source, name, key, what);
  }

  private DataType comparedAs(Dataset<Row> small, Column value) {
    // One job over a small file; an unknown value would silently end the span before it.
    var known = new ArrayList<Column>();
    known.add(count(lit(1)));
    COMPARED.forEach(type -> known.add(count(value.try_cast(type))));
    var counts =
        small.agg(known.get(0), known.subList(1, known.size()).toArray(Column[]::new)).first();
    for (int i = 0; i < COMPARED.size(); i++) {
      if (counts.getLong(i + 1) == counts.getLong(0)) {
        return COMPARED.get(i);
      }
    }
    throw DataError.gate(
        "source '%s', lookup '%s': %d rows have no value to compare with (at-or-before)"
            .formatted(source, name, counts.getLong(0) - counts.getLong(COMPARED.size())));
  }

  /** A lookup has no quarantine, so a single broken line in it stops the run. */
  private void requireWellFormed(Dataset<Row> malformed) {
    var first = malformed.select(functions.min(Mapping.ROW_INDEX)).first();
    if (!first.isNullAt(0)) {
      throw DataError.gate(
          "source '%s', lookup '%s': row %d has more or fewer fields than the header, or is no JSON; correct the file"
              .formatted(source, name, first.getLong(0) + 1));
    }
  }

  private void requireSingle(Dataset<Row> small, List<Column> keys) {
    var twice =
        small.groupBy(keys.toArray(Column[]::new)).count().filter("count > 1").limit(1).count();
    if (twice > 0) {
      var names = new ArrayList<>(lookup.keys());
      names.addAll(lookup.atOrBefore().keySet());
      throw DataError.gate(
          "source '%s', lookup '%s': more than one row for a key %s"
              .formatted(source, name, names));
    }
  }

  private static Column column(String name) {
    return col("`" + name + "`");
  }
}
