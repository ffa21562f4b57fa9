package io.microtarget.decision;

import static io.microtarget.testing.TextTable.lines;
import static io.microtarget.testing.TextTable.rows;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

class ContestTest {
  private static final String HEADER =
      "subject_id STRING | offer STRING | channel STRING | expected_value DOUBLE | cost DOUBLE"
          + " | capacity BIGINT | room BIGINT | open BOOLEAN | weight INT\n";

  @Test
  void takes_the_best_candidate_of_a_subject_with_ties_by_offer_then_channel() {
    var candidates =
        """
        s1 | a | mail  | 1.0 | 1 | 9 | 9 | true  | 1
        s1 | b | mail  | 2.0 | 1 | 9 | 9 | true  | 1
        s2 | b | mail  | 2.0 | 1 | 9 | 9 | true  | 1
        s2 | a | phone | 2.0 | 1 | 9 | 9 | true  | 1
        s2 | a | mail  | 2.0 | 1 | 9 | 9 | true  | 1
        s3 | a | mail  | 9.0 | 1 | 9 | 9 | false | 1
        s3 | b | mail  | 1.0 | 1 | 9 | 9 | true  | 1
        """;
    assertThat(which("best", contest(candidates, 9, 0)))
        .containsExactly("s1|b|mail", "s2|a|mail", "s3|b|mail");
  }

  /** Four contacts of 0.70 fit into 2.80 exactly, which a sum of doubles would miss. */
  @Test
  void spends_the_budget_to_the_cent() {
    var candidates =
        """
        s1 | a | mail | 5.0 | 0.7 | 9 | 4 | true | 1
        s2 | a | mail | 3.0 | 0.7 | 9 | 4 | true | 1
        s3 | a | mail | 4.0 | 0.7 | 9 | 4 | true | 1
        s4 | a | mail | 1.0 | 0.7 | 9 | 4 | true | 1
        s5 | a | mail | 2.0 | 0.7 | 9 | 4 | true | 1
        """;
    assertThat(which("paid", contest(candidates, 2.80, 0)))
        .containsExactly("s1|a|mail", "s2|a|mail", "s3|a|mail", "s5|a|mail");
  }

  /**
   * By hand: value per cost is 5, 4.5, 4 and 3; after s1 and s2 (5.00 spent of 6.00) the letter for
   * s3 costs 2.00, the e-mail for s4 still fits.
   */
  @Test
  void goes_on_with_a_cheaper_channel_when_a_dear_one_can_no_longer_be_paid() {
    var candidates =
        """
        s1 | a | mail  | 10.0 | 2   | 9 | 3  | true | 1
        s2 | a | visit | 13.5 | 3   | 9 | 2  | true | 1
        s3 | a | mail  | 8.0  | 2   | 9 | 3  | true | 1
        s4 | a | email | 1.5  | 0.5 | 9 | 12 | true | 1
        s5 | a | email | 1.4  | 0.5 | 9 | 12 | true | 1
        s6 | a | email | 1.3  | 0.5 | 9 | 12 | true | 1
        """;
    assertThat(which("paid", contest(candidates, 6, 0)))
        .containsExactly("s1|a|mail", "s2|a|visit", "s4|a|email", "s5|a|email");
  }

  @Test
  void fills_a_channel_only_to_its_capacity() {
    var candidates =
        """
        s1 | a | mail  | 5.0 | 1 | 2 | 2 | true | 1
        s2 | b | mail  | 4.0 | 1 | 2 | 2 | true | 1
        s3 | a | mail  | 3.0 | 1 | 2 | 2 | true | 1
        s4 | a | phone | 1.0 | 1 | 2 | 2 | true | 1
        """;
    var rows = contest(candidates, 9, 0);
    assertThat(which("has_capacity", rows)).containsExactly("s1|a|mail", "s2|b|mail", "s4|a|phone");
    assertThat(which("paid", rows)).containsExactly("s1|a|mail", "s2|b|mail", "s4|a|phone");
  }

  @Test
  void takes_what_costs_nothing_first() {
    var candidates =
        """
        s1 | a | mail  | 5.0 | 1 | 9 | 1 | true | 1
        s2 | a | email | 0.1 | 0 | 1 | 1 | true | 1
        s3 | a | email | 0.2 | 0 | 1 | 1 | true | 1
        """;
    assertThat(which("paid", contest(candidates, 1, 0))).containsExactly("s1|a|mail", "s3|a|email");
  }

