package io.microtarget.jobs.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.microtarget.activation.CsvCell;
import io.microtarget.activation.Destination;
import io.microtarget.activation.ExportColumn;
import io.microtarget.activation.Format;
import io.microtarget.activation.ValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The file of one destination while it is made: lines by offer, and why rows were left out. All of
 * it is held until the audiences are known to be large enough; a line takes some hundred bytes.
 */
final class AudienceFile {
  /** Head of the column by which a row is called back. */
  static final String ROW_KEY = "row_key";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LINE = "\r\n";

  private final String destination;
  private final Destination settings;
  private final String country;
  private final List<ExportColumn> columns;
  private final Map<String, List<Line>> byOffer = new TreeMap<>();
  private final Map<String, Long> leftOut = new TreeMap<>();

  /** A row of the file and the row of the audience it is. */
  record Line(String rowKey, String decisionId, String text) {}

  /**
   * @param country where phones without a prefix are at home; empty: not known
   */
  AudienceFile(String destination, Destination settings, String country) {
    this.destination = destination;
    this.settings = settings;
    this.country = country;
    this.columns = settings.exported();
  }

  String name() {
    return destination + (settings.format() == Format.CSV ? ".csv" : ".json");
  }

  /**
   * Adds a row, or counts why it is left out.
   *
   * @param value of a field; null if it is unknown
   */
  void add(String rowKey, String decisionId, String offer, Function<String, String> value) {
    var values = new LinkedHashMap<ExportColumn, String>();
    for (var column : columns) {
      var raw = column.from().equals("row-key") ? rowKey : value.apply(column.from());
      var isMissing = raw == null || raw.isBlank();
      if (isMissing && column.need() == ExportColumn.Need.OPTIONAL) {
        continue;
      }
      var fitting =
          isMissing ? Optional.<String>empty() : column.type().of(raw, column.from(), country);
      if (fitting.isEmpty()) {
        leaveOut((isMissing ? "missing:" : "type:") + column.name(), 1);
        return;
      }
      values.put(column, fitting.get());
    }
    var text = settings.format() == Format.CSV ? csv(rowKey, values) : json(rowKey, values);
    byOffer.computeIfAbsent(offer, o -> new ArrayList<>()).add(new Line(rowKey, decisionId, text));
  }

  void leaveOut(String ruleId, long rows) {
    leftOut.merge(ruleId, rows, Long::sum);
  }

  /** Leaves out audiences with fewer subjects. */
  void dropSmall(long minimum) {
    byOffer
        .values()
        .removeIf(
            lines -> {
              var isSmall = lines.size() < minimum;
              if (isSmall) {
                leaveOut("size:below-" + minimum, lines.size());
              }
              return isSmall;
            });
  }

  /** Rows left out by rule. */
  Map<String, Long> leftOut() {
    return leftOut;
  }

  List<Line> lines() {
    return byOffer.values().stream().flatMap(List::stream).toList();
  }

  List<String> heads() {
    var heads = new ArrayList<>(List.of(ROW_KEY));
    columns.forEach(column -> heads.add(column.name()));
    return heads;
  }

  /** The text of the file: CSV as RFC 4180 has it, or an object a line. */
  void writeTo(Appendable out) {
    try {
      if (settings.format() == Format.CSV) {
        out.append(
            String.join(",", heads().stream().map(h -> CsvCell.of(ValueType.CODE, h)).toList()));
        out.append(LINE);
      }
      for (var line : lines()) {
        out.append(line.text()).append(settings.format() == Format.CSV ? LINE : "\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String csv(String rowKey, Map<ExportColumn, String> values) {
    var cells = new ArrayList<>(List.of(CsvCell.of(ValueType.CODE, rowKey)));
    for (var column : columns) {
      cells.add(CsvCell.of(column.type(), values.getOrDefault(column, "")));
    }
    return String.join(",", cells);
  }

  private String json(String rowKey, Map<ExportColumn, String> values) {
    var line = JSON.createObjectNode().put(ROW_KEY, rowKey);
    values.forEach(
        (column, value) -> {
          if (column.type() == ValueType.NUMBER) {
            line.put(column.name(), new BigDecimal(value));
          } else {
            line.put(column.name(), value);
          }
        });
    // These stand inside texts only; so written the line is harmless within a page, too.
    return line.toString()
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("'", "\\u0027")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }
}
