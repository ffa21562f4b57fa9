package io.microtarget.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.microtarget.testing.Sessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts that somebody could write into settings to reach more than the row at hand, and texts that
 * real sources need, in two files of one line a text.
 */
class ExpressionCorpusTest {
  private static final StructType ROW =
      StructType.fromDDL(
          """
          a STRING, b STRING, day DATE, time TIMESTAMP, attributes MAP<STRING, STRING>,
          price DECIMAL(18,2), week INT, order STRUCT<items: ARRAY<STRUCT<sku: STRING>>>,
          _row_index BIGINT, `odd name` STRING, `größe` INT
          """);

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Pattern ESCAPED = Pattern.compile("\\\\u([0-9a-f]{4})");

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void is_refused_with_its_place(String written, String why) {
    var text = text(written);
    assertThatExceptionOfType(SettingsError.class)
        .isThrownBy(() -> Expression.of(text, List.of(ROW.fieldNames())))
        .withMessage("expression `" + ExpressionText.shown(text) + "`: " + why);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("accepted")
  void is_accepted_and_means_something_to_spark(String written) {
    var expression = Expression.of(text(written), List.of(ROW.fieldNames()));
    var rows = Sessions.shared().createDataFrame(List.of(), ROW);
    assertThat(rows.select(expression.column()).schema().fields()).hasSize(1);
  }

  @Test
  void the_corpus_is_as_large_as_was_asked_for() {
    assertThat(refused().count()).isGreaterThanOrEqualTo(60);
    assertThat(accepted().count()).isGreaterThanOrEqualTo(40);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("deep")
  void what_would_keep_the_parser_busy_is_refused_at_once(String what, String text, String why) {
    Assertions.assertTimeoutPreemptively(
        SOON,
        () ->
            assertThatExceptionOfType(SettingsError.class)
                .isThrownBy(() -> Expression.of(text, List.of(ROW.fieldNames())))
                .withMessageContaining(why));
  }

  static Stream<Arguments> refused() {
    return lines("/expressions-refused.txt")
        .map(line -> line.split("  ==>  ", 2))
        .map(parts -> Arguments.of(parts[0], parts[1]));
  }

  static Stream<Arguments> accepted() {
    return lines("/expressions-accepted.txt").map(Arguments::of);
  }

  static Stream<Arguments> deep() {
    var deep = "nested deeper than 100 levels";
    return Stream.of(
        Arguments.of("brackets", around(200, "(", "a", ")"), "at character 101: " + deep),
        Arguments.of("indices", around(400, "a[", "a", "]"), "at character 202: " + deep),
        Arguments.of(
            "quoted closers", around(150, "f(')',", "a", ")"), "at character 602: " + deep),
        Arguments.of("after a comment", "/* ' */" + around(200, "(", "a", ")"), deep),
        Arguments.of("after a line comment", "-- '\n" + around(200, "(", "a", ")"), "at line 2"),
        Arguments.of("after a raw text", "r'\\' = " + around(200, "(", "a", ")"), deep),
        Arguments.of("cases", around(400, "case when a then ", "a", " end"), deep),
        Arguments.of("comments", "/*".repeat(2_000), "a comment within a comment"),
        Arguments.of("nots", "not ".repeat(2_000) + "a", "too complex to parse"),
        Arguments.of("casts", "a" + "::int".repeat(1_000), "too complex to parse"),
        Arguments.of("fields", "a" + ".b".repeat(2_000), "too complex to parse"),
        Arguments.of("additions", "a" + " + a".repeat(200), deep),
        Arguments.of("lambdas", "x -> ".repeat(1_500) + "x", deep),
        Arguments.of("digits", "1".repeat(9_000), "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION"),
        Arguments.of("an exponent", "a = 1E1000000000BD", "at character 5: a number with an"),
        Arguments.of("a long text", "'" + "x".repeat(10_000) + "'", "longer than 10000 characters"),
        Arguments.of(
            "a long pattern",
            "a rlike '" + "x".repeat(201) + "'",
            "at character 9: a regular expression is longer than 200 characters"));
  }

  private static String around(int times, String before, String middle, String after) {
    return before.repeat(times) + middle + after.repeat(times);
  }

  private static String text(String written) {
    return ESCAPED
        .matcher(written)
        .replaceAll(m -> String.valueOf((char) Integer.parseInt(m.group(1), 16)))
        .translateEscapes();
  }

  private static Stream<String> lines(String resource) {
    try (var in = ExpressionCorpusTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines().filter(line -> !line.isBlank() && !line.startsWith("# ")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
