package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.microtarget.testing.Sessions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The wholesaler on its real files, taken from {@code -Dretail.data=FOLDER} or from {@code
 * ../shared/data/online-retail}; without them it is skipped, and says so.
 */
class RetailIT {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final int LINES = 541_909;

  @TempDir static Path folder;
  private static JsonNode result;

  @BeforeAll
  static void runs() {
    var data =
        Path.of(
            System.getProperty(
                "retail.data", ROOT.resolveSibling("shared/data/online-retail").toString()));
    assumeTrue(
        Files.exists(data.resolve("retail-by-day.tar.gz")),
        "skipped: no retail-by-day.tar.gz in " + data + "; conf/retail.conf says where it is from");
    // Hundreds of thousands of rows: here compiled plans pay.
    compile("true", "FALLBACK");
    result =
        Command.run(
                "run",
                "--config",
                ROOT.resolve("conf/retail.conf").toString(),
                "--set",
                "data=" + data,
                "--set",
                "lake.root=" + folder.resolve("lake"))
            .ok()
            .json();
  }

  @AfterAll
  static void small_tables_again() {
    compile("false", "NO_CODEGEN");
  }

  @Test
  void every_line_of_305_files_is_kept_but_three_that_write_off_a_debt() {
    assertThat(count("lines", "in")).isEqualTo(LINES);
    assertThat(count("lines", "kept")).isEqualTo(LINES - 3);
    assertThat(count("lines", "filtered")).isEqualTo(3);
    for (var source : result.get("sources")) {
      assertThat(source.get("quarantined").asInt()).isZero();
    }
    assertThat(count("seasons", "kept")).isEqualTo(5);
  }

  @Test
  void lines_without_a_customer_and_cancellations_are_purchases_too() {
    var purchases = table("purchase");
    // 135,080 lines without a customer; the three debts are among them.
    assertThat(purchases.where("record_id is null").count()).isEqualTo(135_077);
    assertThat(purchases.select("record_id").distinct().count()).isEqualTo(4_372 + 1);
    var cancelled = purchases.where("line_type = 'cancellation'");
    assertThat(cancelled.count()).isEqualTo(9_288);
    assertThat(cancelled.where("quantity >= 0 or amount > 0").count()).isZero();
    // The sum over the file of quantity times price, each line rounded to pence.
    assertThat(purchases.selectExpr("cast(sum(amount) as double)").first().getDouble(0))
        .isBetween(9_758_800.0, 9_758_820.0);
  }

  @Test
  void customers_come_from_37_countries() {
    assertThat(table("party").selectExpr("attributes['country']").distinct().count()).isEqualTo(37);
  }

  @Test
  void says_who_buys_again_within_90_days_as_well_as_recency_frequency_and_value_do() {
    assertThat(metric("repeat_backtest_contacts")).isEqualTo(1_944);
    assertThat(metric("repeat_backtest_responders")).isEqualTo(1_319);
    assertThat(metric("repeat_backtest_auc")).isGreaterThanOrEqualTo(0.74);
    assertThat(metric("repeat_backtest_auc_low")).isGreaterThanOrEqualTo(0.72);
    assertThat(metric("repeat_backtest_auc_difference_high")).isPositive();
  }

  private static void compile(String wholeStage, String mode) {
    Sessions.shared().conf().set("spark.sql.codegen.wholeStage", wholeStage);
    Sessions.shared().conf().set("spark.sql.codegen.factoryMode", mode);
  }

  private static Dataset<Row> table(String name) {
    return Sessions.shared().read().format("delta").load(folder.resolve("lake/" + name).toString());
  }

  private static int count(String source, String what) {
    return result.at("/sources/%s/%s".formatted(source, what)).asInt();
  }

  private static double metric(String name) {
    assertThat(result.get("metrics").has(name)).as(name).isTrue();
    return result.get("metrics").get(name).asDouble();
  }
}