  @Test
  void breaks_ties_by_offer_channel_and_subject() {
    var candidates =
        """
        s3 | a | mail | 2.0 | 1 | 9 | 2 | true | 1
        s1 | b | mail | 2.0 | 1 | 9 | 2 | true | 1
        s4 | a | mail | 2.0 | 1 | 9 | 2 | true | 1
        s2 | a | mail | 2.0 | 1 | 9 | 2 | true | 1
        """;
    assertThat(which("paid", contest(candidates, 2, 0))).containsExactly("s2|a|mail", "s3|a|mail");
  }

  /** h1 would push s2 out, so it would be chosen; h2 comes after the last one the budget pays. */
  @Test
  void held_out_rows_use_nothing_and_win_where_they_would_have_been_chosen() {
    var candidates =
        """
        s1 | a | mail | 5.0 | 1 | 9 | 2 | true | 1
        h1 | a | mail | 4.0 | 1 | 9 | 2 | true | 0
        s2 | a | mail | 3.0 | 1 | 9 | 2 | true | 1
        h2 | a | mail | 2.0 | 1 | 9 | 2 | true | 0
        s3 | a | mail | 1.0 | 1 | 9 | 2 | true | 1
        """;
    assertThat(which("large", contest(candidates, 2, 2)))
        .containsExactly("h1|a|mail", "s1|a|mail", "s2|a|mail");
    assertThat(which("large", contest(candidates, 2, 3))).isEmpty();
  }

  @Test
  void drops_audiences_below_the_minimum_and_keeps_those_at_it() {
    var candidates =
        """
        s1 | a | mail  | 5.0 | 1 | 9 | 9 | true | 1
        s2 | a | mail  | 4.0 | 1 | 9 | 9 | true | 1
        s3 | b | mail  | 3.0 | 1 | 9 | 9 | true | 1
        s4 | a | phone | 3.0 | 1 | 9 | 9 | true | 1
        """;
    assertThat(which("large", contest(candidates, 9, 2))).containsExactly("s1|a|mail", "s2|a|mail");
  }

  /** Against all subsets of 10 candidates: the promise of the class comment. */
  @Test
  void misses_the_best_value_by_less_than_the_first_contact_not_paid() {
    for (int seed = 1; seed <= 4; seed++) {
      var random = new Random(seed);
      var prices = List.of(0.5, 2.0, 3.0);
      var values = new ArrayList<Double>();
      var costs = new ArrayList<Double>();
      var text = new StringBuilder();
      for (int i = 0; i < 10; i++) {
        int channel = random.nextInt(3);
        costs.add(prices.get(channel));
        values.add(Math.round(random.nextDouble() * 1000) / 100.0 + 0.01);
        text.append(
            String.format(
                Locale.ROOT,
                "s%d | a | c%d | %s | %s | 99 | 99 | true | 1%n",
                i,
                channel,
                values.get(i),
                costs.get(i)));
      }
      double budget = 7.0;
      var rows = contest(text.toString(), budget, 0);
      double value = rows.filter("paid").agg(functions.sum("expected_value")).head().getDouble(0);
      var firstUnpaid =
          rows.filter("not paid").collectAsList().stream()
              .max(
                  Comparator.comparingDouble(
                      row -> row.<Double>getAs("expected_value") / row.<Double>getAs("cost")))
              .map(row -> row.<Double>getAs("expected_value"))
              .orElseThrow();
      assertThat(value)
          .isLessThanOrEqualTo(best(values, costs, budget) + 1e-9)
          .isGreaterThan(best(values, costs, budget) - firstUnpaid);
    }
  }

  private static double best(List<Double> values, List<Double> costs, double budget) {
    double best = 0;
    for (int subset = 0; subset < 1 << values.size(); subset++) {
      double value = 0;
      double cost = 0;
      for (int i = 0; i < values.size(); i++) {
        if ((subset >> i & 1) == 1) {
          value += values.get(i);
          cost += costs.get(i);
        }
      }
      if (cost <= budget) {
        best = Math.max(best, value);
      }
    }
    return best;
  }

  private static Dataset<Row> contest(String candidates, double budget, long minimumAudience) {
    var rows =
        rows(HEADER + candidates)
            .withColumn("subject_type", functions.lit("person"))
            .withColumn(
                "decision_id",
                functions.concat_ws("-", col("subject_id"), col("offer"), col("channel")));
    return Contest.of(rows, new Policy(budget, 0, new ContactCap(30, 1), minimumAudience), 3);
  }

  private static List<String> which(String condition, Dataset<Row> rows) {
    return lines(rows.filter(condition).select("subject_id", "offer", "channel"));
  }
}
