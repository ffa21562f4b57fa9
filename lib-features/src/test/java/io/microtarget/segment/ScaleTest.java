package io.microtarget.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.microtarget.segment.Scale.Shape;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScaleTest {
  @Test
  void standardises_an_even_feature_as_it_is() {
    var scale = Scale.of("visits", new double[] {2, 4, 4, 4, 5, 5, 7, 9}).orElseThrow();

    assertThat(scale).isEqualTo(new Scale("visits", Shape.AS_IS, 5.0, 2.0, 2.0));
    assertThat(scale.standardised(9.0)).isEqualTo(2.0);
    assertThat(scale.standardised(null)).isZero();
  }

  @Test
  void takes_the_logarithm_of_a_skewed_feature_that_is_never_negative() {
    var skewed = IntStream.range(0, 50).mapToDouble(i -> Math.exp(i / 5.0)).toArray();

    var scale = Scale.of("spend", skewed).orElseThrow();

    assertThat(scale.shape()).isEqualTo(Shape.LOG);
    assertThat(scale.spread()).isGreaterThan(10 * scale.deviation());
    assertThat(scale.standardised(Math.expm1(scale.mean()))).isCloseTo(0.0, within(1e-9));
    assertThat(scale.standardised(-5.0)).isEqualTo(scale.standardised(0.0));
  }

  @Test
  void leaves_a_skewed_feature_with_negative_values_as_it_is() {
    var skewed = IntStream.range(0, 50).mapToDouble(i -> Math.exp(i / 5.0) - 2).toArray();

    assertThat(Scale.of("balance", skewed).orElseThrow().shape()).isEqualTo(Shape.AS_IS);
  }

  @Test
  void clamps_at_three_standard_deviations() {
    var scale = new Scale("spend", Shape.AS_IS, 100.0, 10.0, 10.0);

    assertThat(scale.standardised(1e9)).isEqualTo(3.0);
    assertThat(scale.standardised(-1e9)).isEqualTo(-3.0);
  }

  @Test
  void has_no_scale_for_a_feature_that_is_constant_or_unknown() {
    assertThat(Scale.of("constant", new double[] {0.1, 0.1, 0.1})).isEmpty();
    assertThat(Scale.of("unknown", new double[0])).isEmpty();
  }
}
