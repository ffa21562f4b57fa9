package io.microtarget.vault;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.table.Conform;
import io.microtarget.testing.TextTable;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class VaultRowsTest {
  @Test
  void keeps_the_native_id_and_every_personal_value_under_the_record_id() {
    assertThat(of("r1 | crm | 4711 | map('mail', 'a@b.example', 'name', 'Ann') | d1"))
        .containsExactly(
            "r1|crm|mail|a@b.example|3|d1", "r1|crm|name|Ann|3|d1", "r1|crm|native_id|4711|3|d1");
  }

  @Test
  void leaves_out_unknown_values_and_rows_without_a_record() {
    assertThat(
            of(
                """
                r1 | crm | 4711 | map('mail', null) | d1
                r2 | crm | 4712 |                   | d1
                   | crm |      |                   | d1
                """))
        .containsExactly("r1|crm|native_id|4711|3|d1", "r2|crm|native_id|4712|3|d1");
  }

  @Test
  void keeps_what_an_unknown_person_gave_under_the_row_itself() {
    assertThat(of("   | web |      | map('mail', 'a@b.example') | d1"))
        .containsExactly("d1:7|web|mail|a@b.example|3|d1");
  }

  @Test
  void keeps_one_row_per_record_source_and_field_and_the_same_one_in_any_order() {
    var one = "r1 | crm | 4711 | map('mail', 'new@b.example') | d1\n";
    var two = "r1 | crm | 4711 | map('mail', 'a@b.example') | d1\n";
    var other = "r1 | web | 4711 | map('mail', 'c@b.example') | d2\n";
    assertThat(of(one + two + other))
        .isEqualTo(of(other + two + one))
        .containsExactly(
            "r1|crm|mail|a@b.example|3|d1",
            "r1|crm|native_id|4711|3|d1",
            "r1|web|mail|c@b.example|3|d2",
            "r1|web|native_id|4711|3|d2");
  }

  private static List<String> of(String lines) {
    return TextTable.lines(Conform.to(VaultTables.VAULT, rows(lines), "test"));
  }

  private static Dataset<Row> rows(String lines) {
    var crossing =
        TextTable.rows(
            "record_id STRING | source STRING | native_id STRING | personal MAP<STRING,STRING> |"
                + " delivery_id STRING\n"
                + lines);
    return VaultRows.of(crossing.withColumn("row_index", lit(7L)), 3);
  }
}
