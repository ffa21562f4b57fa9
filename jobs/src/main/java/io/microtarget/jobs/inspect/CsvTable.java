package io.microtarget.jobs.inspect;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.UnescapedQuoteHandling;
import io.microtarget.source.Format;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A text as lines of values between delimiters, if it is one.
 *
 * <p>The delimiter is the one by which nearly all lines have the same number of values, two or
 * more; a single column counts only if its values are short and alike. An empty name becomes {@code
 * _c} and its place; a name that was there already gets its place behind it.
 */
final class CsvTable {
  private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');
  private static final List<Character> QUOTES = List.of('"', '\'');
  private static final double CONSISTENT = 0.9;
  private static final int FEWEST = 3;
  private static final int WORDS_OF_A_VALUE = 3;
  private static final int PROBED = 300;
  private static final int MOST_COLUMNS = 20_000;

  private CsvTable() {}

  /** How lines are cut, and what that gives. */
  private record Cut(char delimiter, char quote, List<String[]> rows) {
    /** The usual number of values. */
    int width() {
      var counts = new HashMap<Integer, Integer>();
      rows.forEach(r -> counts.merge(r.length, 1, Integer::sum));
      return counts.entrySet().stream()
          .max(
              Map.Entry.<Integer, Integer>comparingByValue()
                  .thenComparing(Map.Entry.comparingByKey()))
          .map(Map.Entry::getKey)
          .orElse(0);
    }

    double consistency() {
      var width = width();
      return rows.isEmpty()
          ? 0
          : (double) rows.stream().filter(r -> r.length == width).count() / rows.size();
    }
  }

  /** The table, if the text is one. */
  static Optional<RawTable> of(TextSample text) {
    var lines = text.lines();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    var probe = lines.subList(0, Math.min(PROBED, lines.size()));
    Optional<Cut> best = Optional.empty();
    for (var quote : QUOTES) {
      for (var delimiter : DELIMITERS) {
        var cut = cut(probe, delimiter, quote);
        if (score(cut) > best.map(CsvTable::score).orElse(0.0) + 1e-9) {
          best = Optional.of(cut);
        }
      }
    }
    var isTable = best.isPresent() && isTable(best.get(), text);
    if (isTable) {
      return Optional.of(table(text, best.get().delimiter(), best.get().quote()));
    }
    return isSingle(probe) ? Optional.of(table(text, ',', '"')) : Optional.empty();
  }

  /** More values a line are better, but only if lines agree. */
  private static double score(Cut cut) {
    return cut.width() < 2
        ? 0
        : Math.pow(cut.consistency(), 4) * (1 + Math.log(cut.width()) / 10)
            - (cut.quote() == '\'' ? 0.02 : 0);
  }

  private static boolean isTable(Cut cut, TextSample text) {
    if (cut.consistency() >= CONSISTENT) {
      return Header.isThere(cut.rows())
          ? cut.rows().size() > 1 || cut.width() > 2
          : cut.rows().size() >= FEWEST && !isProse(cut);
    }
    var whole = new Cut(cut.delimiter(), cut.quote(), records(text, cut.delimiter(), cut.quote()));
    return whole.width() > 1 && whole.rows().size() > 1 && whole.consistency() >= 0.98;
  }

  /** Sentences have commas too. */
  private static boolean isProse(Cut cut) {
    var words =
        cut.rows().stream()
            .flatMap(Arrays::stream)
            .mapToInt(v -> v == null ? 0 : v.strip().split("\\s+").length)
            .average();
    return words.orElse(0) > WORDS_OF_A_VALUE;
  }

  private static boolean isSingle(List<String> lines) {
    var rest = lines.stream().skip(1).filter(l -> !l.isBlank()).toList();
    var shapes = rest.stream().map(Mask::run).distinct().count();
    return rest.size() >= 3
        && rest.stream().allMatch(l -> l.length() <= 64 && !l.strip().contains(" "))
        && shapes <= Math.max(1, rest.size() / 5);
  }

