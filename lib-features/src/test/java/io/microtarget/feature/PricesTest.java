package io.microtarget.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.source.SourceTables;
import io.microtarget.testing.Sessions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The examples of conf/reference.conf about prices and special offers, in the whole engine. */
class PricesTest {
  private static final Dimension RIVALS =
      new Dimension(
          "purchase",
          "product",
          Map.of("product_id", "product_id"),
          Map.of("minus_rival_price", "-least(price, coalesce(sale_price, price))"),
          Optional.of("seller is not null"),
          Optional.of("event_date"),
          Optional.of("event_date"),
          Optional.of(14));

  private static final Dimension SPECIALS =
      new Dimension(
          "purchase",
          "promotion",
          Map.of("product_id", "product_id", "place_id", "place_id"),
          Map.of("special_until", "coalesce(ends_on, starts_on)", "special_price", "price"),
          Optional.empty(),
          Optional.of("event_date"),
          Optional.of("starts_on"),
          Optional.empty());

  @AfterEach
  void clear() {
    Sessions.shared().catalog().clearCache();
  }

  @Test
  void prices_and_special_offers_are_those_of_the_day_of_each_purchase() {
    var given =
        new Given()
            .rows(
                SourceTables.PURCHASE,
                """
                record_id STRING | product_id STRING | place_id STRING | unit_price DECIMAL(18,4) | amount DECIMAL(18,2) | event_date DATE
                a | tea  | n | 3.00 | 3.00 | 2020-02-03
                a | tea  | n | 2.00 | 4.00 | 2020-02-09
                a | tea  | n | 3.00 | 3.00 | 2020-02-10
                b | tea  | n | 2.00 | 2.00 | 2020-02-04
                b | tea  | s | 3.00 | 3.00 | 2020-03-01
                """)
            .rows(
                SourceTables.PRODUCT,
                """
                product_id STRING | seller STRING | price DECIMAL(18,2) | sale_price DECIMAL(18,2) | event_date DATE
                tea | x | 4.00 |      | 2020-02-01
                tea | y | 5.00 | 3.00 | 2020-02-01
                tea |   | 1.00 |      | 2020-02-01
                tea | x | 2.00 |      | 2020-02-09
                tea | x | 1.00 |      | 2020-03-01
                """)
            .rows(
                SourceTables.PROMOTION,
                """
                product_id STRING | place_id STRING | starts_on DATE | ends_on DATE | price DECIMAL(18,2)
                tea | n | 2020-02-04 | 2020-02-09 | 2.00
                tea | s | 2020-02-04 | 2020-02-09 | 2.00
                """)
            .dimension("rivals", RIVALS)
            .dimension("specials", SPECIALS)
            .own(
                "against_rivals",
                "from=purchase; aggregate=avg; of=try_divide(unit_price, -minus_rival_price); windows-days=28")
            .own(
                "special",
                "from=purchase; aggregate=share; where=special_until >= event_date; windows-days=28")
            .own(
                "special_lately",
                "from=purchase; aggregate=days-since-last; where=special_until >= event_date")
            .derived("only_special", "purchase__special__share__28d = 1")
            .derived(
                "special_active",
                "coalesce(purchase__special_lately__days_since_last__all <= 21, false)");

    // a pays 3 against 3, 2 against 2, 3 against 2; b pays 2 against 3.
    assertThat(given.features("2020-03-01"))
        .containsExactly(
            "a only_special=0.0 purchase__against_rivals__avg__28d=1.166667"
                + " purchase__special__share__28d=0.333333"
                + " purchase__special_lately__days_since_last__all=21.0 special_active=1.0",
            "b only_special=1.0 purchase__against_rivals__avg__28d=0.666667"
                + " purchase__special__share__28d=1.0"
                + " purchase__special_lately__days_since_last__all=26.0 special_active=0.0");
  }
}
