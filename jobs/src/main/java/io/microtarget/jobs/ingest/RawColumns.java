package io.microtarget.jobs.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.univocity.parsers.csv.CsvParser;
import io.microtarget.jobs.raw.RecordFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a file of lines, from its first records. Every value that holds no others is a
 * text: what it means the settings say, and a value that does not fit is seen instead of lost.
 */
final class RawColumns {
  /** Log lines of Apache and of most web servers. */
  static final String COMBINED =
      "^(?<host>\\S+) (?<identity>\\S+) (?<user>\\S+) \\[(?<time>[^\\]]+)\\] \"(?<request>(?:[^\"\\\\]|\\\\.)*)\""
          + " (?<status>\\d{3}) (?<bytes>\\d+|-) \"(?<referer>(?:[^\"\\\\]|\\\\.)*)\" \"(?<agent>(?:[^\"\\\\]|\\\\.)*)\"$";

  /** The same without referer and user agent. */
  static final String COMMON =
      "^(?<host>\\S+) (?<identity>\\S+) (?<user>\\S+) \\[(?<time>[^\\]]+)\\] \"(?<request>(?:[^\"\\\\]|\\\\.)*)\""
          + " (?<status>\\d{3}) (?<bytes>\\d+|-)$";

  private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DEEPEST = 50;
  private static final String UNKNOWN = "null";

  private RawColumns() {}

  /** Names from the header, or {@code _c0, _c1 …} where there is none. */
  static StructType csv(String first, Map<String, String> options, boolean hasHeader) {
    var values = parsed(first, options);
    var seen = new LinkedHashSet<String>();
    var columns = new StructType();
    for (int i = 0; i < values.length; i++) {
      var name =
          !hasHeader || values[i] == null || values[i].isBlank() ? "_c" + i : values[i].strip();
      // As Spark does: names that differ in case only are one to it.
      var isNew = seen.add(name.toLowerCase(Locale.ROOT));
      columns = columns.add(isNew ? name : name + i, DataTypes.StringType);
    }
    return columns;
  }

  private static String[] parsed(String first, Map<String, String> options) {
    var settings = RecordFormat.ofSpark(options).asParserSettings();
    var values = new CsvParser(settings).parseLine(first);
    return values == null ? new String[0] : values;
  }

  /** Named groups of a pattern. */
  static StructType log(String pattern) {
    var columns = new StructType();
    for (var name : groups(pattern)) {
      columns = columns.add(name, DataTypes.StringType);
    }
    return columns;
  }

  /** Names of the groups in their order. */
  static List<String> groups(String pattern) {
    var names = new ArrayList<String>();
    Matcher found = GROUP.matcher(pattern);
    while (found.find()) {
      names.add(found.group(1));
    }
    return names;
  }

  /** The pattern an option names. */
  static String pattern(Map<String, String> options) {
    return switch (options.getOrDefault("pattern", "combined")) {
      case "combined" -> COMBINED;
      case "common" -> COMMON;
      default -> options.get("pattern");
    };
  }

  /**
   * What the objects of some lines have together; nothing where no line is an object. Where a
   * column holds an object in some lines and a list or a single value in others, what most of them
   * have counts: one odd line must not change how all others are read.
   */
  static StructType json(List<String> lines) {
    // Most lines have the columns of one before.
    var objects = new LinkedHashMap<StructType, Integer>();
    for (var line : lines) {
      try {
        var node = JSON.readTree(line);
        if (node != null && node.isObject()) {
          objects.merge((StructType) type(node, 0), 1, Integer::sum);
        }
      } catch (IOException e) {
        // A line that is none is quarantined when the file is read.
        continue;
      }
    }
    var byKind = new LinkedHashMap<String, Map<String, Kind>>();
    objects.forEach(
        (object, count) -> {
          for (var field : object.fields()) {
            byKind
                .computeIfAbsent(field.name().toLowerCase(Locale.ROOT), n -> new LinkedHashMap<>())
                .merge(kind(field.dataType()), new Kind(field, count), RawColumns::together);
          }
        });
    var fields = new ArrayList<StructField>();
    byKind
        .values()
        .forEach(
            kinds -> {
              var name = kinds.values().iterator().next().field().name();
              if (kinds.size() > 1) {
                kinds.remove(UNKNOWN);
              }
              var most = kinds.values().stream().mapToInt(Kind::lines).max().orElseThrow();
              var type =
                  kinds.values().stream()
                      .filter(k -> k.lines() == most)
                      .map(k -> k.field().dataType())
                      .reduce(RawColumns::merged)
                      .orElseThrow();
              fields.add(field(name, type));
            });
    return DataTypes.createStructType(fields);
  }

  private record Kind(StructField field, int lines) {}

  private static Kind together(Kind a, Kind b) {
    var type = merged(a.field().dataType(), b.field().dataType());
    return new Kind(field(a.field().name(), type), a.lines() + b.lines());
  }

  private static String kind(DataType type) {
    return type.equals(DataTypes.NullType)
        ? UNKNOWN
        : type instanceof StructType ? "object" : type instanceof ArrayType ? "list" : "value";
  }

