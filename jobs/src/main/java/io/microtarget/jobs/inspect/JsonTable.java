package io.microtarget.jobs.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import io.microtarget.source.Format;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A text of JSON objects as a table: one a line, one array, or written over several lines.
 *
 * <p>Groups become columns of their dotted names; a list of groups is kept apart, for {@code
 * explode}. A group whose names look like values (keys of persons, say) is not looked into.
 */
final class JsonTable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DEEPEST = 5;
  private static final int MOST_NAMES = 400;
  private static final int MOST_ROWS = 50_000;
  private static final double MOSTLY = 0.9;
  private static final Pattern NAME = Pattern.compile("[\\p{L}_$@][\\p{L}\\p{N}_.$: /-]{0,59}");

  private JsonTable() {}

  /** The table, if the text is one. */
  static Optional<RawTable> of(TextSample text) {
    var start = text.head().stripLeading();
    if (!start.startsWith("{") && !start.startsWith("[")) {
      return Optional.empty();
    }
    if (start.startsWith("[")) {
      var elements = records(start);
      return elements.isEmpty()
          ? Optional.empty()
          : Optional.of(table(elements, 0, Map.of(), List.of("one array of objects")));
    }
    var lines = text.lines().stream().filter(l -> !l.isBlank()).limit(MOST_ROWS).toList();
    var rows = lines.stream().map(JsonTable::object).flatMap(Optional::stream).toList();
    if (rows.size() >= MOSTLY * lines.size()) {
      return Optional.of(table(rows, lines.size() - rows.size(), Map.of(), List.of()));
    }
    var records = records(start);
    var note = "objects go over several lines";
    return records.isEmpty()
        ? Optional.empty()
        : Optional.of(table(records, 0, Map.of("multi-line", "true"), List.of(note)));
  }

  /** A table of objects that were read elsewhere. */
  static RawTable table(
      List<JsonNode> rows, int malformed, Map<String, String> options, List<String> notes) {
    var all = new ArrayList<>(notes);
    if (malformed > 0) {
      all.add("%,d lines of the sample are no objects; they are quarantined".formatted(malformed));
    }
    var fields = fields(rows);
    var columns = columns(rows, fields, List.of());
    var lists = new LinkedHashMap<List<String>, List<RawColumn>>();
    fields.forEach(
        (path, field) -> {
          if (field.isListOfGroups) {
            var elements = rows.stream().flatMap(r -> elements(at(r, path))).toList();
            var inside = fields(elements);
            lists.put(path, columns(elements, inside, List.of(RawTable.ELEMENT)));
          }
        });
    return new RawTable(Format.JSON, options, columns, lists, rows.size(), malformed, all);
  }

  private static final class Field {
    private boolean isGroup;
    private boolean isListOfGroups;
    private boolean isOpaque;
    private RawColumn.Type type;

    private void see(JsonNode value) {
      var seen =
          value.isNumber()
              ? RawColumn.Type.NUMBER
              : value.isBoolean()
                  ? RawColumn.Type.TRUTH
                  : value.isContainerNode() ? RawColumn.Type.OTHER : RawColumn.Type.TEXT;
      type = type == null || type == seen ? seen : RawColumn.Type.TEXT;
    }
  }

  private static Map<List<String>, Field> fields(List<JsonNode> rows) {
    var fields = new LinkedHashMap<List<String>, Field>();
    rows.forEach(r -> collect(r, List.of(), fields));
    fields.keySet().removeIf(path -> isInsideOpaque(path, fields));
    return fields;
  }

  private static boolean isInsideOpaque(List<String> path, Map<List<String>, Field> fields) {
    for (int n = 1; n < path.size(); n++) {
      var above = fields.get(path.subList(0, n));
      if (above != null && above.isOpaque) {
        return true;
      }
    }
    return false;
  }

  private static void collect(JsonNode group, List<String> path, Map<List<String>, Field> fields) {
    for (var entry : group.properties()) {
      var below = new ArrayList<>(path);
      below.add(entry.getKey());
      if (!isName(entry.getKey()) || fields.size() > MOST_NAMES && !fields.containsKey(below)) {
        if (!path.isEmpty()) {
          fields.get(path).isOpaque = true;
        }
        continue;
      }
      var value = entry.getValue();
      var field = fields.computeIfAbsent(below, p -> new Field());
      if (value.isNull()) {
        continue;
      }
      if (value.isObject() && below.size() < DEEPEST) {
        field.isGroup = true;
        collect(value, below, fields);
      } else if (value.isArray() && value.size() > 0 && value.get(0).isObject()) {
        field.isListOfGroups = true;
      } else {
        field.see(value);
      }
    }
  }

  private static boolean isName(String key) {
    return NAME.matcher(key).matches()
        && !key.matches(".*\\d{5,}.*")
        && !Meaning.isPersonalValue(key);
  }

  private static List<RawColumn> columns(
      List<JsonNode> rows, Map<List<String>, Field> fields, List<String> prefix) {
    var columns = new ArrayList<RawColumn>();
    fields.forEach(
        (path, field) -> {
          if ((field.isGroup && !field.isOpaque) || field.isListOfGroups) {
            return;
          }
          var full = new ArrayList<>(prefix);
          full.addAll(path);
          var values = new ArrayList<String>();
          rows.forEach(r -> values.add(text(at(r, path))));
          var type = field.isOpaque || field.type == null ? RawColumn.Type.OTHER : field.type;
          columns.add(new RawColumn(full, type, values));
        });
    return columns;
  }

  private static String text(JsonNode value) {
    return value == null || value.isNull()
        ? null
        : value.isContainerNode() ? value.toString() : value.asText();
  }

  private static JsonNode at(JsonNode row, List<String> path) {
    var node = row;
    for (var name : path) {
      node = node == null ? null : node.get(name);
    }
    return node;
  }

  private static java.util.stream.Stream<JsonNode> elements(JsonNode list) {
    var elements = new ArrayList<JsonNode>();
    if (list != null && list.isArray()) {
      list.forEach(e -> elements.add(e));
    }
    return elements.stream().filter(JsonNode::isObject);
  }

  private static Optional<JsonNode> object(String line) {
    try {
      return Optional.ofNullable(JSON.readTree(line)).filter(JsonNode::isObject);
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  /** Objects one after another or in one array, until the text ends or breaks. */
  private static List<JsonNode> records(String text) {
    var records = new ArrayList<JsonNode>();
    try (var all = JSON.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      while (all.hasNextValue() && records.size() < MOST_ROWS) {
        var next = all.nextValue();
        if (next.isObject()) {
          records.add(next);
        }
      }
    } catch (IOException | RuntimeJsonMappingException cut) {
      return records;
    }
    return records;
  }
}
