package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.microtarget.jobs.settings.Loader;
import io.microtarget.pipeline.Pipeline;
import io.microtarget.pipeline.Settings;
import io.microtarget.table.DataError;
import io.microtarget.testing.Sessions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job on its real input. Fetches the public data set once into the folder the first
 * command uses; without a network and without the data it is skipped, and says so.
 */
class GroceryIT {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final String CONFIG = ROOT.resolve("conf/grocery.conf").toString();
  private static final String DATA = ROOT.resolve("data/grocery").toString();

  @TempDir static Path lake;
  private static JsonNode result;

  @BeforeAll
  static void runs_the_last_date() throws Exception {
    // Millions of rows: here compiled plans pay.
    compile("true", "FALLBACK");
    var settings = Loader.load(CONFIG, Map.of("data", DATA), Settings.class);
    try {
      settings.fetch().values().forEach(f -> Download.ensure(f, line -> {}));
    } catch (DataError e) {
      abort("skipped: the public data set cannot be fetched here: " + e.getMessage());
    }
    result = run();
  }

  @AfterAll
  static void small_tables_again() {
    compile("false", "NO_CODEGEN");
  }

  @Test
  void keeps_every_row_of_all_eight_tables() {
    var kept = new java.util.TreeMap<String, Long>();
    result.get("sources").fields().forEachRemaining(s -> kept.put(s.getKey(), kept(s.getValue())));
    assertThat(kept)
        .isEqualTo(
            Map.of(
                "receipts", 1_469_307L,
                "people", 801L,
                "goods", 92_331L,
                "shelves", 20_940_529L,
                "campaigns", 27L,
                "coupons", 116_204L,
                "mailings", 6_589L,
                "redeemed", 2_102L));
  }

  @Test
  void trains_before_the_cut_and_tests_after_it() {
    assertThat(metric("coupon_selection_contacts")).isEqualTo(2_850);
    assertThat(metric("coupon_selection_responders")).isEqualTo(279);
    assertThat(metric("coupon_backtest_contacts")).isEqualTo(1_877);
    assertThat(metric("coupon_backtest_responders")).isEqualTo(284);
  }

  @Test
  void ranks_later_contacts_at_least_as_well_as_the_simple_regression() {
    assertThat(metric("coupon_backtest_auc")).isGreaterThanOrEqualTo(0.82);
    assertThat(metric("coupon_backtest_auc_low")).isLessThan(metric("coupon_backtest_auc"));
    assertThat(metric("coupon_backtest_auc_difference_high")).isPositive();
    assertThat(metric("coupon_backtest_auc_difference")).isPositive();
  }

  @Test
  void stays_inside_budget_and_publishes_every_table() {
    assertThat(metric("waterfall_population")).isEqualTo(2_469);
    assertThat(metric("waterfall_exported") * 0.70).isLessThanOrEqualTo(500.0);
    assertThat(result.get("checksums")).hasSameSizeAs(Pipeline.published());
  }

  /** Another program computed them from the raw files: features/grocery.sql. */
  @Test
  void features_equal_an_independent_computation_at_two_dates() {
    var features =
        new GroceryFeatures(
            CONFIG, Map.of("data", DATA, "lake.root", lake.resolve("grocery").toString()));
    assertThat(features.names()).hasSizeGreaterThan(55);
    assertThat(features.publishedNames()).hasSizeGreaterThan(50);
    assertThat(features.publishedDifferences()).isEmpty();
    assertThat(features.differences(LocalDate.parse("2017-07-01"))).isEmpty();
  }

  /** Of all households, at the moments of four months, of contacts and of candidates. */
  @Test
  void no_feature_changes_when_the_future_is_removed() {
    var day = LocalDate.parse("2017-07-01");
    var lakeOfRun = lake.resolve("grocery").toString();
    var again =
        new FeaturesAgain(
            CONFIG, Map.of("data", DATA, "lake.root", lakeOfRun, "features.history-months", "3"));
    var knownAt = Instant.parse(result.get("known_at").asText());
    var compared =
        FeaturesAgain.compared(
            again.of(day, knownAt), again.of(day, knownAt, FeaturesAgain.before(day)));
    System.err.println("grocery without its future: " + compared);
    assertThat(compared.numbers()).isGreaterThan(3_000_000);
    assertThat(compared.differing()).isZero();
    Sessions.shared().catalog().clearCache();
  }

  private static void compile(String wholeStage, String mode) {
    Sessions.shared().conf().set("spark.sql.codegen.wholeStage", wholeStage);
    Sessions.shared().conf().set("spark.sql.codegen.factoryMode", mode);
  }

  private static JsonNode run() throws Exception {
    var out = new ByteArrayOutputStream();
    var before = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    int code;
    try {
      code =
          Run.execute(
              "run",
              "--config",
              CONFIG,
              "--as-of",
              "2018-01-01",
              "--set",
              "data=" + DATA,
              "--set",
              "lake.root=" + lake.resolve("grocery"));
    } finally {
      System.setOut(before);
    }
    var text = out.toString(StandardCharsets.UTF_8).strip();
    assertThat(code).as(text).isZero();
    return new ObjectMapper().readTree(text.substring(text.lastIndexOf('\n') + 1));
  }

  private static long kept(JsonNode source) {
    assertThat(source.get("in")).isEqualTo(source.get("kept"));
    return source.get("kept").asLong();
  }

  private static double metric(String name) {
    return result.get("metrics").get(name).asDouble();
  }
}
