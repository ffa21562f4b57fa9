package io.microtarget.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.report.ReportData.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmallCellsTest {
  @Test
  void blanks_counts_from_one_to_the_minimum() {
    assertThat(SmallCells.text(0, 10)).isEqualTo("0");
    assertThat(SmallCells.text(1, 10)).isEqualTo("below 10");
    assertThat(SmallCells.text(9, 10)).isEqualTo("below 10");
    assertThat(SmallCells.text(10, 10)).isEqualTo("10");
  }

  @Test
  void rounds_what_it_shows_to_five() {
    assertThat(SmallCells.text(22, 20)).isEqualTo("20");
    assertThat(SmallCells.text(23, 20)).isEqualTo("25");
    assertThat(SmallCells.text(1_877, 20)).isEqualTo("1,875");
    assertThat(SmallCells.text(19, 20)).isEqualTo("below 20");
  }

  @Test
  void a_single_small_part_takes_the_next_smallest_with_it() {
    assertThat(SmallCells.parts(List.of(100L, 4L, 50L), 10))
        .containsExactly("100", "below 10", "not shown");
    assertThat(SmallCells.parts(List.of(100L, 4L, 3L), 10))
        .containsExactly("100", "below 10", "below 10");
    assertThat(SmallCells.parts(List.of(100L, 0L, 50L), 10)).containsExactly("100", "0", "50");
  }

  @Test
  void a_step_with_a_small_loss_is_told_with_the_next_one() {
    var steps = List.of(step("all", 100, 0), step("caps", 97, 3), step("budget", 60, 37));

    assertThat(SmallCells.steps(steps, 10))
        .containsExactly(
            step("all", 100, 0),
            new Step(
                "caps and budget",
                "told together, because one of them concerns a small group",
                60,
                40));
  }

  @Test
  void a_small_loss_at_the_end_is_told_with_the_ones_before() {
    var steps =
        List.of(
            step("all", 100, 0), step("budget", 60, 40), step("floor", 57, 3), step("out", 57, 0));

    assertThat(SmallCells.steps(steps, 10))
        .extracting(s -> s.name() + " " + s.left() + " -" + s.dropped())
        .containsExactly("all 100 -0", "budget and floor and out 57 -43");
  }

  @Test
  void a_small_loss_that_cannot_be_told_with_another_is_left_out() {
    var steps = List.of(step("all", 100, 0), step("caps", 97, 3));

    assertThat(SmallCells.steps(steps, 10))
        .extracting(s -> s.name() + " " + s.left() + " -" + s.dropped())
        .containsExactly("all and caps 97 -0");
  }

  @Test
  void a_verdict_tells_no_small_count_of_people() {
    assertThat(SmallCells.prose("no backtest: 4 closed contacts, 2 responders", 10))
        .isEqualTo("no backtest: fewer than 10 closed contacts, fewer than 10 responders");
    assertThat(SmallCells.prose("no backtest: 0 closed contacts", 10))
        .isEqualTo("no backtest: 0 closed contacts");
    assertThat(SmallCells.prose("AUC 0.833 on 1877 later contacts, since 2017-09-01", 10))
        .isEqualTo("AUC 0.833 on 1875 later contacts, since 2017-09-01");
    assertThat(SmallCells.prose("fewer than 1 contacts in the 30 days before 2018-01-01", 10))
        .isEqualTo("fewer than 1 contacts in the 30 days before 2018-01-01");
    assertThat(SmallCells.prose("budget 500.00: 3 contacts by mail, capacity 9", 10))
        .isEqualTo("budget 500.00: fewer than 10 contacts by mail, capacity 9");
    assertThat(SmallCells.prose("812 by de-letter:crm; dropped 3 deny:revoked", 10))
        .isEqualTo("810 by de-letter:crm; dropped fewer than 10 deny:revoked");
  }

  private static Step step(String name, long left, long dropped) {
    return new Step(name, "rule", left, dropped);
  }
}
