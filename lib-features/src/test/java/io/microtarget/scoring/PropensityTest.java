package io.microtarget.scoring;

import static io.microtarget.scoring.ScoringTables.BACKTEST_SCORE;
import static io.microtarget.scoring.ScoringTables.EVALUATION;
import static io.microtarget.scoring.ScoringTables.MODEL_INPUT;
import static io.microtarget.scoring.ScoringTables.SCORE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.microtarget.feature.Packed;
import io.microtarget.scoring.FeatureChoice.Offered;
import io.microtarget.scoring.ModelSettings.Algorithm;
import io.microtarget.table.Checksum;
import io.microtarget.table.Clocks;
import io.microtarget.table.SettingsError;
import io.microtarget.table.Table;
import io.microtarget.testing.TextTable;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

final class PropensityTest {
  /** Numerical integration (scipy) of the rule below: area 0.814991, base rate 0.329261. */
  private static final Dataset<Row> SIGNAL =
      Planted.occasions(Planted.contacts(500, 8, 1, f -> -1 + 1.5 * f[0])).cache();

  private static final Map<Table, Dataset<Row>> MADE = run(SIGNAL);

  private static final Column ZERO = lit(Packed.of(new double[] {0, Double.NaN}));

  @Test
  void finds_a_planted_signal_and_says_so() {
    var evaluation = MADE.get(EVALUATION);
    assertThat(Planted.verdict(evaluation))
        .startsWith("signal: AUC 0.8")
        .contains(" on 2000 later contacts of which ")
        .contains("; above the simple regression, difference 0.");
    var auc = Planted.figure(evaluation, "backtest", "auc");
    assertThat(auc.<Double>getAs("value")).isCloseTo(0.815, within(0.025));
    assertThat(auc.<Double>getAs("low")).isLessThan(0.815);
    assertThat(auc.<Double>getAs("high")).isGreaterThan(0.815);
    assertThat(auc.<String>getAs("label")).isEqualTo("200 resamples of subjects, seed 7");
    assertThat(Planted.figure(evaluation, "backtest", "base_rate").<Double>getAs("value"))
        .isCloseTo(0.329, within(0.03));
    assertThat(Planted.figure(evaluation, "backtest", "ece").<Double>getAs("value"))
        .isLessThan(0.05);
    assertThat(Planted.figure(evaluation, "backtest", "auc_difference").<Double>getAs("low"))
        .isGreaterThan(0.2);
    assertThat(Planted.figure(evaluation, "refit", "contacts").<Double>getAs("value"))
        .isEqualTo(4000);
    assertThat(
            evaluation
                .where("part = 'refit' and metric = 'coefficient' and position = 1")
                .first()
                .<String>getAs("label"))
        .isEqualTo("a");
    for (var curve : List.of("gains", "lift", "calibration", "calibration_predicted")) {
      assertThat(evaluation.where(col("metric").equalTo(curve)).count()).isEqualTo(10);
    }
    assertThat(evaluation.select("part", "metric", "position").distinct().count())
        .isEqualTo(evaluation.count());
  }

  @Test
  void says_no_signal_where_none_is_planted() {
    var made = run(Planted.occasions(Planted.contacts(300, 8, 1, f -> -1)));
    assertThat(Planted.verdict(made.get(EVALUATION)))
        .startsWith("no signal: AUC 0.")
        .endsWith(" on 1200 later contacts is not above 0.5");
    assertThat(made.get(SCORE).count()).isEqualTo(600);
  }

  @Test
  void does_not_boast_when_the_simple_regression_is_as_good() {
    var occasions = Planted.occasions(Planted.contacts(300, 8, 1, f -> -1 + f[1]));
    var settings = Planted.settings(Algorithm.LOGISTIC, List.of("b"));
    var made =
        Propensity.of(
                occasions, Planted.OFFERED, Map.of("answer", settings), "person", Planted.AS_OF)
            .tables();
    assertThat(Planted.verdict(made.get(EVALUATION)))
        .startsWith("signal: AUC 0.")
        .contains("; not told apart from the simple regression, difference 0.000 [");
  }

