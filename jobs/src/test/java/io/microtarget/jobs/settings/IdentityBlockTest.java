package io.microtarget.jobs.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.identity.IdentitySettings;
import io.microtarget.identity.Survivorship;
import io.microtarget.identity.SurvivorshipSettings;
import io.microtarget.pipeline.Settings;
import io.microtarget.table.SettingsError;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IdentityBlockTest {
  private static final String KEY = "identity.survivorship.";

  @Test
  void the_reference_says_what_the_defaults_are() {
    assertThat(load(Map.of())).isEqualTo(IdentitySettings.of(8, Map.of()));
  }

  @Test
  void survivorship_takes_rules_by_field_and_sources_by_trust() {
    assertThat(
            load(Map.of(
                    KEY + "rule", "most-trusted",
                    KEY + "fields.email", "most-frequent",
                    KEY + "fields.\"attribute:born\"", "most-complete",
                    KEY + "trusted", "[crm, loyalty]"))
                .survivorship())
        .isEqualTo(
            new SurvivorshipSettings(
                Survivorship.MOST_TRUSTED,
                Map.of(
                    "email", Survivorship.MOST_FREQUENT,
                    "attribute:born", Survivorship.MOST_COMPLETE),
                List.of("crm", "loyalty")));
  }

  @Test
  void what_cannot_be_is_refused_with_its_key() {
    refuses("rule", "most-recnt", "is not one of most-recent, most-complete, most-trusted,");
    refuses("rule", "most-recnt", "did you mean `most-recent`?");
    refuses("rule", "most-trusted", "trusted is empty, but a rule is most-trusted");
    refuses("fields.email", "best", "is not one of most-recent,");
    refuses("fields.emall", "most-recent", "such an attribute; did you mean `email`?");
    refuses("fields.weight", "most-recent", "such an attribute; there are [birth-date, card, ");
    refuses("trusted", "[loyalti]", "trusted: no source `loyalti`; did you mean `loyalty`?");
    refuses("trusted", "[receipts]", "trusted: source `receipts` is of kind purchase, not party");
  }

  private static void refuses(String key, String value, String why) {
    assertThatThrownBy(() -> load(Map.of(KEY + key, value)))
        .isInstanceOf(SettingsError.class)
        .hasMessageContaining(KEY.substring(0, KEY.length() - 1))
        .hasMessageContaining(why);
  }

  private static IdentitySettings load(Map<String, String> overrides) {
    return Loader.load("../conf/bench.conf", overrides, Settings.class).identity();
  }
}
