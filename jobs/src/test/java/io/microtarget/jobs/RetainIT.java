package io.microtarget.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.testing.Sessions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kiosk whose rows get too old: purchases of six days in December, customers of today. */
class RetainIT {
  private static final LocalDate LAST = LocalDate.parse("2024-12-06");
  private static final int DAYS = 1_095;
  private static final String QUANTITY = "sources.bons.contract.quantity.retention-days=30";
  private static final String BASKET = "sources.bons.contract.basket-id.retention-days=30";

  @TempDir Path folder;

  private Kiosk kiosk;

  @Test
  void rows_and_values_go_the_day_after_their_last() throws IOException {
    kiosk = Kiosk.in(folder).deliver(1);
    kiosk.run("run", "--as-of", "2025-01-03", "--set", "features.history-months=1").ok();
    assertThat(moments()).containsExactly("2025-01-01");
    var today = LocalDate.now(ZoneId.of("Europe/Berlin"));
    var all = rows("purchase").count();
    assertThat(all).isGreaterThan(100);

    // A column goes before its row.
    var last = LAST.plusDays(30);
    assertThat(retain(last, "--dry-run", "--set", QUANTITY))
        .contains("values of quantity of bons (purchase.quantity: 30 days)")
        .contains("would remove what was too old on " + last);
    assertThat(rows("purchase").where("quantity is null").count()).isZero();
    retain(last, "--set", QUANTITY, "--set", BASKET);
    assertThat(rows("purchase").where("quantity is null").count()).isGreaterThan(0);
    assertThat(
            rows("purchase")
                .where(col("event_date").equalTo(LAST.toString()).and(col("quantity").isNull()))
                .count())
        .isZero();
    assertThat(rows("purchase").count()).isEqualTo(all);

    // Of the publication, too, which holds rows of journeys.
    var ofLast = col("event_date").equalTo(LAST.toString());
    assertThat(rows("touchpoint").where("basket_id is null").where(ofLast).count()).isZero();
    assertThat(rows("touchpoint").where("basket_id is not null").where(not(ofLast)).count())
        .isZero();
    assertThat(rows("touchpoint").where(not(ofLast)).count()).isPositive();

    // Then the rows, and the clear ids that only they stood for.
    retain(LAST.plusDays(DAYS));
    assertThat(rows("touchpoint").where(not(ofLast)).count()).isZero();
    assertThat(rows("touchpoint").where(ofLast).count()).isPositive();
    assertThat(rows("purchase").count())
        .isPositive()
        .isEqualTo(rows("purchase").where(col("event_date").equalTo(LAST.toString())).count());
    var said = retain(LAST.plusDays(DAYS + 1));
    assertThat(said)
        .contains("rows of bons (purchase: 1,095 days)", "vault")
        .doesNotContain("K1-", "555-");
    assertThat(rows("purchase").count()).isZero();
    assertThat(rows("touchpoint").count()).isZero();
    assertThat(rows("feature").count()).as("the publication is there still").isPositive();
    // A line that broke a rule tells no day but the one it came.
    assertThat(rows("vault").where("source = 'bons' and field <> 'quarantined_row'").count())
        .isZero();
    assertThat(rows("vault").where("source = 'bons'").count()).isOne();
    assertThat(sources("party")).containsExactly("kunden");

    // A moment goes before the publication it stands in, which counts its rows anew.
    retain(LocalDate.parse("2025-01-01").plusDays(DAYS));
    assertThat(moments()).containsExactly("2025-01-01");
    assertThat(retain(LocalDate.parse("2025-01-02").plusDays(DAYS)))
        .contains("feature_history", "moments made from rows of at most 1,095 days");
    assertThat(moments()).isEmpty();
    assertThat(rows("feature").count()).isPositive();
    assertThat(Published.whole(kiosk.lake())).isPresent();

    // Customers have no day of their own: they count from when the lake learned them.
    retain(today.plusDays(DAYS + 1));
    assertThat(rows("party").count()).isZero();
    assertThat(rows("link").count()).isZero();
    assertThat(rows("vault").count()).isZero();
    assertThat(Traces.of(kiosk.lake(), List.of("555-1-", "K1-01", "falsch"))).isEmpty();
  }

  private String retain(LocalDate asOf, String... more) {
    var arguments =
        Stream.concat(Stream.of("--as-of", asOf.toString()), Stream.of(more))
            .toArray(String[]::new);
    return kiosk.run("retain", arguments).ok().out();
  }

  private List<String> moments() {
    return rows("feature_history").select("moment").distinct().collectAsList().stream()
        .map(row -> row.getDate(0).toString())
        .toList();
  }

  private List<String> sources(String table) {
    return rows(table).select("source").distinct().collectAsList().stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  private Dataset<Row> rows(String table) {
    return Sessions.shared().read().format("delta").load(kiosk.lake().resolve(table).toString());
  }
}
