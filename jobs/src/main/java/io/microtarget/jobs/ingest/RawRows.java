package io.microtarget.jobs.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import com.univocity.parsers.common.TextParsingException;
import io.microtarget.jobs.raw.Delivered;
import io.microtarget.jobs.raw.Head;
import io.microtarget.jobs.raw.Listing;
import io.microtarget.jobs.raw.RawSource;
import io.microtarget.jobs.raw.RecordFormat;
import io.microtarget.jobs.raw.UnreadableFile;
import io.microtarget.source.Format;
import io.microtarget.source.Mapping;
import io.microtarget.table.DataError;
import io.microtarget.table.SettingsError;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The raw rows of files of one format: which columns a file has, and its rows with them.
 *
 * <p>Rows have the columns of the file, and of {@link Mapping#ABOUT} those that the format gives.
 */
final class RawRows {
  /** Records a file of objects is judged by: a column that none of them has is missing. */
  private static final int HEAD_OF_JSON = 10_000;

  private final SparkSession spark;
  private final String source;
  private final Format format;
  private final Map<String, String> options;
  private final RecordFormat records;
  private final Listing listing;

  /**
   * @throws SettingsError if an option is not one
   */
  RawRows(SparkSession spark, String source, Format format, Map<String, String> options) {
    this.spark = spark;
    this.source = source;
    this.format = format;
    this.options = options;
    this.listing = new Listing(spark.sparkContext().hadoopConfiguration());
    try {
      this.records = RecordFormat.of(format, options);
      RecordFormat.hasHeader(options);
      if (format == Format.LOG) {
        var pattern = RawColumns.pattern(options);
        Pattern.compile(pattern);
        if (RawColumns.groups(pattern).isEmpty()) {
          throw new IllegalArgumentException(
              "options.pattern has no named group such as (?<time>…)");
        }
      }
    } catch (PatternSyntaxException e) {
      throw new SettingsError(
          "sources.%s.options.pattern is no regular expression: %s near position %d"
              .formatted(source, e.getDescription(), e.getIndex()));
    } catch (IllegalArgumentException e) {
      throw new SettingsError("sources.%s.%s".formatted(source, e.getMessage()));
    }
  }

  /**
   * What is known of a file before its rows are read.
   *
   * @param columns names and types; none if the file has no row, or no line of it is an object
   * @param isEmpty whether there is not even a header
   */
  record Layout(
      StructType columns, boolean isEmpty, boolean isDocument, boolean hasMark, String charset) {
    List<String> names() {
      return List.of(columns.fieldNames());
    }
  }

  /** Looks at the beginning of a file. */
  Layout layout(Listing.Listed listed) throws UnreadableFile {
    if (format == Format.PARQUET) {
      return parquet(listed);
    }
    var head = listing.head(listed, records, format == Format.JSON ? HEAD_OF_JSON : 2);
    if (hasHeader() && !head.firstFault().isEmpty()) {
      throw DataError.gate(
          "source '%s', file %s: its header cannot be read (%s); declare `options.charset`, or deliver it again"
              .formatted(source, listed.file().name(), head.firstFault()));
    }
    if (head.records().isEmpty()) {
      return layout(new StructType(), !head.hasFaulty(), head);
    }
    return switch (format) {
      case CSV -> layout(csv(head.records().get(0), listed), false, head);
      case JSON -> layout(RawColumns.json(head.records()), false, head);
      case LOG -> layout(RawColumns.log(RawColumns.pattern(options)), false, head);
      case PARQUET -> throw new IllegalStateException("has no lines");
    };
  }

  private static Layout layout(StructType columns, boolean isEmpty, Head head) {
    return new Layout(columns, isEmpty, head.isDocument(), head.hasMark(), head.charset());
  }

  private StructType csv(String first, Listing.Listed listed) {
    try {
      return RawColumns.csv(first, options, hasHeader());
    } catch (TextParsingException e) {
      // Not given as the cause: its message holds the line.
      throw DataError.gate(
          "source '%s', file %s: its first line has more values, or longer ones, than a table may have; is `options.delimiter` right?"
              .formatted(source, listed.file().name()));
    }
  }

  private Layout parquet(Listing.Listed listed) throws UnreadableFile {
    var hadoop = spark.sparkContext().hadoopConfiguration();
    var path = listed.file().path();
    if (listed.file().inArchive()) {
      throw new SettingsError(
          "path: %s: Parquet files inside an archive cannot be read; unpack it"
              .formatted(listed.file().name()));
    }
    var rows = rowsOf(path, listed.file().name(), hadoop);
    return new Layout(spark.read().parquet(path).schema(), rows == 0, false, false, "");
  }

  private static long rowsOf(String path, String name, Configuration hadoop) throws UnreadableFile {
    try (var file = ParquetFileReader.open(HadoopInputFile.fromPath(new Path(path), hadoop))) {
      return file.getRecordCount();
    } catch (Exception e) {
      throw UnreadableFile.of(name, e);
    }
  }

  /** What tells how a file is read, beside its content. */
  record Form(Format format, Map<String, String> options) {}

  Form form() {
    return new Form(format, options);
  }

  boolean hasHeader() {
    return format == Format.CSV && RecordFormat.hasHeader(options);
  }

  boolean isOfLines() {
    return format != Format.PARQUET;
  }

  /**
   * The rows of files that have the same columns.
   *
   * @param columns of the files
   * @param read dotted names of the expressions, to parse no more of an object than they need
   */
  Dataset<Row> read(List<Delivered> files, StructType columns, Set<List<String>> read) {
    if (format == Format.PARQUET) {
      return parquet(files);
    }
    if (format == Format.CSV) {
      return values(
          RawSource.values(spark, files, records, columns.length(), options), columns.fieldNames());
    }
    if (format == Format.JSON) {
      var needed = RawColumns.pruned(columns, read);
      var paths = RawColumns.texts(needed);
      if (paths.isPresent()) {
        return values(RawSource.values(spark, files, records, paths.get()), needed, paths.get());
      }
    }
    return parsed(RawSource.records(spark, files, records), columns, read);
  }

  /** The values of lines under the names of their columns; Spark reads none that nobody uses. */
  private static Dataset<Row> values(Dataset<Row> lines, String[] names) {
    var selected = new ArrayList<Column>();
    for (int i = 0; i < names.length; i++) {
      selected.add(col(RawSource.value(i)).as(names[i]));
    }
    return withAbout(lines, selected);
  }

  /** The values of objects, put together again under the names they had. */
  private static Dataset<Row> values(
      Dataset<Row> lines, StructType needed, List<List<String>> paths) {
    var selected = new ArrayList<Column>();
    for (var field : needed.fields()) {
      selected.add(value(field.dataType(), List.of(field.name()), paths).as(field.name()));
    }
    return withAbout(lines, selected);
  }

  private static Dataset<Row> withAbout(Dataset<Row> lines, List<Column> selected) {
    selected.add(when(col(Mapping.FAULT).isNotNull(), col(Mapping.LINE)).as(Mapping.MALFORMED));
    Mapping.ABOUT.stream()
        .filter(about -> !about.equals(Mapping.MALFORMED))
        .forEach(about -> selected.add(col(about)));
    return lines.select(selected.toArray(Column[]::new));
  }

  private static Column value(DataType type, List<String> path, List<List<String>> paths) {
    if (!(type instanceof StructType object)) {
      return col(RawSource.value(paths.indexOf(path)));
    }
    var parts = new ArrayList<Column>();
    for (var field : object.fields()) {
      var below = new ArrayList<>(path);
      below.add(field.name());
      parts.add(value(field.dataType(), below, paths).as(field.name()));
    }
    return struct(parts.toArray(Column[]::new));
  }

  /**
   * Lines that were read before, parsed.
   *
   * @param lines columns of {@link Mapping#ABOUT} without {@link Mapping#MALFORMED}
   */
  Dataset<Row> parsed(Dataset<Row> lines, StructType columns, Set<List<String>> read) {
    if (format == Format.CSV) {
      return values(RawSource.values(lines, columns.length(), options), columns.fieldNames());
    }
    var whole = when(col(Mapping.FAULT).isNull(), col(Mapping.LINE));
    var parsed =
        switch (format) {
          case JSON -> from_json(whole, withMalformed(RawColumns.pruned(columns, read)), keeping());
          case LOG -> matched(whole, columns);
          case CSV, PARQUET -> throw new IllegalStateException("has no lines of this kind");
        };
    var unread = col("_row." + Mapping.MALFORMED);
    var selected = new ArrayList<Column>();
    var kept = format == Format.JSON ? RawColumns.pruned(columns, read) : columns;
    Arrays.stream(kept.fieldNames()).forEach(n -> selected.add(col("_row.`" + n + "`")));
    selected.add(
        coalesce(when(col(Mapping.FAULT).isNotNull(), col(Mapping.LINE)), unread)
            .as(Mapping.MALFORMED));
    for (var about : Mapping.ABOUT) {
      if (!about.equals(Mapping.MALFORMED)) {
        selected.add(col(about));
      }
    }
    return lines.withColumn("_row", parsed).select(selected.toArray(Column[]::new));
  }

  /** As above, of a format of any kind: rows of Parquet were kept as JSON. */
  Dataset<Row> parsedAgain(Dataset<Row> lines, StructType columns, Set<List<String>> read) {
    if (isOfLines()) {
      return parsed(lines, columns, read);
    }
    var row = from_json(col(Mapping.LINE), columns);
    return lines
        .withColumn(Mapping.ROW_INDEX, col(Mapping.OFFSET))
        .withColumn("_row", row)
        .select(col("_row.*"), col(Mapping.ROW_INDEX), col(Mapping.DELIVERY), col(Mapping.CONTENT));
  }

  /**
   * Rows of files that are set aside as a whole: no column of them is read.
   *
   * @param rule why
   * @param columns that the expressions name
   */
  Dataset<Row> unread(List<Delivered> files, String rule, Set<String> columns) {
    var rows = lines(files);
    var selected = new ArrayList<Column>();
    for (var name : new LinkedHashSet<>(columns)) {
      selected.add(lit(null).cast(DataTypes.StringType).as(name));
    }
    selected.add(col(Mapping.LINE).as(Mapping.MALFORMED));
    selected.add(lit(rule).as(Mapping.FAULT));
    for (var about : Mapping.ABOUT) {
      if (List.of(rows.columns()).contains(about)
          && !about.equals(Mapping.FAULT)
          && !about.equals(Mapping.MALFORMED)) {
        selected.add(col(about));
      }
    }
    return rows.select(selected.toArray(Column[]::new));
  }

  /** The rows as they were delivered, unparsed; those of Parquet as JSON. */
  Dataset<Row> lines(List<Delivered> files) {
    if (isOfLines()) {
      return RawSource.records(spark, files, records);
    }
    var rows = parquet(files);
    var values = new ArrayList<Column>();
    Arrays.stream(rows.columns())
        .filter(c -> !Mapping.ABOUT.contains(c))
        .forEach(c -> values.add(col("`" + c + "`")));
    return rows.withColumn(Mapping.LINE, to_json(struct(values.toArray(Column[]::new))));
  }

  private Dataset<Row> parquet(List<Delivered> files) {
    var paths = files.stream().map(f -> f.file().path()).toArray(String[]::new);
    var delivery = new HashMap<String, String>();
    var content = new HashMap<String, String>();
    for (var file : files) {
      var url = SparkPath.fromPathString(file.file().path()).urlEncoded();
      delivery.put(url, file.deliveryId());
      content.put(url, file.file().content());
    }
    return spark
        .read()
        .options(RecordFormat.forSpark(options))
        .parquet(paths)
        .select(
            col("*"),
            col("_metadata.row_index").as(Mapping.ROW_INDEX),
            ofFile(delivery).as(Mapping.DELIVERY),
            ofFile(content).as(Mapping.CONTENT));
  }

  /** A UDF, since a map of many files inside a plan is searched from its beginning for each row. */
  private static Column ofFile(Map<String, String> byPath) {
    if (byPath.size() == 1) {
      return lit(byPath.values().iterator().next());
    }
    UDF1<String, String> find = new OfFile(new HashMap<>(byPath));
    return udf(find, DataTypes.StringType).apply(col("_metadata.file_path"));
  }

  private record OfFile(HashMap<String, String> byPath)
      implements UDF1<String, String>, Serializable {
    @Override
    public String call(String path) {
      var found = byPath.get(path);
      if (found == null) {
        throw new IllegalStateException("a file that was not delivered");
      }
      return found;
    }
  }

  /** One match of a pattern for all its groups. */
  private Column matched(Column line, StructType columns) {
    var pattern = RawColumns.pattern(options);
    var values =
        udf(new Groups(pattern), DataTypes.createArrayType(DataTypes.StringType)).apply(line);
    var fields = new ArrayList<Column>();
    for (int i = 0; i < columns.length(); i++) {
      fields.add(values.getItem(i).as(columns.fieldNames()[i]));
    }
    fields.add(when(values.isNull(), line).as(Mapping.MALFORMED));
    return struct(fields.toArray(Column[]::new));
  }

  private static final class Groups implements UDF1<String, String[]> {
    private static final long serialVersionUID = 1L;
    private final String pattern;
    private final String[] names;
    private transient Pattern compiled;

    Groups(String pattern) {
      this.pattern = pattern;
      this.names = RawColumns.groups(pattern).toArray(String[]::new);
    }

    @Override
    public String[] call(String line) {
      if (line == null) {
        return null;
      }
      if (compiled == null) {
        compiled = Pattern.compile(pattern);
      }
      var found = compiled.matcher(line);
      if (!found.matches()) {
        return null;
      }
      var values = new String[names.length];
      for (int i = 0; i < names.length; i++) {
        var value = found.group(names[i]);
        // A log writes what it does not know as a dash.
        values[i] = "-".equals(value) ? null : value;
      }
      return values;
    }
  }

  /**
   * Spark would fill the columns of a line that does not fit with nulls; here it keeps the line.
   */
  private Map<String, String> keeping() {
    var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(RecordFormat.forSpark(options));
    all.remove("mode");
    all.put("columnNameOfCorruptRecord", Mapping.MALFORMED);
    return all;
  }

  private static StructType withMalformed(StructType schema) {
    var others =
        Arrays.stream(schema.fields()).filter(f -> !f.name().equals(Mapping.MALFORMED)).toList();
    return DataTypes.createStructType(others).add(Mapping.MALFORMED, DataTypes.StringType);
  }
}
