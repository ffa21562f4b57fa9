package io.microtarget.table;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.testing.TextTable;
import org.junit.jupiter.api.Test;

class ConformTest {
  private static final Table VISIT =
      Table.of("visit", Kind.SNAPSHOT, "For the test.", "who STRING, day DATE, n INT", "who");

  @Test
  void names_missing_surplus_and_retyped_columns_together() {
    var rows = TextTable.rows("who INT | n BIGINT | place STRING | colour STRING\n1 | 2 | x | y");
    assertThatIllegalStateException()
        .isThrownBy(() -> Conform.to(VISIT, rows, "count"))
        .withMessage(
            "'count' made table 'visit' with missing columns [day]; surplus columns [colour,"
                + " place]; column n of type BIGINT instead of INT; column who of type INT instead"
                + " of STRING");
  }

  @Test
  void tells_columns_apart_by_case() {
    var rows = TextTable.rows("Who STRING | day DATE | n INT\na | 2017-01-01 | 1");
    assertThatIllegalStateException()
        .isThrownBy(() -> Conform.to(VISIT, rows, "count"))
        .withMessage(
            "'count' made table 'visit' with missing columns [who]; surplus columns [Who]");
  }

  @Test
  void puts_columns_in_catalogue_order() {
    var rows = TextTable.rows("n INT | who STRING | day DATE\n1 | a | 2017-01-01");
    assertThat(TextTable.lines(Conform.to(VISIT, rows, "count"))).containsExactly("a|2017-01-01|1");
  }

  @Test
  void ignores_whether_a_column_may_be_null() {
    var rows =
        TextTable.rows("who STRING | day DATE | n INT\na | 2017-01-01 |")
            .withColumn("n", coalesce(col("n"), lit(0)));
    assertThat(rows.schema().apply("n").nullable()).isFalse();
    assertThat(TextTable.lines(Conform.to(VISIT, rows, "count"))).containsExactly("a|2017-01-01|0");
  }

  @Test
  void a_null_outside_the_key_passes() {
    var rows = TextTable.rows("who STRING | day DATE | n INT\na | |");
    assertThat(TextTable.lines(Conform.to(VISIT, rows, "count"))).containsExactly("a|null|null");
  }

  @Test
  void a_null_key_raises_with_table_and_column_and_no_value() {
    var rows = TextTable.rows("who STRING | day DATE | n INT\n | 2017-01-01 | 4711");
    var conformed = Conform.to(VISIT, rows, "count");
    assertThatThrownBy(conformed::collectAsList)
        .hasMessageContaining("microtarget: null key: table visit, column who")
        .hasMessageNotContaining("4711")
        .hasMessageNotContaining("2017-01-01");
  }
}
