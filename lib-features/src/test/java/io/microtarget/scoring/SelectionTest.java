package io.microtarget.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.microtarget.scoring.Contacts.Contact;
import io.microtarget.scoring.ModelSettings.Algorithm;
import io.microtarget.testing.Sessions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SelectionTest {
  private static final List<String> BOTH = List.of("a", "b");

  @Test
  void the_regression_stays_where_the_rule_is_linear() {
    var contacts = Planted.contacts(600, 2, 1, f -> -1 + 1.5 * f[0]);
    var selection =
        Selection.of(
            Sessions.shared(), contacts, BOTH, Planted.settings(Algorithm.AUTO, List.of()));
    assertThat(selection.chosen().name()).startsWith("logistic, penalty ");
    var trees = figure(selection, "auc_held_out", 2);
    assertThat(trees.label()).isEqualTo("boosted-trees");
    assertThat(trees.low()).isGreaterThan(0.6);
    assertThat(figure(selection, "auc_difference", 0).low()).isLessThan(0);
    assertThat(figure(selection, "chosen", 0).label()).isEqualTo(selection.chosen().name());
  }

  @Test
  void judges_each_penalty_out_of_fold_and_forward_in_time() {
    var contacts = Planted.contacts(500, 4, 1, f -> -1 + 1.5 * f[0]);
    var selection =
        Selection.of(
            Sessions.shared(), contacts, BOTH, Planted.settings(Algorithm.LOGISTIC, List.of()));
    // The area of this rule by numerical integration (scipy): 0.814991.
    assertThat(figure(selection, "auc_grouped", 1).value()).isCloseTo(0.815, within(0.025));
    assertThat(figure(selection, "auc_forward", 1).value()).isCloseTo(0.815, within(0.03));
    assertThat(figure(selection, "auc", 1).label()).isEqualTo("logistic, penalty 0.1");
    assertThat(figure(selection, "auc", 2).label()).isEqualTo("logistic, penalty 0.01");
  }

  @Test
  void finds_one_half_where_there_is_no_signal() {
    var contacts = Planted.contacts(1500, 4, 1, f -> -1);
    var selection =
        Selection.of(
            Sessions.shared(), contacts, BOTH, Planted.settings(Algorithm.LOGISTIC, List.of()));
    assertThat(figure(selection, "auc", 1).value()).isCloseTo(0.5, within(0.03));
  }

  @Test
  void blocks_of_time_start_at_each_quarter_of_the_responders() {
    var rows = new ArrayList<Contact>();
    int[] responders = {2, 1, 4, 1};
    for (int month = 0; month < responders.length; month++) {
      var day = LocalDate.of(2020, 1 + month, 1);
      for (int i = 0; i < 5; i++) {
        rows.add(new Contact("s" + i, "c", day, 0, day, i < responders[month], new double[0]));
      }
    }
    // Of 8 responders 2 stand before February, 3 before March, 7 before April.
    assertThat(Selection.blockStarts(new Contacts(List.of(), rows)))
        .containsExactly(LocalDate.of(2020, 2, 1), LocalDate.of(2020, 4, 1));
  }

  @Test
  void trees_that_learn_the_days_by_heart_do_not_win() {
    // Feature b is the day; the rate of each day is its own, so other subjects of the same days are
    // easy for trees, and later days are not.
    var random = new Random(5);
    var rows = new ArrayList<Contact>();
    double[] margin = {-2, 1, -2, 1, -2, 1, -2, 1};
    for (int day = 0; day < margin.length; day++) {
      var date = LocalDate.of(2020, 1, 1).plusDays(day);
      for (int i = 0; i < 250; i++) {
        var features = new double[] {random.nextGaussian(), day};
        var p = Calibration.logistic(margin[day] + 0.8 * features[0]);
        var name = "s" + rows.size();
        rows.add(new Contact(name, "c", date, day, date, random.nextDouble() < p, features));
      }
    }
    var selection =
        Selection.of(
            Sessions.shared(),
            new Contacts(BOTH, rows),
            BOTH,
            Planted.settings(Algorithm.AUTO, List.of()));
    assertThat(figure(selection, "auc_difference", 0).low()).isPositive();
    assertThat(figure(selection, "auc_last_block", 2).value())
        .isLessThan(figure(selection, "auc_last_block", 1).value());
    assertThat(selection.chosen().name()).startsWith("logistic");
  }

  private static Figure figure(Selection selection, String metric, int position) {
    return selection.figures().stream()
        .filter(f -> f.metric().equals(metric) && f.position() == position)
        .findFirst()
        .orElseThrow();
  }
}
