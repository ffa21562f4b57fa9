package io.microtarget.jobs.raw;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Some values of a line of CSV as texts. A record is cut at its delimiters, and its values are
 * slices of it, which takes a fraction of the time of a parser, if no quote stands anywhere but
 * around a whole value and no escape at all. Every other one, and every one where an option says
 * more than what the delimiter, the quote and the escape are, goes to the parser that Spark's
 * {@code from_csv} uses, with the same settings.
 *
 * <p>An empty value is null, as in Spark. A record with more or fewer values than columns does not
 * fit; those of its values that have a column are given all the same, as Spark does.
 */
final class CsvValues implements Values {
  private static final String FIELDS = "malformed:fields";
  private static final Set<String> PLAIN = Set.of("delimiter", "sep", "quote", "escape", "mode");

  /**
   * Ends a record for the parser. No record that is read holds a NUL. Spark takes U+FFFF, which a
   * text may hold; its parser then gives what is behind it as the values of the next record.
   */
  private static final String NEVER_THERE = "\0";

  private static final byte DELIMITER = 1;
  private static final byte QUOTE = 2;
  private static final byte OTHER = 3;
  private static final int NOT_CUT = -1;

  private final UTF8String[] values;
  private final boolean[] isAsked;
  private final CSVOptions options;
  private final boolean isPlain;
  private final byte[] kinds = new byte[256];

  /** Made for the first record that needs it. */
  private CsvParser parser;

  /**
   * @param columns of every record
   * @param asked numbers of the columns whose values are wanted
   * @param options of the source
   */
  CsvValues(int columns, int[] asked, Map<String, String> options) {
    this.values = new UTF8String[columns];
    this.isAsked = new boolean[columns];
    for (int column : asked) {
      isAsked[column] = true;
    }
    var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(options);
    all.put("lineSep", NEVER_THERE);
    this.options = RecordFormat.ofSpark(all);
    this.isPlain = isPlain(options);
    if (isPlain) {
      var delimiter = this.options.delimiter().charAt(0);
      var quote = this.options.quote();
      var escape = this.options.escape();
      kinds[delimiter] = DELIMITER;
      kinds[escape] = OTHER;
      // Without an escape the parser takes the second of two quotes at the end for a value.
      kinds[quote] = quote != delimiter && quote > ' ' && escape > ' ' ? QUOTE : OTHER;
    }
  }

  private boolean isPlain(Map<String, String> given) {
    var known = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    known.putAll(RecordFormat.forSpark(given));
    PLAIN.forEach(known::remove);
    return known.isEmpty()
        && options.delimiter().length() == 1
        && isByte(options.delimiter().charAt(0))
        && isByte(options.quote())
        && isByte(options.escape());
  }

  private static boolean isByte(char character) {
    return character < 0x80;
  }

  @Override
  public boolean read(byte[] record) {
    Arrays.fill(values, null);
    int found = isPlain && record.length > 0 ? cut(record) : NOT_CUT;
    return (found == NOT_CUT ? parsed(record) : found) == values.length;
  }

  @Override
  public UTF8String[] values() {
    return values;
  }

  @Override
  public String fault() {
    return FIELDS;
  }

  /** How many values there are, or that the record has to be parsed. */
  private int cut(byte[] record) {
    int found = 0;
    int start = 0;
    for (int at = 0; at < record.length; at++) {
      byte kind = kinds[record[at] & 0xFF];
      if (kind == DELIMITER) {
        put(found, record, start, at);
        found++;
        start = at + 1;
      } else if (kind == QUOTE && at == start) {
        int end = closing(record, at + 1);
        if (end == NOT_CUT) {
          return NOT_CUT;
        }
        put(found, record, at + 1, end);
        found++;
        if (end + 1 == record.length) {
          return found;
        }
        at = end + 1;
        start = at + 1;
      } else if (kind != 0) {
        return NOT_CUT;
      }
    }
    put(found, record, start, record.length);
    return found + 1;
  }

  /** The quote before a delimiter or the end, if nothing inside has a meaning of its own. */
  private int closing(byte[] record, int from) {
    for (int at = from; at < record.length; at++) {
      byte kind = kinds[record[at] & 0xFF];
      if (kind == QUOTE) {
        var isLast = at + 1 == record.length || kinds[record[at + 1] & 0xFF] == DELIMITER;
        return isLast ? at : NOT_CUT;
      }
      if (kind == OTHER) {
        return NOT_CUT;
      }
    }
    return NOT_CUT;
  }

  private void put(int column, byte[] record, int start, int end) {
    if (column < values.length && isAsked[column] && end > start) {
      values[column] = UTF8String.fromBytes(record, start, end - start);
    }
  }

  private int parsed(byte[] record) {
    if (parser == null) {
      parser = new CsvParser(options.asParserSettings());
    }
    String[] texts;
    try {
      texts = parser.parseLine(new String(record, StandardCharsets.UTF_8));
    } catch (TextParsingException e) {
      // Such as more characters than an option allows; the parser may stand anywhere.
      parser = null;
      Arrays.fill(values, null);
      return 0;
    }
    if (texts == null) {
      // A comment: Spark makes a row of nulls of it.
      Arrays.fill(values, null);
      return values.length;
    }
    for (int i = 0; i < values.length; i++) {
      var text = i < texts.length && isAsked[i] ? texts[i] : null;
      values[i] =
          text == null || text.equals(options.nullValue()) ? null : UTF8String.fromString(text);
    }
    return texts.length;
  }
}