  private static RawTable table(TextSample text, char delimiter, char quote) {
    var byLine = new Cut(delimiter, quote, cut(text.lines(), delimiter, quote).rows());
    var byRecord = new Cut(delimiter, quote, records(text, delimiter, quote));
    var isMultiLine = byRecord.consistency() > byLine.consistency() && byRecord.rows().size() > 1;
    var cut = isMultiLine ? byRecord : byLine;
    var width = Header.isThere(cut.rows()) ? cut.rows().get(0).length : cut.width();
    var hasHeader = Header.isThere(cut.rows()) && width >= cut.width() - 1;
    var options = new LinkedHashMap<String, String>();
    var notes = new ArrayList<String>();
    if (delimiter != ',') {
      options.put("delimiter", delimiter == '\t' ? "\"\\t\"" : "\"" + delimiter + "\"");
    }
    if (quote != '"') {
      options.put("quote", "\"" + quote + "\"");
    }
    var hasDoubled =
        text.lines().stream()
            .anyMatch(
                l ->
                    l.replaceAll(
                            "(^|[%s])%s%s([%s]|$)"
                                .formatted("\\" + delimiter, quote, quote, "\\" + delimiter),
                            "")
                        .contains("" + quote + quote));
    if (hasDoubled) {
      options.put("escape", quote == '"' ? "\"\\\"\"" : "\"" + quote + "\"");
    }
    if (isMultiLine) {
      options.put("multi-line", "true");
      notes.add("values in quotes go over several lines");
    }
    if (!hasHeader) {
      options.put("header", "false");
      notes.add("the first line looks like data, so columns have no names: _c0, _c1 …");
    }
    return filled(cut.rows(), width, hasHeader, options, notes);
  }

  private static RawTable filled(
      List<String[]> all,
      int width,
      boolean hasHeader,
      Map<String, String> options,
      List<String> notes) {
    var names =
        hasHeader
            ? names(Arrays.copyOf(all.get(0), width))
            : java.util.stream.IntStream.range(0, width).mapToObj(i -> "_c" + i).toList();
    var values = new ArrayList<List<String>>();
    names.forEach(n -> values.add(new ArrayList<>()));
    int malformed = 0;
    int rows = 0;
    for (var row : all.subList(hasHeader ? 1 : 0, all.size())) {
      if (row.length != width) {
        malformed++;
        continue;
      }
      rows++;
      for (int c = 0; c < width; c++) {
        values.get(c).add(row[c]);
      }
    }
    if (malformed > 0) {
      notes.add(
          "%,d of %,d lines of the sample have another number of values; they are quarantined"
              .formatted(malformed, malformed + rows));
    }
    var columns = new ArrayList<RawColumn>();
    for (int c = 0; c < width; c++) {
      columns.add(new RawColumn(List.of(names.get(c)), RawColumn.Type.TEXT, values.get(c)));
    }
    return new RawTable(Format.CSV, options, columns, Map.of(), rows, malformed, notes);
  }

  /** As they are read: an empty name becomes its place, a repeated one gets its place added. */
  static List<String> names(String[] header) {
    var seen = new HashSet<String>();
    var names = new ArrayList<String>();
    for (int i = 0; i < header.length; i++) {
      var name = header[i] == null || header[i].isBlank() ? "_c" + i : header[i];
      names.add(seen.add(name.toLowerCase(Locale.ROOT)) ? name : name + i);
    }
    return names;
  }

  private static Cut cut(List<String> lines, char delimiter, char quote) {
    var parser = parser(delimiter, quote);
    var rows = new ArrayList<String[]>();
    for (var line : lines) {
      if (!line.isBlank()) {
        try {
          var row = parser.parseLine(line);
          if (row != null) {
            rows.add(row);
          }
        } catch (TextParsingException e) {
          // More values than any table has; its message holds the line.
          rows.add(new String[0]);
          parser = parser(delimiter, quote);
        }
      }
    }
    return new Cut(delimiter, quote, rows);
  }

  /**
   * Records of the text as a whole, in which quoted values may go over lines; none if one has more
   * values than any table.
   */
  private static List<String[]> records(TextSample text, char delimiter, char quote) {
    var rows = new ArrayList<String[]>();
    var parser = parser(delimiter, quote);
    try {
      parser.beginParsing(new StringReader(text.head()));
      for (var row = parser.parseNext(); row != null; row = parser.parseNext()) {
        rows.add(row);
      }
    } catch (TextParsingException e) {
      return List.of();
    }
    if (!text.isWhole() && rows.size() > 1) {
      rows.remove(rows.size() - 1);
    }
    return rows;
  }

  private static CsvParser parser(char delimiter, char quote) {
    var settings = new CsvParserSettings();
    var format = settings.getFormat();
    format.setDelimiter(delimiter);
    format.setQuote(quote);
    format.setQuoteEscape(quote);
    format.setLineSeparator("\n");
    format.setComment('\0');
    settings.setCommentProcessingEnabled(false);
    settings.setMaxColumns(MOST_COLUMNS);
    settings.setMaxCharsPerColumn(-1);
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setEmptyValue("");
    settings.setUnescapedQuoteHandling(UnescapedQuoteHandling.STOP_AT_DELIMITER);
    return new CsvParser(settings);
  }
}
