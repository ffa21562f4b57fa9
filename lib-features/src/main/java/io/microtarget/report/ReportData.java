package io.microtarget.report;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.microtarget.decision.DecisionTables;
import io.microtarget.feature.FeatureTables;
import io.microtarget.identity.IdentityTables;
import io.microtarget.journey.JourneyTables;
import io.microtarget.measurement.MeasurementTables;
import io.microtarget.scoring.ScoringTables;
import io.microtarget.segment.SegmentTables;
import io.microtarget.table.Reader;
import io.microtarget.table.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The few rows a report shows, collected to the driver: definitions, curves and sums, no subjects.
 *
 * @param run the facts of the run
 * @param identity how records became persons
 * @param features what is known of each
 * @param journeys one row per source whose rows are touchpoints
 * @param segments by set and falling size
 * @param figures of all models
 * @param contacts one row per offer and channel
 * @param steps of the waterfall in order
 * @param campaigns past campaigns by decile; {@code all} is their sum
 * @param minimumCell smallest group of people that is shown, at least 1
 */
public record ReportData(
    RunFacts run,
    IdentityFacts identity,
    FeatureFacts features,
    List<Journeys> journeys,
    List<Segment> segments,
    List<Figure> figures,
    List<Contacts> contacts,
    List<Step> steps,
    List<Campaign> campaigns,
    int minimumCell) {

  /** What became of the rows of a source on their way to journeys. */
  public record Journeys(
      String source,
      long rowsKept,
      long rowsSaidMachine,
      long rowsBusyMachine,
      long rowsDoubled,
      long rowsTimeless,
      long rowsOfStrangers,
      long touchpoints) {}

  /** A segment; {@code difference} is in standard deviations from the mean of all subjects. */
  public record Segment(
      String set,
      String id,
      String name,
      String rule,
      long size,
      double share,
      Map<String, Double> difference) {
    public Segment {
      difference = new TreeMap<>(difference);
    }
  }

  /** A figure of a model, or a point of a curve; see {@link ScoringTables#EVALUATION}. */
  public record Figure(
      String model,
      String part,
      String metric,
      int position,
      Optional<String> label,
      Optional<Double> value,
      Optional<Double> low,
      Optional<Double> high,
      Optional<Long> count) {}

  /**
   * What was decided for an offer through a channel; money in the currency of the business.
   *
   * @param candidates scored pairs
   * @param chosen contacts to be made
   * @param heldOut subjects that would have been chosen, left alone to measure the effect
   * @param meanPropensity of the chosen; empty if there are none
   */
  public record Contacts(
      String offer,
      String channel,
      long candidates,
      long chosen,
      long heldOut,
      Optional<Double> meanPropensity,
      double expectedValue,
      double cost) {}

  /** How many subjects are left after a step, and how many it dropped. */
  public record Step(String name, String rule, long left, long dropped) {}

  /** A past campaign in one decile of the score (0: all); spend is a day and subject. */
  public record Campaign(
      String id,
      String type,
      int decile,
      long contacts,
      long responders,
      Optional<Double> rate,
      Optional<Double> low,
      Optional<Double> high,
      Optional<Double> spendBefore,
      Optional<Double> spendDuring) {}

  public ReportData {
    journeys = List.copyOf(journeys);
    segments = List.copyOf(segments);
    figures = List.copyOf(figures);
    contacts = List.copyOf(contacts);
    steps = List.copyOf(steps);
    campaigns = List.copyOf(campaigns);
    if (minimumCell < 1) {
      throw new IllegalArgumentException("minimum-cell must be at least 1, not " + minimumCell);
    }
  }

  /**
   * Reads what the report shows; starts a few small Spark jobs.
   *
   * @param reader the visible rows of the run
   * @param run the facts of the run
   * @param minimumCell smallest group of people that is shown
   */
  public static ReportData of(Reader reader, RunFacts run, int minimumCell) {
    return new ReportData(
        run,
        IdentityFacts.of(reader.read(IdentityTables.LINKAGE), reader.read(IdentityTables.LINK)),
        FeatureFacts.of(
            reader.read(FeatureTables.FEATURE_DEFINITION), reader.read(FeatureTables.FEATURE)),
        rows(
            reader.read(JourneyTables.JOURNEY_COUNT),
            ReportData::journeys,
            Comparator.comparing(Journeys::source)),
        rows(
            reader.read(SegmentTables.SEGMENT_DEFINITION),
            ReportData::segment,
            Comparator.comparing(Segment::set)
                .thenComparing(Comparator.comparingLong(Segment::size).reversed())
                .thenComparing(Segment::id)),
        rows(
            reader.read(ScoringTables.EVALUATION),
            ReportData::figure,
            Comparator.comparing(Figure::model)
                .thenComparing(Figure::part)
                .thenComparing(Figure::metric)
                .thenComparing(Figure::position)),
        rows(
            contacts(reader.read(DecisionTables.DECISION)),
            ReportData::contacts,
            Comparator.comparing(Contacts::offer).thenComparing(Contacts::channel)),
        steps(reader.read(DecisionTables.WATERFALL)),
        rows(
            reader.read(MeasurementTables.PAST_CAMPAIGN),
            ReportData::campaign,
            // 2 before 10.
            Comparator.comparingInt((Campaign c) -> c.id().length())
                .thenComparing(Campaign::id)
                .thenComparing(Campaign::decile)),
        minimumCell);
  }

  private static <T> List<T> rows(
      Dataset<Row> table, Function<Row, T> read, Comparator<? super T> order) {
    return table.collectAsList().stream().map(read).sorted(order).toList();
  }

  private static Dataset<Row> contacts(Dataset<Row> decisions) {
    var chosen = col("outcome").equalTo("chosen");
    return decisions
        .groupBy("offer", "channel")
        .agg(
            count(lit(1)).as("candidates"),
            count(when(chosen, 1)).as("chosen"),
            count(when(col("arm").equalTo("holdout"), 1)).as("held_out"),
            avg(when(chosen, col("propensity"))).as("mean_propensity"),
            ofChosen(chosen, "expected_value"),
            ofChosen(chosen, "cost"));
  }

  private static Column ofChosen(Column chosen, String name) {
    return coalesce(sum(when(chosen, col(name))), lit(0.0)).as(name);
  }

  private static List<Step> steps(Dataset<Row> waterfall) {
    return waterfall.collectAsList().stream()
        .sorted(Comparator.comparingInt((Row row) -> row.getAs("position")))
        .map(
            row ->
                new Step(
                    row.getAs("step"),
                    text(row, "rule").orElse(""),
                    row.getAs("subjects"),
                    row.getAs("dropped")))
        .toList();
  }

  private static Journeys journeys(Row row) {
    return new Journeys(
        row.getAs("source"),
        row.getAs("rows_kept"),
        row.getAs("rows_said_machine"),
        row.getAs("rows_busy_machine"),
        row.getAs("rows_doubled"),
        row.getAs("rows_timeless"),
        row.getAs("rows_of_strangers"),
        row.getAs("touchpoints"));
  }

  private static Segment segment(Row row) {
    Map<String, Double> difference = row.getJavaMap(row.fieldIndex("difference"));
    return new Segment(
        row.getAs("segment_set"),
        row.getAs("segment_id"),
        text(row, "name").orElse(""),
        text(row, "rule").orElse(""),
        row.getAs("size"),
        row.getAs("share"),
        difference);
  }

  private static Figure figure(Row row) {
    return new Figure(
        row.getAs("model"),
        row.getAs("part"),
        row.getAs("metric"),
        row.getAs("position"),
        text(row, "label"),
        number(row, "value"),
        number(row, "low"),
        number(row, "high"),
        Optional.ofNullable(row.getAs("count")));
  }

  private static Contacts contacts(Row row) {
    return new Contacts(
        row.getAs("offer"),
        row.getAs("channel"),
        row.getAs("candidates"),
        row.getAs("chosen"),
        row.getAs("held_out"),
        number(row, "mean_propensity"),
        row.getAs("expected_value"),
        row.getAs("cost"));
  }

  private static Campaign campaign(Row row) {
    return new Campaign(
        row.getAs("campaign_id"),
        row.getAs("campaign_type"),
        row.getAs("decile"),
        row.getAs("contacts"),
        row.getAs("responders"),
        number(row, "response_rate"),
        number(row, "response_rate_low"),
        number(row, "response_rate_high"),
        number(row, "spend_before"),
        number(row, "spend_during"));
  }

  private static Optional<String> text(Row row, String column) {
    return Optional.ofNullable(row.getAs(column));
  }

  /** A figure that is not a number counts as absent: JSON and people know neither NaN. */
  private static Optional<Double> number(Row row, String column) {
    return Optional.ofNullable(row.<Double>getAs(column)).filter(Double::isFinite);
  }

  /** The tables {@link #of} reads. */
  public static List<Table> reads() {
    return List.of(
        IdentityTables.LINKAGE,
        IdentityTables.LINK,
        FeatureTables.FEATURE_DEFINITION,
        FeatureTables.FEATURE,
        JourneyTables.JOURNEY_COUNT,
        SegmentTables.SEGMENT_DEFINITION,
        ScoringTables.EVALUATION,
        DecisionTables.DECISION,
        DecisionTables.WATERFALL,
        MeasurementTables.PAST_CAMPAIGN);
  }
}
