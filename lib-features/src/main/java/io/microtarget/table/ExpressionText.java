package io.microtarget.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is refused in the text of an expression before anything parses it, and where in the text
 * something stands.
 *
 * <p>Catalyst takes minutes for thousands of brackets or comments in comments and gigabytes for the
 * number {@code 1E1000000000BD}; a session's parser puts environment variables in place of <code>
 * ${…}</code>; characters that turn the direction of writing make a text look like another one (<a
 * href="https://trojansource.codes">CVE-2021-42574</a>).
 */
final class ExpressionText {
  static final int DEEPEST = 100;
  static final String TOO_DEEP = "nested deeper than %d levels".formatted(DEEPEST);
  private static final int LONGEST = 10_000;
  private static final int SHOWN = 40;
  private static final Pattern EXPONENT = Pattern.compile("[0-9.][eE][+-]?[0-9]{4,}");
  private static final Pattern COMMENTS = Pattern.compile("/\\*|\\*/");

  /** Raw texts, texts, quoted names, comments of one line; then what opens or closes. */
  private static final Pattern TOKENS =
      Pattern.compile(
          "(?<![\\p{L}0-9_])r'[^']*+'|(?<![\\p{L}0-9_])r\"[^\"]*+\""
              + "|'(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\"|`[^`]*+`"
              + "|--[^\\n]*+|/\\*|\\*/|[()\\[\\]]|\\bcase\\b|\\bend\\b",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final String BREAKS = "\t\n\r";

  private ExpressionText() {}

  /**
   * @throws SettingsError shows the beginning only
   */
  static void requireShort(String text) {
    if (isTooLong(text)) {
      throw new SettingsError(
          "expression `%s...`: longer than %d characters"
              .formatted(shown(text.substring(0, SHOWN)), LONGEST));
    }
  }

  static boolean isTooLong(String text) {
    return text.length() > LONGEST;
  }

  /** What forbids parsing it; empty if nothing does. */
  static List<String> problems(String text) {
    var problems = new ArrayList<String>();
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (isHidden(text.codePointAt(i))) {
        problems.add(
            "%sthe hidden character U+%04X is not allowed"
                .formatted(place(text, i), text.codePointAt(i)));
        break;
      }
    }
    tooDeep(text).ifPresent(problems::add);
    var variable = text.indexOf("${");
    if (variable >= 0) {
      problems.add(place(text, variable) + "a variable `${...}` is not allowed");
    }
    var exponent = EXPONENT.matcher(text);
    if (exponent.find()) {
      problems.add(
          place(text, exponent.start()) + "a number with an exponent this long is not allowed");
    }
    return problems;
  }

  /** Where a part of the text begins, in words before a problem; empty for the beginning. */
  static String place(String text, int index) {
    if (index <= 0) {
      return "";
    }
    var before = text.substring(0, Math.min(index, text.length()));
    var line = before.chars().filter(c -> c == '\n').count() + 1;
    var character = index - before.lastIndexOf('\n');
    return line == 1
        ? "at character %d: ".formatted(character)
        : "at line %d, character %d: ".formatted(line, character);
  }

  /** The text as a terminal can show it: hidden characters by their numbers. */
  static String shown(String text) {
    var shown = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (isHidden(c)) {
                shown.append("\\u%04X".formatted(c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }

  /** Control characters, half pairs, and what is invisible but for the two joiners of letters. */
  private static boolean isHidden(int letter) {
    return switch (Character.getType(letter)) {
      case Character.CONTROL -> BREAKS.indexOf(letter) < 0;
      case Character.FORMAT -> letter != 0x200C && letter != 0x200D;
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
      default -> false;
    };
  }

  /** More brackets and CASEs within each other than allowed; what stands in quotes is none. */
  private static Optional<String> tooDeep(String text) {
    var tokens = TOKENS.matcher(text);
    int brackets = 0;
    int comments = 0;
    while (tokens.find()) {
      var token = tokens.group().toLowerCase(Locale.ROOT);
      if (token.equals("/*")) {
        comments++;
      } else if (token.equals("*/")) {
        comments = Math.max(0, comments - 1);
      } else if (comments == 0) {
        brackets = Math.max(0, brackets + depth(token));
      }
      if (comments > 1) {
        return Optional.of(
            place(text, tokens.start()) + "a comment within a comment is not allowed");
      }
      if (brackets > DEEPEST) {
        return Optional.of(place(text, tokens.start()) + TOO_DEEP);
      }
      // Within a comment a quote is no quote.
      tokens.usePattern(comments > 0 ? COMMENTS : TOKENS);
    }
    return Optional.empty();
  }

  private static int depth(String token) {
    return switch (token) {
      case "(", "[", "case" -> 1;
      case ")", "]", "end" -> -1;
      default -> 0;
    };
  }
}
