package io.microtarget.jobs.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.jobs.judge.DecisionVerdict.Choice;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecisionVerdictTest {
  /** Two contacts: 3.0 and -1.0; the best two would have been 4.0 and 3.0, any 1.0 on average. */
  @Test
  void stands_between_chance_and_the_best_of_as_many_contacts() {
    var choices =
        List.of(
            new Choice(4.0, 1.5, -1.0, 2.0),
            new Choice(3.0, 2.5, 3.0, 2.0),
            new Choice(0.5, 0.0, null, null),
            new Choice(1.0, 0.0, null, null));

    var figures = DecisionVerdict.of(choices, 1).figures();

    assertThat(value(figures, "chosen")).isEqualTo(1.0);
    assertThat(value(figures, "expected")).isEqualTo(2.0);
    assertThat(value(figures, "best")).isEqualTo(3.5);
    assertThat(value(figures, "random")).isEqualTo(1.0);
    assertThat(((BigDecimal) figures.get("share_of_best")).doubleValue()).isZero();
    assertThat(((Map<?, ?>) figures.get("lose_money")).get("count")).isEqualTo(1L);
  }

  @Test
  void nobody_chosen_is_no_decision() {
    var finding = DecisionVerdict.of(List.of(new Choice(4.0, 1.5, null, null)), 1);

    assertThat(finding.figures()).containsEntry("published", false);
  }

  private static double value(Map<String, Object> figures, String name) {
    return ((BigDecimal) ((Map<?, ?>) figures.get(name)).get("value")).doubleValue();
  }
}
