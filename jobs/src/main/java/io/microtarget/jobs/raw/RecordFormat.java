package io.microtarget.jobs.raw;

import io.microtarget.source.Format;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How the records of a file are told apart.
 *
 * @param charset name of the charset; a byte order mark overrules it
 * @param isQuoted whether a line break inside quotes belongs to the value (CSV)
 * @param delimiter last character between two values
 * @param quote around a value
 * @param escape before a quote that is part of the value
 * @param isJson whether a file that begins with an array has its elements as records
 * @param isWhole whether a record of JSON may go over lines
 * @param maxBytes a longer record is cut and marked
 */
public record RecordFormat(
    String charset,
    boolean isQuoted,
    char delimiter,
    char quote,
    char escape,
    boolean isJson,
    boolean isWhole,
    int maxBytes)
    implements Serializable {
  private static final int DEFAULT_MAX = 16 << 20;
  private static final java.util.Set<String> OWN =
      java.util.Set.of(
          "charset",
          "encoding",
          "multi-line",
          "multiline",
          "max-record-bytes",
          "header",
          "pattern");

  /**
   * From the options of a source.
   *
   * @throws IllegalArgumentException names the option and what is allowed
   */
  public static RecordFormat of(Format format, Map<String, String> options) {
    var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(options);
    var multiLine = yes(all, "multi-line", yes(all, "multiLine", false));
    var delimiter = all.getOrDefault("delimiter", all.getOrDefault("sep", ","));
    return new RecordFormat(
        charset(all.getOrDefault("charset", all.getOrDefault("encoding", "UTF-8"))),
        format == Format.CSV && multiLine,
        delimiter.isEmpty() ? ',' : delimiter.equals("\\t") ? '\t' : last(delimiter),
        one(all, "quote", '"'),
        one(all, "escape", one(all, "quote", '"')),
        format == Format.JSON,
        format == Format.JSON && multiLine,
        maxBytes(all.get("max-record-bytes")));
  }

  /**
   * Whether the first record of a CSV names its columns.
   *
   * @throws IllegalArgumentException if the option is neither true nor false
   */
  public static boolean hasHeader(Map<String, String> options) {
    var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(options);
    return yes(all, "header", true);
  }

  /**
   * The options that Spark's own parsers understand. A quote inside a quoted value is doubled (<a
   * href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>) unless an escape is named; Spark
   * would expect a backslash, and leave the quotes in the value.
   */
  public static Map<String, String> forSpark(Map<String, String> options) {
    var rest = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    rest.putAll(options);
    rest.keySet().removeIf(key -> OWN.contains(key.toLowerCase(java.util.Locale.ROOT)));
    rest.putIfAbsent("escape", rest.getOrDefault("quote", "\""));
    return rest;
  }

  /**
   * How Spark understands the options of a CSV.
   *
   * @throws RuntimeException Spark's, if it refuses one
   */
  public static CSVOptions ofSpark(Map<String, String> options) {
    var given =
        scala.collection.immutable.Map$.MODULE$.<String, String>from(
            CollectionConverters.asScala(forSpark(options)));
    return new CSVOptions(given, false, "UTC");
  }

  /** Whether a line break is the one byte that stands for it in ASCII. */
  public boolean endsLinesInBytes() {
    return !charset.startsWith("UTF-16") && !charset.startsWith("UTF-32");
  }

  RecordFormat in(Charset other) {
    return new RecordFormat(
        other.name(), isQuoted, delimiter, quote, escape, isJson, isWhole, maxBytes);
  }

  boolean isUtf8() {
    return charset.equals(StandardCharsets.UTF_8.name())
        || charset.equals(StandardCharsets.US_ASCII.name());
  }

  private static String charset(String name) {
    try {
      return Charset.forName(name).name();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "options.charset: '%s' is no charset, such as UTF-8 or windows-1252".formatted(name), e);
    }
  }

  private static boolean yes(Map<String, String> options, String key, boolean otherwise) {
    var text = options.get(key);
    if (text == null) {
      return otherwise;
    }
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException(
          "options.%s must be true or false, not '%s'".formatted(key, text));
    }
    return text.equals("true");
  }

  private static char one(Map<String, String> options, String key, char otherwise) {
    var text = options.get(key);
    if (text == null) {
      return otherwise;
    }
    if (text.length() > 1) {
      throw new IllegalArgumentException(
          "options.%s must be one character, not '%s'".formatted(key, text));
    }
    return text.isEmpty() ? '\0' : text.charAt(0);
  }

  private static char last(String text) {
    return text.charAt(text.length() - 1);
  }

  private static int maxBytes(String text) {
    if (text == null) {
      return DEFAULT_MAX;
    }
    if (!text.matches("[1-9][0-9]{2,8}")) {
      throw new IllegalArgumentException(
          "options.max-record-bytes must be a number from 100 to 999999999, not '%s'"
              .formatted(text));
    }
    return Integer.parseInt(text);
  }
}
