package io.microtarget.activation;

import java.util.regex.Pattern;

/**
 * A value as a cell of a CSV file that a spreadsheet shows and never computes.
 *
 * <p>Quoted as RFC 4180 has it. A free text gets an apostrophe before a sign that begins a formula
 * (OWASP ASVS 5.0, 1.2.10: {@code = + - @}, tab and null; here also their full-width forms and the
 * bar), wherever a spreadsheet may begin a cell: at the start, also behind blanks and quotes, and
 * behind a comma, semicolon or bar, which separate cells in other countries. Line breaks and
 * control characters become blanks.
 *
 * <p>A value of another type fits its pattern as a whole ({@link ValueType}) and stays as it is.
 */
public final class CsvCell {
  private static final String SIGN =
      "=+\\-@%|\uff1d\uff0b\uff0d\uff20\uff05\uff5c\u2212\ufe62\ufe63\ufe66\ufe6b\u207a\u208a\u207c\u208c";
  private static final String BLANKS = "[\\p{Z}\\p{Cc}\\p{Cf}\"'`\u00b4\u2018\u2019\u201c\u201d]*";
  private static final Pattern FIRST = Pattern.compile("^(?=" + BLANKS + "[" + SIGN + "])");
  private static final Pattern WITHIN =
      Pattern.compile("([,;|\uff1b\uff0c\uff5c]" + BLANKS + ")(?=[" + SIGN + "])");
  private static final Pattern BREAK = Pattern.compile("\\R|\\p{Cc}");

  private CsvCell() {}

  /** The cell, with its quotes. */
  public static String of(ValueType type, String value) {
    var shown = type == ValueType.TEXT ? harmless(value) : value;
    return '"' + shown.replace("\"", "\"\"") + '"';
  }

  /** A text that no spreadsheet takes for a formula. */
  static String harmless(String text) {
    var line = BREAK.matcher(text).replaceAll(" ");
    var inside = WITHIN.matcher(line).replaceAll("$1'");
    return FIRST.matcher(inside).replaceFirst("'");
  }
}
