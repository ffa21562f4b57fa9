package io.microtarget.jobs.raw;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CsvValuesTest {
  private final CsvValues values = of(Map.of());

  @Test
  void gives_the_values_between_the_delimiters_and_null_where_there_is_nothing() {
    assertThat(read(values, "a,Ünal, 😀 ")).containsExactly("a", "Ünal", " 😀 ");
    assertThat(read(values, ",,")).containsExactly("null", "null", "null");
    assertThat(read(of(Map.of("delimiter", "\\t")), "a,\t\tc")).containsExactly("a,", "null", "c");
  }

  @Test
  void gives_what_stands_inside_quotes() {
    assertThat(read(values, "\"a,\"\"b\"\"\",\"\",\"c\nd\""))
        .containsExactly("a,\"b\"", "null", "c\nd");
    assertThat(read(values, "a,b\"c,d")).containsExactly("a", "b\"c", "d");
    assertThat(read(values, "a,b,c"))
        .as("the next record is cut again")
        .containsExactly("a", "b", "c");
  }

  @Test
  void a_quote_around_a_whole_value_is_no_part_of_it() {
    assertThat(read(values, "\"a,Ü\",\" b \",c")).containsExactly("a,Ü", " b ", "c");
    assertThat(read(values, "\"\",\",\",\"\"")).containsExactly("null", ",", "null");
    assertThat(read(values, ",\"\",")).containsExactly("null", "null", "null");
    assertThat(read(of(Map.of("quote", "'", "delimiter", ";")), "'a';'\"';c"))
        .containsExactly("a", "\"", "c");
    assertThat(read(of(Map.of("escape", "\\")), "\"a\",\"\\b\",\"c\""))
        .as("an escape is left to the parser")
        .containsExactly("a", "\\b", "c");
  }

  @Test
  void refuses_a_record_with_more_or_fewer_values_and_keeps_those_that_have_a_column() {
    for (var record : List.of("a,b,c,d", "\"a\",b,c,d", "\"a\",b,\"c\",", "a,b,c,\"d\"\"\"")) {
      assertThat(values.read(bytes(record))).as(record).isFalse();
      assertThat(texts(values)).containsExactly("a", "b", "c");
    }
    for (var record : List.of("a,b", "a,\"b\"", "\"a\",\"b\"")) {
      assertThat(values.read(bytes(record))).as(record).isFalse();
      assertThat(texts(values)).containsExactly("a", "b", "null");
    }
    assertThat(values.fault()).isEqualTo("malformed:fields");
  }

  @Test
  void reads_only_what_is_asked_for_but_counts_all() {
    var second = new CsvValues(3, new int[] {1}, Map.of());
    assertThat(read(second, "a,b,c")).containsExactly("null", "b", "null");
    assertThat(read(second, "\"a\",b,c")).containsExactly("null", "b", "null");
    assertThat(second.read(bytes("a,b,c,d"))).isFalse();
    var none = new CsvValues(3, new int[0], Map.of());
    assertThat(read(none, "a,b,c")).containsExactly("null", "null", "null");
    assertThat(none.read(bytes("a"))).isFalse();
  }

  @Test
  void a_record_the_parser_gives_up_at_is_refused_and_the_next_one_read() {
    for (var record : List.of(",".repeat(30_000), "\"\"" + ",".repeat(30_000))) {
      assertThat(values.read(bytes(record))).isFalse();
      assertThat(read(values, "\"a\",b,c")).containsExactly("a", "b", "c");
    }
    var narrow = of(Map.of("maxCharsPerColumn", "3"));
    assertThat(narrow.read(bytes("a,bbbb,c"))).isFalse();
    assertThat(texts(narrow)).containsExactly("null", "null", "null");
    assertThat(read(narrow, "a,bbb,c")).containsExactly("a", "bbb", "c");
  }

  @Test
  void a_character_that_is_none_ends_no_record() {
    assertThat(read(values, "\"a\",b\uFFFF,c")).containsExactly("a", "b\uFFFF", "c");
    assertThat(read(values, "\"d\",e,f")).containsExactly("d", "e", "f");
  }

  @Test
  void options_are_those_of_spark() {
    assertThat(read(of(Map.of("nullValue", "NA")), "a,NA,")).containsExactly("a", "null", "null");
    assertThat(read(of(Map.of("comment", "#")), "#a")).containsExactly("null", "null", "null");
    assertThat(read(of(Map.of("delimiter", "||")), "a||b|||c")).containsExactly("a", "b", "|c");
    assertThat(read(of(Map.of("escape", "\\")), "a,\"\\\"b\",c")).containsExactly("a", "\"b", "c");
  }

  private static CsvValues of(Map<String, String> options) {
    return new CsvValues(3, new int[] {0, 1, 2}, options);
  }

  private static List<String> read(CsvValues values, String record) {
    assertThat(values.read(bytes(record))).as(record).isTrue();
    return texts(values);
  }

  private static List<String> texts(CsvValues values) {
    return Arrays.stream(values.values()).map(String::valueOf).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
