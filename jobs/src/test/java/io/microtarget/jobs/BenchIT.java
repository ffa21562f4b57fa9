package io.microtarget.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_distinct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.microtarget.source.SourceTables;
import io.microtarget.testing.Sessions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The benchmark's business on files of its layout: three sources of persons linked by exact keys,
 * and the folder its judge reads.
 */
class BenchIT {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @TempDir static Path folder;
  private static final String CONFIG = ROOT + "/conf/bench.conf";
  private static final LocalDate AS_OF = LocalDate.parse("2025-06-30");

  /** In the midst of the steps. */
  private static final LocalDate DAY = LocalDate.parse("2025-06-04");

  private static Path work;
  private static JsonNode result;

  @BeforeAll
  static void runs_and_exports() throws IOException {
    BenchFiles.write(folder.resolve("data"));
    work = folder.resolve("work");
    result = run("run").ok().json();
    run("bench-export", "--out", work.toString()).ok();
  }

  @Test
  void every_raw_row_is_accounted_for() {
    assertThat(kept("crm")).isEqualTo(BenchFiles.PERSONS + BenchFiles.DUPLICATES);
    assertThat(kept("loyalty")).isEqualTo(BenchFiles.CARDS);
    assertThat(kept("shop")).isEqualTo(BenchFiles.ACCOUNTS);
    assertThat(result.at("/sources/events/duplicates").asInt()).isEqualTo(BenchFiles.PERSONS / 50);
    assertThat(kept("treated") + kept("control") + kept("held-out") + kept("earlier"))
        .isEqualTo(BenchFiles.CAMPAIGNS * BenchFiles.PERSONS);
    result.get("sources").forEach(source -> assertThat(source.get("quarantined").asInt()).isZero());
  }

  @Test
  void records_of_a_person_are_linked_across_sources_and_no_placeholder_links_others() {
    var identity = exported("identity.parquet");
    assertThat(identity.count())
        .isEqualTo(
            BenchFiles.PERSONS + BenchFiles.DUPLICATES + BenchFiles.CARDS + BenchFiles.ACCOUNTS);
    assertThat(identity.agg(count_distinct(col("person_key"))).first().getLong(0))
        .isEqualTo(BenchFiles.PERSONS);
    var keys = keys();
    assertThat(keys.get("crm/" + BenchFiles.crmId(60)))
        .isEqualTo(keys.get("crm/" + BenchFiles.crmId(BenchFiles.PERSONS + 3)))
        .isEqualTo(keys.get("shop/" + BenchFiles.user(60)))
        .isEqualTo(keys.get("loyalty/9800000000060"));
  }

  @Test
  void what_each_source_knows_meets_in_one_row_of_features() {
    var features = exported("features.parquet");
    assertThat(features.count()).isEqualTo(BenchFiles.PERSONS);
    assertThat(features.columns()).hasSizeGreaterThan(46);
    var person =
        features
            .where(col("person_key").equalTo(keys().get("crm/" + BenchFiles.crmId(60))))
            .first();
    // Two records in the CRM, a card, an account.
    assertThat(number(person, "party__records__count__all")).isEqualTo(4);
    // A receipt by card and an order by account; the receipt of the 30th has not happened yet.
    assertThat(number(person, "purchase__purchases__count__all")).isEqualTo(2);
    assertThat(number(person, "purchase__spend__sum__all")).isEqualTo(60.50 + 20.25);
    // Steps on a device that was identified count, though they name no user.
    assertThat(number(person, "event__web__count__all")).isEqualTo(BenchFiles.steps(60));
    assertThat(number(person, "event__devices__count_distinct__all")).isEqualTo(2);
    assertThat(number(person, "consents")).isZero();
    assertThat(number(person, "contact__contacts__count__all"))
        .as("without the newest campaign")
        .isEqualTo(3);
  }

  @Test
  void each_contact_of_the_newest_campaign_has_its_scores_also_the_held_out_ones() {
    var scores = exported("scores.parquet");
    assertThat(scores.columns())
        .containsExactlyInAnyOrder(
            "person_key",
            "crm_no",
            "treated",
            "label",
            "holdout",
            "p_lr",
            "p_gbt",
            "uplift",
            "segment");
    assertThat(scores.count()).isEqualTo(BenchFiles.PERSONS);
    assertThat(scores.where("holdout = 1").count()).isEqualTo(BenchFiles.PERSONS * 3 / 10);
    assertThat(scores.where("holdout = 1 and crm_no % 10 >= 3").count()).isZero();
    assertThat(scores.na().drop().count()).isEqualTo(BenchFiles.PERSONS);
    assertThat(scores.where("label = 1").count())
        .isEqualTo(
            java.util.stream.IntStream.range(0, BenchFiles.PERSONS)
                .filter(i -> (i / 10 + i + BenchFiles.CAMPAIGNS - 1) % 3 == 0)
                .count());
    assertThat(exported("segments").columns()).contains("segment", "person_key", "channel");
  }

