package io.microtarget.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.table.SettingsError;
import io.microtarget.testing.TextTable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class AreasTest {
  private static final String CODE = "attributes['postal_code']";

  private static final Dataset<Row> PARTIES =
      TextTable.rows(
          """
          subject_id STRING | attributes MAP<STRING,STRING> | event_time TIMESTAMP | event_date DATE | delivery_id STRING | row_index BIGINT
          a | map('postal_code', '10115')    |                     |            | d1 | 0
          a | map('postal_code', ' 20095 ')  | 2020-03-01 09:00:00 | 2020-03-01 | d1 | 1
          a | map('postal_code', '30159')    | 2020-03-01 10:00:00 | 2020-03-01 | d1 | 2
          a | map('postal_code', '')         | 2020-03-05 10:00:00 | 2020-03-05 | d1 | 3
          a | map('name', 'x')               | 2020-03-06 10:00:00 | 2020-03-06 | d1 | 4
          a | map('postal_code', '40210')    | 2020-03-10 00:00:00 | 2020-03-10 | d1 | 5
          b | map('postal_code', '50667')    | 2020-03-02 00:00:00 | 2020-03-02 | d1 | 6
          c | map('postal_code', '60311')    |                     |            | d1 | 7
          c | map('postal_code', '70173')    |                     |            | d2 | 1
          d |                                | 2020-01-01 00:00:00 | 2020-01-01 | d1 | 8
            | map('postal_code', '80331')    | 2020-01-01 00:00:00 | 2020-01-01 | d1 | 9
          """);

  private static final Dataset<Row> MOMENTS =
      TextTable.rows(
          """
          subject_id STRING | moment DATE
          a | 2020-03-01
          a | 2020-03-02
          a | 2020-03-10
          a | 2020-03-11
          b | 2020-03-02
          b | 2020-03-03
          c | 2020-03-03
          d | 2020-03-03
          e | 2020-03-03
          """);

  @Test
  void the_area_at_a_moment_is_the_last_one_stated_strictly_before_it() {
    var areas = Areas.of(PARTIES, CODE);

    assertThat(TextTable.lines(Areas.at(MOMENTS, areas)))
        .containsExactly(
            "a|2020-03-01|10115",
            "a|2020-03-02|30159",
            "a|2020-03-10|30159",
            "a|2020-03-11|40210",
            "b|2020-03-02|null",
            "b|2020-03-03|50667",
            "c|2020-03-03|70173",
            "d|2020-03-03|null",
            "e|2020-03-03|null");
  }

  @Test
  void of_a_day_the_latest_statement_counts_and_an_empty_one_is_none() {
    assertThat(TextTable.lines(Areas.of(PARTIES, CODE)))
        .containsExactly(
            "a|10115|null",
            "a|30159|2020-03-01",
            "a|40210|2020-03-10",
            "b|50667|2020-03-02",
            "c|70173|null");
  }

  @Test
  void an_area_is_asked_for_once_a_moment_however_many_live_there() {
    var neighbours =
        TextTable.rows(
            """
            subject_id STRING | moment DATE | area STRING
            a | 2020-03-02 | 30159
            b | 2020-03-02 | 30159
            b | 2020-03-03 | 30159
            c | 2020-03-03 |
            """);

    assertThat(TextTable.lines(Areas.moments(neighbours)))
        .containsExactly("30159|2020-03-02", "30159|2020-03-03");
  }

  @Test
  void an_expression_that_does_not_fit_the_columns_is_refused() {
    assertThatThrownBy(() -> Areas.of(PARTIES, "attributes + 1"))
        .isInstanceOf(SettingsError.class)
        .hasMessageStartingWith("features.area: expression `attributes + 1`: ");
  }
}
