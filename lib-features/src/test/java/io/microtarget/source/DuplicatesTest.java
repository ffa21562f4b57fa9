package io.microtarget.source;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.testing.TextTable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class DuplicatesTest {
  private static final Sources PARTIES =
      Sources.of("party", "native-id", "id")
          .attributes("colour", "colour", "size", "size")
          .identifiedBy("native-id");

  @Test
  void the_lowest_position_wins_whatever_the_order_of_the_rows() {
    var lines = List.of("1 | red | | 5", "1 | red | | 3", "1 | blue | | 4", "2 | red | | 6");
    var turned = List.of(lines.get(3), lines.get(2), lines.get(1), lines.get(0));
    assertThat(mapped(lines, Optional.empty()))
        .isEqualTo(mapped(turned, Optional.empty()))
        .containsExactly(
            "3|kept|null", "4|quarantined|conflicting-key", "5|duplicate|null", "6|kept|null");
  }

  @Test
  void a_null_and_a_value_are_other_content() {
    assertThat(mapped(List.of("1 | red | | 0", "1 | | red | 1"), Optional.empty()))
        .containsExactly("0|kept|null", "1|quarantined|conflicting-key");
  }

  @Test
  void a_row_of_an_earlier_delivery_wins_over_those_of_this_file() {
    var earlier = accepted(List.of("1 | red | | 9", "2 | red | | 10"));
    assertThat(
            mapped(
                List.of("1 | red | | 0", "2 | blue | | 1", "3 | red | | 2"), Optional.of(earlier)))
        .containsExactly("0|duplicate|null", "1|quarantined|conflicting-key", "2|kept|null");
  }

  @Test
  void a_row_of_the_earlier_delivery_is_never_given_back() {
    var earlier = accepted(List.of("1 | red | | 9", "2 | red | | 10"));
    assertThat(mapped(List.of("3 | red | | 0"), Optional.of(earlier)))
        .containsExactly("0|kept|null");
  }

  @Test
  void quarantined_and_filtered_rows_take_no_part() {
    var rows = raw(List.of("1 | red | | 0", "1 | red | x | 1", "1 | red | | 2"));
    var source = PARTIES.where("size is null").rule("late-row", "_row > 0").settings();
    var mapped =
        Mapping.of(
            rows.withColumn("_row", rows.col("_row_index")),
            source,
            Sources.context(),
            Optional.empty());
    assertThat(lines(mapped))
        .containsExactly("0|quarantined|rule:late-row", "1|filtered|null", "2|kept|null");
  }

  @Test
  void what_is_unknown_equals_nothing() {
    var source =
        Sources.of(
                "purchase", "native-id", "id", "event-time", "t", "amount", "1", "basket-id", "b")
            .identifiedBy("native-id", "basket-id")
            .settings();
    var rows =
        TextTable.rows(
            """
            id STRING | t DATE     | b STRING | _row_index BIGINT
            1         | 2017-01-01 |          | 0
            1         | 2017-01-01 |          | 1
            1         | 2017-01-02 |          | 2
            1         | 2017-01-01 | x        | 3
            1         | 2017-01-01 | x        | 4
            """);
    assertThat(lines(Mapping.of(rows, source, Sources.context(), Optional.empty())))
        .containsExactly(
            "0|kept|null", "1|kept|null", "2|kept|null", "3|kept|null", "4|duplicate|null");
  }

  @Test
  void without_a_declared_key_nothing_is_a_duplicate() {
    var source = PARTIES.identifiedBy(new String[0]).settings();
    var mapped =
        Mapping.of(
            raw(List.of("1 | red | | 0", "1 | red | | 1")),
            source,
            Sources.context(),
            Optional.empty());
    assertThat(lines(mapped)).containsExactly("0|kept|null", "1|kept|null");
  }

  private static List<String> mapped(List<String> raw, Optional<Dataset<Row>> earlier) {
    return lines(Mapping.of(raw(raw), PARTIES.settings(), Sources.context(), earlier));
  }

  private static Dataset<Row> accepted(List<String> raw) {
    var columns = SourceTables.PARTY.columns().stream().map(c -> new Column(c));
    return Mapping.of(raw(raw), PARTIES.settings(), Sources.context(), Optional.empty())
        .filter(Mapping.accepted())
        .select(columns.toArray(Column[]::new))
        .withColumn("delivery_id", lit("d0"));
  }

  private static List<String> lines(Dataset<Row> mapped) {
    assertThat(Arrays.asList(mapped.columns())).doesNotContain("_first", "_position", "_earlier");
    return TextTable.lines(mapped.select("row_index", "_status", "_rule"));
  }

  private static Dataset<Row> raw(List<String> lines) {
    return TextTable.rows(
        "id STRING | colour STRING | size STRING | _row_index BIGINT\n" + String.join("\n", lines));
  }
}
