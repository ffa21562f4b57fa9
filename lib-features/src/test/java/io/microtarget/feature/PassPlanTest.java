package io.microtarget.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.identity.IdentityTables;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Clocks;
import io.microtarget.table.Table;
import io.microtarget.testing.Sessions;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the stage asks of Spark: one scan a table, one exchange and one sort for all of them. */
class PassPlanTest {
  private static final List<Table> KINDS =
      List.of(SourceTables.PURCHASE, SourceTables.EVENT, SourceTables.CONTACT);

  @TempDir Path folder;

  @Test
  void one_scan_a_table_and_one_exchange_whatever_is_measured() {
    var few = plan(settings("28"));
    var many = plan(settings("7", "28", "91", "364"));

    for (var plan : List.of(few, many)) {
      for (var kind : KINDS) {
        assertThat(count(plan, ".*/" + kind.name() + "[,\\]].*")).as(kind.name()).isEqualTo(1);
      }
      assertThat(count(plan, ".*Exchange hashpartitioning.*")).as(plan).isEqualTo(1);
      assertThat(count(plan, "[\\s:|*()0-9+-]*Sort .*")).as(plan).isEqualTo(1);
      // Of the links, once a table.
      assertThat(count(plan, ".*BroadcastExchange.*")).as(plan).isLessThanOrEqualTo(KINDS.size());
      assertThat(plan).doesNotContain("HashAggregate", "Window", "CartesianProduct", "NestedLoop");
    }
    assertThat(lines(few)).isEqualTo(lines(many));
  }

  @Test
  void earlier_moments_cost_no_scan_no_exchange_and_no_job() throws Exception {
    var one = settings("28", "91");
    var many = one.withHistory(24);
    var planOfOne = plan(one);
    var planOfMany = plan(many);

    for (var operator : List.of("Scan.*", "Exchange.*", "Sort .*", ".*Join.*", "MapPartitions.*")) {
      var pattern = "[\\s:|*()0-9+-]*" + operator;
      assertThat(count(planOfMany, pattern)).as(operator).isEqualTo(count(planOfOne, pattern));
    }
    assertThat(count(planOfOne, ".*Scan.*")).isPositive();
    assertThat(jobs(() -> read(many))).isEqualTo(jobs(() -> read(one)));
  }

  @Test
  void rows_that_no_feature_counts_are_not_shuffled() {
    var own = new TreeMap<String, Own>();
    own.put("large", FeatureText.own("from=purchase; aggregate=count; where=amount > 5"));
    own.put("pieces", FeatureText.own("from=purchase; aggregate=sum; of=quantity"));
    var filter = ".*Filter .*amount.* OR isnotnull.quantity.*";

    var some = plan(FeatureText.none("28").withOwn(own, Map.of()));
    own.put("lines", FeatureText.own("from=purchase; aggregate=count"));
    var all = plan(FeatureText.none("28").withOwn(own, Map.of()));

    assertThat(count(some, filter)).as(some).isEqualTo(1);
    assertThat(count(all, filter)).as(all).isZero();
  }

  @Test
  void values_are_asked_for_in_as_many_jobs_however_many_features_want_some() throws Exception {
    var one = tops("place_id");
    var many = tops("place_id", "product_id", "payment_type", "line_type", "currency");

    stage(one, Map.of()); // The tables are written when they are first read.
    assertThat(jobs(() -> stage(many, Map.of()))).isEqualTo(jobs(() -> stage(one, Map.of())));
  }

  private static FeatureSettings tops(String... columns) {
    var own = new TreeMap<String, Own>();
    for (var column : columns) {
      var text = "from=purchase; aggregate=sum; of=amount; top=3; by=" + column;
      own.put("spend_by_" + column, FeatureText.own(text));
    }
    return settings("28").withOwn(own, Map.of());
  }

  private static FeatureSettings settings(String... windows) {
    var own = new TreeMap<String, Own>();
    own.put("spend", FeatureText.own("from=purchase; aggregate=sum; of=amount"));
    own.put("places", FeatureText.own("from=purchase; aggregate=count-distinct; of=place_id"));
    own.put("variety", FeatureText.own("from=purchase; aggregate=entropy; of=product_id"));
    own.put("steps", FeatureText.own("from=event; aggregate=count"));
    own.put("rhythm", FeatureText.own("from=event; aggregate=burstiness"));
    own.put("contacts", FeatureText.own("from=contact; aggregate=decay; windows-days=28"));
    return FeatureText.none(windows).withOwn(own, Map.of());
  }

  private void read(FeatureSettings settings) {
    stage(settings, Map.of()).get(FeatureTables.OCCASION).collectAsList();
  }

  private String plan(FeatureSettings settings) {
    return stage(settings, Map.of())
        .get(FeatureTables.OCCASION)
        .queryExecution()
        .executedPlan()
        .toString();
  }

  private Map<Table, Dataset<Row>> stage(
      FeatureSettings settings, Map<String, OccasionSettings> models) {
    var clocks = new Clocks(LocalDate.parse("2020-03-01"), Instant.EPOCH, ZoneOffset.UTC);
    return Features.stage(settings, models, Map.of(), "person", new Available(Map.of()), clocks)
        .run(this::read);
  }

  /** Tables as files, so that the plan shows its scans. */
  private Dataset<Row> read(Table table) {
    var spark = Sessions.shared();
    if (!KINDS.contains(table) && !table.equals(IdentityTables.LINK)) {
      return spark.createDataFrame(List.of(), table.schema());
    }
    var path = folder.resolve(table.name()).toString();
    if (!folder.resolve(table.name()).toFile().exists()) {
      spark.createDataFrame(List.of(), table.schema()).write().parquet(path);
    }
    return spark.read().schema(table.schema()).parquet(path);
  }

  private static int jobs(Runnable work) throws Exception {
    var jobs = new AtomicInteger();
    var context = Sessions.shared().sparkContext();
    var listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart start) {
            jobs.incrementAndGet();
          }
        };
    context.listenerBus().waitUntilEmpty();
    context.addSparkListener(listener);
    try {
      work.run();
      context.listenerBus().waitUntilEmpty();
    } finally {
      context.removeSparkListener(listener);
    }
    return jobs.get();
  }

  private static long count(String plan, String pattern) {
    return plan.lines().filter(line -> line.matches(pattern)).count();
  }

  private static long lines(String plan) {
    return plan.lines().count();
  }
}
