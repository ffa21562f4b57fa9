package io.microtarget.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.source.SourceTables;
import io.microtarget.table.SettingsError;
import io.microtarget.testing.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class DimensionJoinTest {
  private static final String KEY = "features.dimensions.prices";

  private static final Dataset<Row> BOUGHT =
      TextTable.rows(
          """
          basket_id STRING | product_id STRING | event_date DATE
          1 | tea  | 2020-01-09
          2 | tea  | 2020-01-10
          3 | tea  | 2020-01-23
          4 | tea  | 2020-01-24
          5 | tea  | 2020-01-25
          6 | tea  |
          7 |      | 2020-01-10
          8 | salt | 2020-01-10
          9 | tea  | 2020-01-10
          """);

  private static final Dataset<Row> PRICES =
      TextTable.rows(
          """
          product_id STRING | seller STRING | price DECIMAL(18,2) | event_date DATE
          tea  | x | 2.00 | 2020-01-10
          tea  | y | 1.50 | 2020-01-24
          tea  | x | 1.70 | 2020-01-24
          tea  |   | 9.00 | 2020-01-23
          salt | x | 0.50 | 2020-03-01
               | x | 7.00 | 2020-01-01
          """);

  private static Dimension prices(Optional<Integer> daysToLive) {
    return new Dimension(
        "purchase",
        "product",
        Map.of("product_id", "product_id"),
        Map.of("rival_price", "price"),
        Optional.of("seller is not null"),
        Optional.of("event_date"),
        Optional.of("event_date"),
        daysToLive);
  }

  private static List<String> joined(Dimension dimension, Dataset<Row> from) {
    var rows =
        DimensionJoin.of(KEY, dimension, BOUGHT, from, BOUGHT, Set.of("rival_price"))
            .select("basket_id", "rival_price");
    return TextTable.lines(rows);
  }

  @Test
  void the_price_of_a_day_is_that_of_a_purchase_of_the_day_and_none_comes_before_its_day() {
    assertThat(joined(prices(Optional.empty()), PRICES))
        .containsExactly(
            "1|null", "2|2.00", "3|2.00", "4|1.70", "5|1.70", "6|null", "7|null", "8|null",
            "9|2.00");
  }

  @Test
  void a_price_lives_so_many_days_after_its_own_the_last_one_included() {
    var old = PRICES.where("event_date < '2020-01-24'");

    assertThat(joined(prices(Optional.of(14)), old))
        .containsExactly(
            "1|null", "2|2.00", "3|2.00", "4|2.00", "5|null", "6|null", "7|null", "8|null",
            "9|2.00");
    assertThat(joined(prices(Optional.of(13)), old)).contains("3|2.00", "4|null");
  }

  @Test
  void several_rows_of_a_key_and_day_give_the_greatest_in_whatever_order_they_stand() {
    var other = PRICES.orderBy(org.apache.spark.sql.functions.col("price").desc());

    assertThat(joined(prices(Optional.empty()), other))
        .isEqualTo(joined(prices(Optional.empty()), PRICES))
        .contains("4|1.70")
        .hasSize(9);
  }

  @Test
  void rows_without_a_day_were_always_there_but_live_in_no_time_to_live() {
    var undated =
        TextTable.rows(
            """
            product_id STRING | seller STRING | price DECIMAL(18,2) | event_date DATE
            tea | x | 3.00 |
            tea | x | 2.00 | 2020-01-10
            """);

    assertThat(joined(prices(Optional.empty()), undated)).contains("1|3.00", "2|2.00", "6|null");
    assertThat(joined(prices(Optional.of(14)), undated)).contains("1|null", "2|2.00");
  }

  @Test
  void rows_about_somebody_count_from_the_day_after_theirs() {
    var purchases =
        TextTable.rows(
            """
            basket_id STRING | record_id STRING | event_date DATE
            1 | a | 2020-01-10
            2 | a | 2020-01-11
            3 | a | 2020-01-12
            4 | a | 2020-01-13
            5 | b | 2020-01-13
            """);
    var firms =
        TextTable.rows(
            """
            record_id STRING | employees BIGINT | event_date DATE
            a | 7 | 2020-01-10
            a | 8 | 2020-01-11
            """);
    var dimension =
        new Dimension(
            "purchase",
            "account",
            Map.of("record_id", "record_id"),
            Map.of("staff", "employees"),
            Optional.empty(),
            Optional.of("event_date"),
            Optional.of("event_date"),
            Optional.of(1));

    var rows = DimensionJoin.of(KEY, dimension, purchases, firms, purchases, Set.of("staff"));

    assertThat(TextTable.lines(rows.select("basket_id", "staff")))
        .containsExactly("1|null", "2|7", "3|8", "4|null", "5|null");
  }

  @Test
  void a_day_is_joined_by_equal_keys_only_and_no_row_becomes_two() {
    var rows =
        DimensionJoin.of(
            KEY, prices(Optional.of(14)), BOUGHT, PRICES, BOUGHT, Set.of("rival_price"));

    assertThat(rows.columns())
        .containsExactly("basket_id", "product_id", "event_date", "rival_price");
    assertThat(rows.queryExecution().executedPlan().toString())
        .contains("BroadcastHashJoin")
        .doesNotContain("NestedLoop")
        .doesNotContain("Cartesian");
    assertThat(rows.count()).isEqualTo(BOUGHT.count());
  }

  @Test
  void it_agrees_with_looking_at_every_pair_of_rows() {
    var random = new Random(8);
    var bought = new ArrayList<String>();
    var fed = new ArrayList<String>();
    for (int i = 0; i < 300; i++) {
      bought.add("%d | p%d | %s".formatted(i, random.nextInt(5), day(random.nextInt(90))));
      fed.add("p%d | x | %d | %s".formatted(random.nextInt(5), i, day(random.nextInt(90))));
    }
    var rows =
        TextTable.rows("basket_id INT | product_id STRING | event_date DATE\n" + lines(bought));
    var from =
        TextTable.rows(
            "product_id STRING | seller STRING | price DECIMAL(18,2) | event_date DATE\n"
                + lines(fed.subList(0, 100)));
    rows.createOrReplaceTempView("as_of_rows");
    from.createOrReplaceTempView("as_of_from");
    var expected =
        rows.sparkSession()
            .sql(
                """
                select basket_id,
                  (select max_by(price, struct(f.event_date, f.price)) from as_of_from f
                   where f.product_id = r.product_id and f.event_date <= r.event_date
                     and f.event_date >= date_sub(r.event_date, 5)) as price
                from as_of_rows r
                """);

    var found =
        DimensionJoin.of(KEY, prices(Optional.of(5)), rows, from, rows, Set.of("rival_price"));

    assertThat(TextTable.lines(found.select("basket_id", "rival_price")))
        .isEqualTo(TextTable.lines(expected));
  }

  @Test
  void a_declaration_that_cannot_be_joined_is_refused_by_name() {
    assertThatThrownBy(
            () ->
                new Dimension(
                    "purchase",
                    "product",
                    Map.of("product_id", "product_id"),
                    Map.of("x", "price"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("event_date"),
                    Optional.empty()))
        .hasMessage("at and since must be given together");
    assertThatThrownBy(() -> prices(Optional.of(0)))
        .hasMessage("days-to-live must be at least 1, not 0; leave it out for ever");
    assertThatThrownBy(
            () ->
                new Dimension(
                    "purchase",
                    "product",
                    Map.of("product_id", "product_id"),
                    Map.of("x", "price"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(3)))
        .hasMessage("days-to-live needs at and since");
    assertThat(
            new Dimension(
                    "purchase",
                    "product",
                    Map.of("product_idd", "product_id"),
                    Map.of("x", "pric"),
                    Optional.of("seler = 'x'"),
                    Optional.of("event_dat"),
                    Optional.of("event_time_"),
                    Optional.empty())
                .problems(KEY, SourceTables.PURCHASE.columns(), SourceTables.PRODUCT.columns()))
        .containsExactly(
            KEY
                + ".keys: expression `product_idd`: no column `product_idd`; did you mean `product_id`?",
            KEY + ".columns.x: expression `pric`: no column `pric`; did you mean `price`?",
            KEY + ".where: expression `seler = 'x'`: no column `seler`; did you mean `seller`?",
            KEY + ".at: expression `event_dat`: no column `event_dat`; did you mean `event_date`?",
            KEY
                + ".since: expression `event_time_`: no column `event_time_`; did you mean `event_time`?");
  }

  @Test
  void a_day_that_is_no_date_is_refused() {
    var dimension =
        new Dimension(
            "purchase",
            "product",
            Map.of("product_id", "product_id"),
            Map.of("rival_price", "price"),
            Optional.empty(),
            Optional.of("event_date"),
            Optional.of("price"),
            Optional.empty());

    assertThatThrownBy(() -> joined(dimension, PRICES))
        .isInstanceOf(SettingsError.class)
        .hasMessage(KEY + ".since: expression `price`: must be a date, not DECIMAL(18,2)");
  }

  private static String day(int number) {
    return java.time.LocalDate.of(2020, 1, 1).plusDays(number).toString();
  }

  private static String lines(List<String> lines) {
    return lines.stream().collect(Collectors.joining("\n"));
  }
}
