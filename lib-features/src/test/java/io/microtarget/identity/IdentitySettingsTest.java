package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class IdentitySettingsTest {
  @Test
  void a_country_is_empty_or_known_to_the_rules_of_phones() {
    assertThat(IdentitySettings.of(8, Map.of()).country()).isEmpty();
    assertThat(in("DE").country()).isEqualTo("DE");
    for (var wrong : new String[] {"Germany", "de", "XX"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> in(wrong))
          .withMessage(
              "country must be empty or two capital letters of ISO 3166 such as DE, not " + wrong);
    }
  }

  private static IdentitySettings in(String country) {
    return new IdentitySettings(
        8,
        Map.of(),
        0.99,
        50,
        1.5,
        12,
        SurvivorshipSettings.DEFAULT,
        BlockingSettings.DEFAULT,
        country);
  }
}