  /**
   * Whether files of objects with these columns can be read together: what is read has the same
   * spelling and is an object, a list or a single value in both.
   *
   * @param read names of the columns
   */
  static boolean isAlike(StructType a, StructType b, Set<String> read) {
    for (var one : a.fields()) {
      for (var other : b.fields()) {
        if (one.name().equalsIgnoreCase(other.name())
            && read.stream().anyMatch(one.name()::equalsIgnoreCase)) {
          var kinds = List.of(kind(one.dataType()), UNKNOWN).contains(kind(other.dataType()));
          var isKnown = !kind(one.dataType()).equals(UNKNOWN);
          if (!one.name().equals(other.name()) || (isKnown && !kinds)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static DataType type(JsonNode node, int depth) {
    if (depth > DEEPEST || node.isValueNode()) {
      return node.isNull() ? DataTypes.NullType : DataTypes.StringType;
    }
    if (node.isArray()) {
      DataType element = DataTypes.NullType;
      for (var child : node) {
        element = merged(element, type(child, depth + 1));
      }
      return DataTypes.createArrayType(element);
    }
    var fields = new LinkedHashMap<String, StructField>();
    node.properties()
        .forEach(
            e ->
                fields.putIfAbsent(
                    e.getKey().toLowerCase(Locale.ROOT),
                    field(e.getKey(), type(e.getValue(), depth + 1))));
    return DataTypes.createStructType(List.copyOf(fields.values()));
  }

  /** What holds both; a text holds everything. */
  static DataType merged(DataType a, DataType b) {
    if (a.equals(DataTypes.NullType) || a.equals(b)) {
      return b;
    }
    if (b.equals(DataTypes.NullType)) {
      return a;
    }
    if (a instanceof ArrayType one && b instanceof ArrayType other) {
      return DataTypes.createArrayType(merged(one.elementType(), other.elementType()));
    }
    if (a instanceof StructType one && b instanceof StructType other) {
      var fields = new LinkedHashMap<String, StructField>();
      for (var field : one.fields()) {
        fields.put(field.name().toLowerCase(Locale.ROOT), field);
      }
      for (var field : other.fields()) {
        fields.merge(
            field.name().toLowerCase(Locale.ROOT),
            field,
            (x, y) -> field(x.name(), merged(x.dataType(), y.dataType())));
      }
      return DataTypes.createStructType(List.copyOf(fields.values()));
    }
    return DataTypes.StringType;
  }

  /**
   * What is to be parsed of a JSON object: the columns that are read, and of a column that is read
   * by dotted names only those parts of it.
   *
   * @param read dotted names of the expressions
   */
  static StructType pruned(StructType columns, Set<List<String>> read) {
    var fields = new ArrayList<StructField>();
    for (var field : columns.fields()) {
      var below = below(field.name(), read);
      if (below.isPresent()) {
        var isWhole = below.get().contains(List.<String>of()) || !isStruct(field);
        fields.add(
            isWhole
                ? field(field.name(), textIfUnknown(field.dataType()))
                : field(field.name(), parts((StructType) field.dataType(), below.get())));
      }
    }
    return DataTypes.createStructType(fields);
  }

  /** As above inside an object; a part that the first lines did not have is a text. */
  private static StructType parts(StructType columns, Set<List<String>> read) {
    var fields = new ArrayList<>(Arrays.asList(pruned(columns, read).fields()));
    for (var path : read) {
      if (fields.stream().noneMatch(f -> f.name().equalsIgnoreCase(path.get(0)))) {
        fields.add(field(path.get(0), DataTypes.StringType));
      }
    }
    return DataTypes.createStructType(fields);
  }

  private static boolean isStruct(StructField field) {
    return field.dataType() instanceof StructType;
  }

  private static DataType textIfUnknown(DataType type) {
    if (type instanceof ArrayType array) {
      return DataTypes.createArrayType(textIfUnknown(array.elementType()));
    }
    if (type instanceof StructType struct) {
      var fields = Arrays.stream(struct.fields());
      return DataTypes.createStructType(
          fields.map(f -> field(f.name(), textIfUnknown(f.dataType()))).toList());
    }
    return type.equals(DataTypes.NullType) ? DataTypes.StringType : type;
  }

  private static Optional<Set<List<String>>> below(String name, Set<List<String>> read) {
    var below = new LinkedHashSet<List<String>>();
    for (var path : read) {
      if (path.get(0).equalsIgnoreCase(name)) {
        below.add(path.subList(1, path.size()));
      }
    }
    return below.isEmpty() ? Optional.empty() : Optional.of(below);
  }

  private static StructField field(String name, DataType type) {
    return DataTypes.createStructField(name, type, true);
  }

  /** Paths to all values of an object, if every one that is read is a text. */
  static Optional<List<List<String>>> texts(StructType needed) {
    var paths = new ArrayList<List<String>>();
    return needed.length() > 0 && collect(needed, List.of(), paths)
        ? Optional.of(paths)
        : Optional.empty();
  }

  private static boolean collect(StructType object, List<String> above, List<List<String>> paths) {
    for (var field : object.fields()) {
      var path = new ArrayList<>(above);
      path.add(field.name());
      if (field.dataType() instanceof StringType) {
        paths.add(path);
      } else if (!(field.dataType() instanceof StructType inner)
          || inner.length() == 0
          || !collect(inner, path, paths)) {
        return false;
      }
    }
    return true;
  }
}
