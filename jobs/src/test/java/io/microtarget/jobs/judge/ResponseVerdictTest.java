package io.microtarget.jobs.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.microtarget.jobs.judge.ResponseVerdict.Score;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ResponseVerdictTest {
  @Test
  void scores_that_are_the_truth_reach_the_ceiling_and_are_calibrated() {
    var figures = judged(p -> p);

    assertThat(value(figures, "auc")).isEqualTo(value(figures, "ceiling"));
    assertThat(value(figures, "calibration_error")).isZero();
    assertThat(value(figures, "auc_o1")).isBetween(0.5, 1.0);
  }

  @Test
  void scores_of_the_same_order_that_say_too_much_are_not_calibrated() {
    var figures = judged(p -> p + 0.1);

    assertThat(value(figures, "auc")).isEqualTo(value(figures, "ceiling"));
    assertThat(value(figures, "calibration_error")).isCloseTo(0.1, within(1e-6));
    assertThat(value(figures, "mean_said"))
        .isCloseTo(value(figures, "mean_true") + 0.1, within(1e-6));
  }

  @Test
  void without_scores_there_is_nothing_to_judge() {
    assertThat(ResponseVerdict.of(List.of(), 1).lines().get(0)).contains("not published yet");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> judged(DoubleUnaryOperator said) {
    var random = new SplittableRandom(4);
    var rows = new ArrayList<Score>();
    for (int person = 0; person < 300; person++) {
      for (var offer : List.of("o1", "o2")) {
        double p = 0.6 * random.nextDouble();
        rows.add(new Score("contact", offer, "p" + person, said.applyAsDouble(p), p));
      }
    }
    return (Map<String, Object>) ResponseVerdict.of(rows, 1).figures().get("contact");
  }

  private static double value(Map<String, Object> figures, String name) {
    return ((BigDecimal) ((Map<?, ?>) figures.get(name)).get("value")).doubleValue();
  }
}
