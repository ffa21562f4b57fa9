package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SurvivorshipSettingsTest {
  @Test
  void a_field_goes_by_its_own_rule_and_the_others_by_the_common_one() {
    var settings =
        new SurvivorshipSettings(
            Survivorship.MOST_COMPLETE, Map.of("email", Survivorship.MOST_FREQUENT), List.of());
    assertThat(settings.rule("email")).isEqualTo(Survivorship.MOST_FREQUENT);
    assertThat(settings.rule("name")).isEqualTo(Survivorship.MOST_COMPLETE);
    assertThat(Survivorship.MOST_COMPLETE.key()).isEqualTo("most-complete");
  }

  @Test
  void most_trusted_needs_sources_each_named_once() {
    var empty =
        "trusted is empty, but a rule is most-trusted: name the sources, the most trusted first";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SurvivorshipSettings(Survivorship.MOST_TRUSTED, Map.of(), List.of()))
        .withMessage(empty);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new SurvivorshipSettings(
                    Survivorship.MOST_RECENT,
                    Map.of("email", Survivorship.MOST_TRUSTED),
                    List.of()))
        .withMessage(empty);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new SurvivorshipSettings(
                    Survivorship.MOST_RECENT, Map.of(), List.of("crm", "shop", "crm")))
        .withMessage("trusted names a source twice: [crm, shop, crm]");
  }
}
