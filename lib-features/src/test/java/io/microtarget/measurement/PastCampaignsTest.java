package io.microtarget.measurement;

import static io.microtarget.identity.IdentityTables.LINK;
import static io.microtarget.measurement.MeasurementTables.PAST_CAMPAIGN;
import static io.microtarget.scoring.ScoringTables.BACKTEST_SCORE;
import static io.microtarget.source.SourceTables.CAMPAIGN;
import static io.microtarget.source.SourceTables.PURCHASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.table.Clocks;
import io.microtarget.table.Table;
import io.microtarget.testing.TextTable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class PastCampaignsTest {
  private static final Dataset<Row> BACKTEST =
      TextTable.rows(
          """
          model STRING | subject_id STRING | campaign_id STRING | decile INT | outcome BOOLEAN
          coupon       | a                 | spring             | 1          | true
          coupon       | b                 | spring             | 1          | false
          coupon       | c                 | spring             | 2          | false
          coupon       | a                 | summer             | 1          | true
          coupon       | a                 | winter             | 1          | true
          coupon       | d                 | spring             | 2          |
          other        | e                 | spring             | 1          | true
          """);
  private static final Dataset<Row> CAMPAIGNS =
      TextTable.rows(
          """
          campaign_id STRING | campaign_type STRING | starts_on DATE | ends_on DATE
          spring             | A                    | 2024-03-29     | 2024-04-07
          spring             | A                    | 2024-03-29     | 2024-04-07
          summer             | B                    | 2024-06-01     | 2024-06-05
          winter             | B                    | 2024-12-01     | 2024-12-31
          """);
  private static final Dataset<Row> LINKS =
      TextTable.rows(
          """
          record_id STRING | subject_id STRING
          a2               | a
          """);
  private static final Dataset<Row> PURCHASES =
      TextTable.rows(
          """
          record_id STRING | event_date DATE | amount DECIMAL(18,2)
          a                | 2024-02-29      | 999.00
          a                | 2024-03-01      | 28.00
          a                | 2024-03-28      | 28.00
          a                | 2024-03-29      | 10.00
          a2               | 2024-04-07      | 20.00
          a                | 2024-04-08      | 999.00
          a                |                 | 999.00
                           | 2024-04-01      | 999.00
          b                | 2024-03-10      | 14.00
          a                | 2024-06-05      | 5.00
          z                | 2024-03-30      | 999.00
          """);

  @Test
  void describes_closed_campaigns_by_decile_with_all_deciles_and_all_campaigns() {
    // Wilson intervals by hand: 1 of 1, 1 of 2, 0 of 1, 1 of 3, 2 of 3, 2 of 4.
    assertThat(TextTable.lines(past(BACKTEST, "2024-12-31")))
        .containsExactly(
            "all|all|0|4|2|0.5|0.150039|0.849961|0.625|1.0",
            "all|all|1|3|2|0.666667|0.20766|0.938508|0.833333|1.333333",
            "all|all|2|1|0|0.0|0.0|0.793451|0.0|0.0",
            "spring|A|0|3|1|0.333333|0.061492|0.79234|0.833333|1.0",
            "spring|A|1|2|1|0.5|0.094531|0.905469|1.25|1.5",
            "spring|A|2|1|0|0.0|0.0|0.793451|0.0|0.0",
            "summer|B|0|1|1|1.0|0.206549|1.0|0.0|1.0",
            "summer|B|1|1|1|1.0|0.206549|1.0|0.0|1.0");
  }

  @Test
  void takes_a_campaign_in_on_the_day_after_its_last() {
    assertThat(campaigns("2024-04-07")).isEmpty();
    assertThat(campaigns("2024-04-08")).containsExactly("all", "spring");
    assertThat(campaigns("2025-01-01")).containsExactly("all", "spring", "summer", "winter");
  }

  @Test
  void makes_an_empty_table_from_an_empty_backtest() {
    assertThat(past(BACKTEST.limit(0), "2024-12-31").isEmpty()).isTrue();
  }

  private static List<String> campaigns(String asOf) {
    return past(BACKTEST, asOf).select("campaign_id").distinct().collectAsList().stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  /** Through the stage, so that the result is conformed to the catalogue too. */
  private static Dataset<Row> past(Dataset<Row> backtest, String asOf) {
    Map<Table, Dataset<Row>> tables =
        Map.of(BACKTEST_SCORE, backtest, CAMPAIGN, CAMPAIGNS, PURCHASE, PURCHASES, LINK, LINKS);
    var clocks = new Clocks(LocalDate.parse(asOf), Instant.EPOCH, ZoneId.of("UTC"));
    return PastCampaigns.stage("coupon", clocks).run(tables::get).get(PAST_CAMPAIGN);
  }
}
