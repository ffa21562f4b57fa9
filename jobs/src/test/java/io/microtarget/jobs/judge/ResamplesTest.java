package io.microtarget.jobs.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ResamplesTest {
  /** The interval of a mean is about 1.96 standard errors wide on each side. */
  @Test
  void a_mean_has_the_interval_of_its_standard_error() {
    var random = new SplittableRandom(2);
    var values = random.doubles(2_000).toArray();
    double error = Math.sqrt(1.0 / 12 / values.length);

    var figure = Resamples.mean(values, 1);

    assertThat(figure.value()).isCloseTo(0.5, within(4 * error));
    assertThat(figure.value() - figure.low()).isCloseTo(1.96 * error, within(0.5 * error));
    assertThat(figure.high() - figure.value()).isCloseTo(1.96 * error, within(0.5 * error));
  }

  @Test
  void the_same_seed_gives_the_same_interval() {
    double[] values = {1, 5, 2, 8, 3};

    assertThat(Resamples.mean(values, 7)).isEqualTo(Resamples.mean(values, 7));
  }

  @Test
  void a_figure_without_a_value_has_no_interval() {
    var figure = Resamples.of(3, 1, weights -> Double.NaN);

    assertThat(figure.value()).isNaN();
    assertThat(figure.low()).isNaN();
  }
}
