package io.microtarget.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.microtarget.decision.DecisionTables;
import io.microtarget.feature.FeatureTables;
import io.microtarget.identity.IdentityTables;
import io.microtarget.journey.JourneyTables;
import io.microtarget.measurement.MeasurementTables;
import io.microtarget.report.ReportData.Campaign;
import io.microtarget.report.ReportData.Contacts;
import io.microtarget.report.ReportData.Journeys;
import io.microtarget.report.ReportData.Segment;
import io.microtarget.report.ReportData.Step;
import io.microtarget.scoring.ScoringTables;
import io.microtarget.segment.SegmentTables;
import io.microtarget.table.Reader;
import io.microtarget.testing.Sessions;
import io.microtarget.testing.TextTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportDataTest {
  private static final RunFacts RUN = Examples.shop().run();

  @Test
  void collects_definitions_figures_sums_steps_and_campaigns_in_order() {
    var data = ReportData.of(tables(), RUN, 10);

    assertThat(data.identity().entries())
        .extracting(e -> e.topic() + " " + e.name() + " " + e.position() + " " + e.value())
        .containsExactly(
            "bits  -3 Optional.empty",
            "bits  12 Optional.empty",
            "summary compared-pairs 0 Optional[9.0]");
    assertThat(data.identity().changes())
        .containsExactly(entry("kept", 3L), entry("merged", 1L), entry("new", 1L));
    assertThat(data.identity().persons()).isEqualTo(4);
    assertThat(data.identity().merged()).as("p has records of p and of q").isEqualTo(1);
    assertThat(data.identity().split()).as("q has records in p and in r").isEqualTo(1);
    assertThat(data.features())
        .isEqualTo(
            new FeatureFacts(
                2,
                List.of(
                    new FeatureFacts.Feature(
                        "a",
                        "computed",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("constant")),
                    new FeatureFacts.Feature(
                        "b",
                        "of rows",
                        Optional.of("purchase"),
                        Optional.of(0.5),
                        Optional.empty()))));
    assertThat(data.journeys())
        .containsExactly(
            new Journeys("calls", 1, 0, 0, 0, 0, 0, 1), new Journeys("web", 9, 1, 2, 3, 4, 5, 8));
    assertThat(data.segments())
        .containsExactly(
            new Segment("life", "1", "big", "rule", 60, 0.6, Map.of("amount", 1.5)),
            new Segment("life", "2", "small", "rule", 40, 0.4, Map.of("amount", -1.5)));
    assertThat(data.figures())
        .extracting(f -> f.metric() + " " + f.position() + " " + f.value() + " " + f.low())
        .containsExactly(
            "auc 0 Optional[0.8] Optional[0.7]",
            "lift 1 Optional[2.0] Optional.empty",
            "lift 2 Optional[0.5] Optional.empty",
            "verdict 0 Optional.empty Optional.empty");
    assertThat(data.contacts())
        .containsExactly(
            new Contacts("a", "mail", 3, 2, 1, Optional.of(0.25), 5.5, 1.4),
            new Contacts("b", "mail", 1, 0, 0, Optional.empty(), 0, 0));
    assertThat(data.steps())
        .containsExactly(new Step("population", "all", 100, 0), new Step("budget", "", 60, 40));
    assertThat(data.campaigns())
        .containsExactly(
            new Campaign(
                "1",
                "A",
                0,
                20,
                5,
                Optional.of(0.25),
                Optional.of(0.1),
                Optional.of(0.5),
                Optional.of(3.0),
                Optional.empty()));
  }

  @Test
  void an_unset_run_gives_a_page() {
    Reader nothing = table -> Sessions.shared().createDataFrame(List.of(), table.schema());

    var data = ReportData.of(nothing, RUN, 10);

    assertThat(Report.html(data)).contains("No segments were formed", "Nobody is to be contacted");
  }

  @Test
  void reads_the_tables_it_declares() {
    assertThat(ReportData.reads())
        .containsExactly(
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

  @Test
  void refuses_settings_that_mean_nothing() {
    assertThatThrownBy(
            () ->
                new ReportData(
                    RUN,
                    IdentityFacts.NONE,
                    FeatureFacts.NONE,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("minimum-cell must be at least 1, not 0");
    assertThatThrownBy(
            () ->
                new RunFacts(
                    "r",
                    "b",
                    "EUR",
                    "dog",
                    RUN.clocks(),
                    "s",
                    RunFacts.Use.READY,
                    "0",
                    List.of(),
                    List.of(),
                    Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("subject must be person, household or account, not dog");
  }

  private static Reader tables() {
    var tables =
        Map.of(
            FeatureTables.FEATURE_DEFINITION,
            """
            name STRING | meaning STRING | source STRING | missing_share DOUBLE | reason STRING
            b           | of rows        | purchase      | 0.5                  |
            a           | computed       |               |                      | constant
            """,
            FeatureTables.FEATURE,
            """
            subject_id STRING
            p
            q
            """,
            IdentityTables.LINKAGE,
            """
            topic STRING | name STRING    | position INT | label STRING | value DOUBLE | count BIGINT
            model        |                | 0            | {}           |              |
            summary      | compared-pairs | 0            |              | 9            |
            bits         |                | 12           |              |              | 6
            bits         |                | -3           |              | NaN          | 3
            """,
            IdentityTables.LINK,
            """
            record_id STRING | source STRING | unified_id STRING | subject_id STRING | previous_id STRING | change STRING
            a                | crm           | p                 | p                 | p                  | kept
            b                | crm           | p                 | p                 | q                  | merged
            c                | crm           | r                 | r                 | q                  | kept
            d                | crm           | s                 | s                 | s                  | kept
            e                | crm           | t                 | t                 |                    | new
            """,
            SegmentTables.SEGMENT_DEFINITION,
            """
            segment_set STRING | segment_id STRING | name STRING | rule STRING | size BIGINT | share DOUBLE | difference MAP<STRING,DOUBLE>
            life               | 2                 | small       | rule        | 40          | 0.4          | map('amount', -1.5D)
            life               | 1                 | big         | rule        | 60          | 0.6          | map('amount', 1.5D)
            """,
            ScoringTables.EVALUATION,
            """
            model STRING | part STRING | metric STRING | position INT | label STRING | value DOUBLE | low DOUBLE | high DOUBLE | count BIGINT
            m            | backtest    | lift          | 2            |              | 0.5          | NaN        |             | 10
            m            | backtest    | lift          | 1            |              | 2            |            |             | 10
            m            | backtest    | auc           | 0            | x            | 0.8          | 0.7        | 0.9         | 20
            m            | backtest    | verdict       | 0            | signal       |              |            |             |
            """,
            DecisionTables.DECISION,
            """
            offer STRING | channel STRING | propensity DOUBLE | expected_value DOUBLE | cost DOUBLE | outcome STRING | arm STRING
            a            | mail           | 0.3               | 3.5                   | 0.7         | chosen         | treatment
            a            | mail           | 0.2               | 2.0                   | 0.7         | chosen         | treatment
            a            | mail           | 0.2               | 2.0                   | 0.7         | holdout        | holdout
            b            | mail           | 0.1               | -0.5                  | 0.7         | eligible       | none
            """,
            DecisionTables.WATERFALL,
            """
            position INT | step STRING | rule STRING | subjects BIGINT | dropped BIGINT
            2            | budget      |             | 60              | 40
            1            | population  | all         | 100             | 0
            """,
            MeasurementTables.PAST_CAMPAIGN,
            """
            campaign_id STRING | campaign_type STRING | decile INT | contacts BIGINT | responders BIGINT | response_rate DOUBLE | response_rate_low DOUBLE | response_rate_high DOUBLE | spend_before DOUBLE | spend_during DOUBLE
            1                  | A                    | 0          | 20              | 5                 | 0.25                 | 0.1                      | 0.5                       | 3                   |
            """);
    var journeys =
        """
        source STRING | kind STRING | rows_kept BIGINT | rows_said_machine BIGINT | rows_busy_machine BIGINT | rows_doubled BIGINT | rows_timeless BIGINT | rows_of_strangers BIGINT | touchpoints BIGINT
        web           | event       | 9                | 1                        | 2                        | 3                   | 4                    | 5                        | 8
        calls         | call_record | 1                | 0                        | 0                        | 0                   | 0                    | 0                        | 1
        """;
    return table ->
        TextTable.rows(table.equals(JourneyTables.JOURNEY_COUNT) ? journeys : tables.get(table));
  }
}
