package io.microtarget.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.segment.SegmentSettings.Method;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SegmentSettingsTest {
  @Test
  void falls_back_to_a_sample_and_a_seed() {
    var settings = Planted.settings(3, 8, 50);

    assertThat(settings.sampleSize()).isEqualTo(5000);
    assertThat(settings.seedValue()).isEqualTo(42L);
  }

  @Test
  void names_the_key_of_a_bad_value() {
    refuses(
        () -> Planted.settings(1, 8, 50),
        "clusters must be [from, to] with 2 <= from <= to <= 50, not [1, 8]");
    refuses(
        () -> Planted.settings(8, 3, 50),
        "clusters must be [from, to] with 2 <= from <= to <= 50, not [8, 3]");
    refuses(() -> Planted.settings(3, 8, 0), "minimum-size must be at least 1, not 0");
    refuses(
        () -> Planted.settings(3, 8, 50, "a", "a"), "features must be named once each, not [a, a]");
    refuses(
        () ->
            new SegmentSettings(
                Method.K_MEANS, List.of(3, 8), 50, List.of(), Optional.of(5), Optional.empty()),
        "sample must be between 100 and 20000, not 5");
  }

  private static void refuses(Runnable settings, String message) {
    assertThatThrownBy(settings::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