  @Test
  void explain_shows_the_person_behind_an_account() {
    var shown = run("explain", "--native-id", "--id-space", "shop", BenchFiles.user(60)).ok().out();
    assertThat(shown)
        .startsWith("person " + keys().get("crm/" + BenchFiles.crmId(60)))
        .contains("feature  party__records__count__all = 4.0");
  }

  @Test
  void no_feature_changes_when_the_future_is_removed() {
    checkLeaks(folder.resolve("lake"), DAY);
  }

  /** -Dbench.data=FOLDER: of the generator, half a year before its date. */
  @Test
  void no_feature_of_the_generated_benchmark_changes_when_the_future_is_removed() {
    var data = System.getProperty("bench.data", "");
    assumeFalse(data.isEmpty(), "skipped: -Dbench.data=FOLDER names no generated benchmark");
    var lake = folder.resolve("generated");
    ingest(Path.of(data), lake);
    checkLeaks(lake, LocalDate.parse("2025-01-01"));
  }

  /** Deliveries one by one, with rows of any day in each of them. */
  @Test
  void an_increment_has_the_features_of_all_at_once_and_of_what_was_recorded_then()
      throws IOException {
    var lake = folder.resolve("grown");
    var again = again(lake);
    var parts = folder.resolve("parts");
    BenchFiles.writePart(folder.resolve("data"), parts, 1, 3);
    ingest(parts, lake);
    var firstAt = Instant.now();
    var first = again.of(AS_OF, firstAt);
    assertThat(FeaturesAgain.compared(first, first).differing()).isZero();
    for (int part = 2; part <= 3; part++) {
      BenchFiles.writePart(folder.resolve("data"), parts, part, 3);
      ingest(parts, lake);
    }
    var now = again.of(AS_OF, Instant.now());
    assertThat(FeaturesAgain.compared(again.of(AS_OF, firstAt), first).differing()).isZero();
    assertThat(FeaturesAgain.compared(now, first).differing()).isPositive();
    var whole = again(folder.resolve("lake")).of(AS_OF, Instant.now());
    var compared =
        FeaturesAgain.compared(FeaturesAgain.byRecord(now), FeaturesAgain.byRecord(whole));
    assertThat(compared.numbers()).isGreaterThan(100_000);
    assertThat(compared.differing()).isZero();
    Sessions.shared().catalog().clearCache();
  }

  /** Also that a leak would be found: steps that are dated too early. */
  private static void checkLeaks(Path lake, LocalDate day) {
    var again = again(lake);
    var now = Instant.now();
    var past = again.of(day, now, FeaturesAgain.before(day));
    var compared = FeaturesAgain.compared(again.of(day, now), past);
    var leaking = again.of(day, now, FeaturesAgain.leaking(SourceTables.EVENT, day));
    var found = FeaturesAgain.compared(leaking, past);
    System.err.println("without the future: " + compared + "; planted leak: " + found);
    assertThat(compared.numbers()).isGreaterThan(100_000);
    assertThat(compared.differing()).isZero();
    assertThat(found.differing()).isPositive();
    Sessions.shared().catalog().clearCache();
  }

  private static void ingest(Path data, Path lake) {
    Command.run("ingest", "--config", CONFIG, "--set", "data=" + data, "--set", "lake.root=" + lake)
        .ok();
  }

  private static FeaturesAgain again(Path lake) {
    return new FeaturesAgain(
        CONFIG,
        Map.of("data", "nowhere", "lake.root", lake.toString(), "features.history-months", "3"));
  }

  private static Dataset<Row> exported(String name) {
    return Sessions.shared().read().parquet(work.resolve(name).toString());
  }

  /** {@code source/source_id} to the person. */
  private static Map<String, String> keys() {
    var keys = new TreeMap<String, String>();
    exported("identity.parquet")
        .select("source", "source_id", "person_key")
        .collectAsList()
        .forEach(row -> keys.put(row.getString(0) + "/" + row.getString(1), row.getString(2)));
    return keys;
  }

  private static double number(Row row, String name) {
    return row.<Double>getAs(name);
  }

  private static int kept(String source) {
    return result.at("/sources/" + source + "/kept").asInt();
  }

  private static Command.Outcome run(String command, String... more) {
    var settings =
        List.of(
            "data=" + folder.resolve("data"),
            "lake.root=" + folder.resolve("lake"),
            "segments.shoppers.minimum-size=10",
            "segments.shoppers.clusters=[2,3]",
            "policy.minimum-audience=5",
            "models.treated.minimum-responders=10",
            "models.treated-trees.minimum-responders=10",
            "models.control.minimum-responders=10",
            "models.treated-trees.trees=3");
    var arguments = new ArrayList<>(List.of(command, "--config", CONFIG));
    settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    arguments.addAll(List.of(more));
    return Command.run(arguments.toArray(String[]::new));
  }
}