  @Test
  void scores_each_candidate_once_an_offer_with_deciles_from_the_highest() {
    var scores = MADE.get(SCORE).cache();
    assertThat(scores.count()).isEqualTo(1000);
    assertThat(TextTable.lines(scores.groupBy("offer", "decile").count()))
        .hasSize(20)
        .allMatch(line -> line.endsWith("|50"));
    var ends =
        scores
            .groupBy("offer", "decile")
            .agg(min("propensity").as("low"), max("propensity").as("high"));
    var wrong =
        ends.as("x")
            .join(
                ends.as("y"), expr("x.offer = y.offer and x.decile < y.decile and x.low < y.high"));
    assertThat(wrong.count()).isZero();
    assertThat(scores.where("propensity < 0 or propensity > 1").count()).isZero();
    assertThat(scores.where("propensity <> round(propensity, 6)").count()).isZero();
    assertThat(scores.select("subject_type").distinct().first().getString(0)).isEqualTo("person");
  }

  @Test
  void equal_scores_stand_in_the_order_of_their_subjects() {
    var same =
        SIGNAL.withColumn(
            "features", when(col("role").equalTo("candidate"), ZERO).otherwise(col("features")));
    var scores = run(same).get(SCORE).where("offer = 'one' and decile = 1");
    assertThat(scores.select(max("subject_id")).first().getString(0)).isEqualTo("s00049");
  }

  @Test
  void same_content_for_any_order_and_partitioning_of_the_input() {
    var other = run(SIGNAL.repartition(5, col("campaign_id")).sort(col("subject_id").desc()));
    for (var table : List.of(SCORE, EVALUATION, BACKTEST_SCORE)) {
      assertThat(TextTable.lines(Checksum.of(table, other.get(table))))
          .isEqualTo(TextTable.lines(Checksum.of(table, MADE.get(table))));
    }
  }

  @Test
  void contacts_across_the_cut_and_open_ones_change_nothing_in_the_backtest() {
    // April's campaign is open at the cut, the last one at as_of.
    var cut = LocalDate.of(2020, 4, 10);
    var asOf = LocalDate.of(2020, 8, 10);
    var flipped =
        SIGNAL.withColumn("outcome", expr("if(campaign_id in ('c3', 'c7'), not outcome, outcome)"));
    var settings = Planted.settings(Algorithm.LOGISTIC, List.of("a"));
    var at = withCut(settings, cut);
    var first =
        Propensity.of(SIGNAL, Planted.OFFERED, Map.of("answer", at), "person", asOf).tables();
    var other =
        Propensity.of(flipped, Planted.OFFERED, Map.of("answer", at), "person", asOf).tables();
    assertThat(TextTable.lines(first.get(BACKTEST_SCORE).groupBy("campaign_id").count()))
        .containsExactly("c4|500", "c5|500", "c6|500");
    assertThat(TextTable.lines(other.get(BACKTEST_SCORE)))
        .isEqualTo(TextTable.lines(first.get(BACKTEST_SCORE)));
    assertThat(
            Planted.figure(first.get(EVALUATION), "selection", "contacts").<Double>getAs("value"))
        .isEqualTo(1500);
    assertThat(Planted.figure(first.get(EVALUATION), "refit", "contacts").<Double>getAs("value"))
        .isEqualTo(3500);
  }

  @Test
  void still_scores_when_no_later_contact_is_closed() {
    var asOf = LocalDate.of(2020, 5, 20);
    var settings = Map.of("answer", Planted.settings(Algorithm.LOGISTIC, List.of()));
    var made = Propensity.of(SIGNAL, Planted.OFFERED, settings, "person", asOf).tables();
    assertThat(Planted.verdict(made.get(EVALUATION))).isEqualTo("no backtest: 0 closed contacts");
    assertThat(made.get(BACKTEST_SCORE).count()).isZero();
    assertThat(made.get(SCORE).count()).isEqualTo(1000);
  }

  @Test
  void still_scores_when_too_few_answered_before_the_cut() {
    var at = withCut(Planted.settings(Algorithm.LOGISTIC, List.of()), LocalDate.of(2020, 1, 20));
    var made =
        Propensity.of(SIGNAL, Planted.OFFERED, Map.of("answer", at), "person", Planted.AS_OF)
            .tables();
    assertThat(Planted.verdict(made.get(EVALUATION)))
        .isEqualTo(
            "no backtest: 0 subjects answered and 0 did not in 0 contacts closed before 2020-01-20,"
                + " at least 20 of each are needed");
    assertThat(made.get(SCORE).count()).isEqualTo(1000);
  }

  @Test
  void still_scores_when_no_later_contact_answered() {
    var silent = SIGNAL.withColumn("outcome", expr("outcome and moment < date'2020-05-01'"));
    var made = run(silent);
    assertThat(Planted.verdict(made.get(EVALUATION)))
        .isEqualTo("no backtest: 2000 closed contacts, 0 responders");
    assertThat(made.get(SCORE).count()).isEqualTo(1000);
  }

