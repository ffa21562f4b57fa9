package io.microtarget.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.testing.Sessions;
import io.microtarget.testing.TextTable;
import java.math.BigInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ChecksumTest {
  private static final Table PAIR =
      Table.of("pair", Kind.SNAPSHOT, "For the test.", "a STRING, b STRING");
  private static final Table NUMBER =
      Table.of("number", Kind.SNAPSHOT, "For the test.", "x DOUBLE");
  private static final Table BAG =
      Table.of("bag", Kind.SNAPSHOT, "For the test.", "m MAP<STRING, DOUBLE>");
  private static final Table LIST =
      Table.of("list", Kind.SNAPSHOT, "For the test.", "l ARRAY<DOUBLE>");

  @Test
  void does_not_depend_on_row_order_column_order_or_partitioning() {
    var rows = pairs("a | b\nc | d\ne | f");
    var turned = pairs("e | f\na | b\nc | d").repartition(3).select("b", "a");
    assertThat(of(PAIR, turned)).isEqualTo(of(PAIR, rows)).startsWith("3:");
  }

  @Test
  void leaves_out_columns_that_are_not_in_the_catalogue() {
    var rows = pairs("a | b");
    var stamped = rows.selectExpr("*", "'run-1' as run_id", "date'2017-01-01' as as_of");
    assertThat(of(PAIR, stamped)).isEqualTo(of(PAIR, rows));
  }

  @Test
  void leaves_out_when_a_row_was_recorded_also_where_a_table_shows_it() {
    var table =
        Table.of(
            "pair",
            Kind.EVENT,
            "Pairs with the moment they were learned.",
            "a STRING, b STRING, recorded_at TIMESTAMP",
            "a");
    var one = pairs("a | b").selectExpr("*", "timestamp'2025-01-01 12:00:00' recorded_at");
    var other = pairs("a | b").selectExpr("*", "timestamp'2025-01-02 12:00:00' recorded_at");
    assertThat(of(table, one)).isEqualTo(of(table, other)).isEqualTo(of(PAIR, pairs("a | b")));
  }

  @Test
  void differs_when_the_content_differs() {
    assertThat(of(PAIR, pairs("a | b"))).isNotEqualTo(of(PAIR, pairs("a | c")));
    assertThat(of(PAIR, pairs("a | b"))).isNotEqualTo(of(PAIR, pairs("b | a")));
    assertThat(of(PAIR, pairs("a | b"))).isNotEqualTo(of(PAIR, pairs("a | b\na | b")));
  }

  @Test
  void a_null_in_another_column_is_other_content() {
    assertThat(of(PAIR, pairs("a |  "))).isNotEqualTo(of(PAIR, pairs("  | a")));
  }

  @Test
  void a_null_is_not_an_empty_text() {
    var empty = "'' as a, 'x' as b";
    assertThat(of(PAIR, select(empty))).isNotEqualTo(of(PAIR, pairs(" | x")));
  }

  @Test
  void no_rows_have_a_checksum() {
    assertThat(of(PAIR, pairs("a | b").limit(0))).isEqualTo("0:0");
  }

  @Test
  void minus_zero_is_zero_and_every_nan_the_same() {
    assertThat(number("-0D")).isEqualTo(number("0D"));
    assertThat(number("-0.0000001D")).isEqualTo(number("0D"));
    assertThat(number("cast('NaN' as double)")).isEqualTo(number("-cast('NaN' as double)"));
    assertThat(number("cast('NaN' as double)")).isNotEqualTo(number("cast(null as double)"));
    assertThat(number("cast('Infinity' as double)")).isNotEqualTo(number("cast('NaN' as double)"));
  }

  @Test
  void doubles_count_to_six_decimals() {
    assertThat(number("0.1234561D")).isEqualTo(number("0.1234559D"));
    assertThat(number("0.123456D")).isNotEqualTo(number("0.123457D"));
    assertThat(number("0.1D + 0.2D")).isEqualTo(number("0.3D"));
  }

  @Test
  void the_entries_of_a_map_have_no_order() {
    assertThat(bag("map('a', 1D, 'b', 2D)")).isEqualTo(bag("map('b', 2.00000001D, 'a', 1D)"));
    assertThat(bag("map('a', 1D, 'b', 2D)")).isNotEqualTo(bag("map('a', 2D, 'b', 1D)"));
    assertThat(bag("map('a', 1D)")).isNotEqualTo(bag("map('a', 1D, 'b', null)"));
    assertThat(bag("null")).isNotEqualTo(bag("map()"));
    assertThat(bag("map('a', -0D)")).isEqualTo(bag("map('a', 0D)"));
  }

  @Test
  void the_elements_of_an_array_have_an_order() {
    assertThat(list("array(1D, 2D)")).isEqualTo(list("array(1.00000001D, 2D)"));
    assertThat(list("array(1D, 2D)")).isNotEqualTo(list("array(2D, 1D)"));
    assertThat(list("null")).isNotEqualTo(list("array()"));
  }

  @Test
  void many_rows_do_not_overflow() {
    var rows = Sessions.shared().range(10_000).selectExpr("'same' as a", "'same' as b");
    var one = Long.parseLong(of(PAIR, select("'same' as a, 'same' as b")).split(":")[1]);
    var expected = BigInteger.valueOf(one).multiply(BigInteger.valueOf(10_000));
    assertThat(expected.bitLength()).isGreaterThan(64);
    assertThat(of(PAIR, rows)).isEqualTo("10000:" + expected);
  }

  private static String number(String x) {
    return of(NUMBER, select(x + " as x"));
  }

  private static String bag(String m) {
    return of(BAG, select("cast(%s as map<string, double>) as m".formatted(m)));
  }

  private static String list(String l) {
    return of(LIST, select("cast(%s as array<double>) as l".formatted(l)));
  }

  private static Dataset<Row> select(String columns) {
    return Sessions.shared().sql("select " + columns);
  }

  private static Dataset<Row> pairs(String lines) {
    return TextTable.rows("a STRING | b STRING\n" + lines);
  }

  private static String of(Table table, Dataset<Row> rows) {
    return Checksum.of(table, rows).first().getAs("checksum");
  }
}