  @Test
  void makes_no_model_from_too_few_responders() {
    var made = run(Planted.occasions(Planted.contacts(50, 8, 1, f -> -4)));
    assertThat(Planted.verdict(made.get(EVALUATION)))
        .startsWith("no model: ")
        .endsWith(" in 400 contacts closed before 2021-01-01, at least 20 of each are needed");
    assertThat(made.get(SCORE).count()).isZero();
  }

  @Test
  void makes_no_model_from_nothing() {
    var made = run(SIGNAL.limit(0));
    assertThat(Planted.verdict(made.get(EVALUATION)))
        .startsWith("no model: 0 subjects answered and 0 did not in 0 contacts");
  }

  @Test
  void names_a_feature_that_no_occasion_has() {
    var settings = Planted.settings(Algorithm.LOGISTIC, List.of("aa"));
    assertThatThrownBy(
            () ->
                Propensity.of(
                    SIGNAL, Planted.OFFERED, Map.of("answer", settings), "person", Planted.AS_OF))
        .isInstanceOf(SettingsError.class)
        .hasMessage("models.answer: there is no feature `aa`; did you mean `a`?");
  }

  @Test
  void a_model_that_names_no_features_takes_the_usable_ones_and_says_what_it_left_out() {
    var offered = offered(Map.of("a", "repeats z"));
    var made = run(SIGNAL, offered, List.of());
    assertThat(TextTable.lines(made.get(MODEL_INPUT).select("input")))
        .containsExactly("b", "logistic");
    assertThat(leftOut(made)).containsExactly("a: repeats z");
    assertThat(Planted.figure(made.get(EVALUATION), "refit", "left_out").<Double>getAs("value"))
        .isEqualTo(1);
  }

  @Test
  void a_model_that_names_a_repetition_keeps_it_and_goes_on_without_a_constant() {
    var offered = offered(Map.of("a", "repeats z", "b", "constant"));
    var made = run(SIGNAL, offered, List.of("a", "b"));
    assertThat(TextTable.lines(made.get(MODEL_INPUT).select("input")))
        .containsExactly("a", "logistic");
    assertThat(leftOut(made)).containsExactly("b: constant");
  }

  @Test
  void a_model_of_nothing_gives_everybody_the_base_rate() {
    var offered = offered(Map.of("a", "constant", "b", "no rows of event"));
    var made = run(SIGNAL, offered, List.of());
    assertThat(made.get(SCORE).select("propensity").distinct().count()).isEqualTo(1);
    assertThat(leftOut(made)).containsExactly("a: constant", "b: no rows of event");
  }

  @Test
  void the_stage_conforms_to_its_tables() {
    var clocks =
        new Clocks(
            Planted.AS_OF, Planted.AS_OF.atStartOfDay().toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
    var settings = Map.of("answer", Planted.settings(Algorithm.LOGISTIC, List.of()));
    var made =
        Propensity.stage(settings, "person", clocks)
            .run(
                table ->
                    switch (table.name()) {
                      case "occasion" -> SIGNAL;
                      case "feature_list" -> Planted.LIST;
                      default -> Planted.DEFINITIONS;
                    });
    assertThat(made.keySet()).containsExactly(SCORE, EVALUATION, MODEL_INPUT, BACKTEST_SCORE);
    assertThat(TextTable.lines(made.get(MODEL_INPUT).select("position", "input", "treatment")))
        .containsExactly("0|logistic|null", "1|a|as-is", "2|b|as-is");
    assertThat(made.get(BACKTEST_SCORE).where("baseline is not null").count()).isEqualTo(2000);
  }

  private static List<String> leftOut(Map<Table, Dataset<Row>> made) {
    return TextTable.lines(
        made.get(EVALUATION).where("metric = 'left_out' and position > 0").select("label"));
  }

  private static Offered offered(Map<String, String> reasons) {
    return new Offered(Planted.OFFERED.positions(), Map.of(), reasons);
  }

  private static Map<Table, Dataset<Row>> run(
      Dataset<Row> occasions, Offered offered, List<String> features) {
    var settings = Planted.settings(Algorithm.LOGISTIC, features);
    return Propensity.of(occasions, offered, Map.of("answer", settings), "person", Planted.AS_OF)
        .tables();
  }

  private static Map<Table, Dataset<Row>> run(Dataset<Row> occasions) {
    return run(occasions, Planted.OFFERED, List.of());
  }

  private static ModelSettings withCut(ModelSettings s, LocalDate cut) {
    return Planted.with(s, s.window(), Optional.of(cut), Optional.empty());
  }
}
