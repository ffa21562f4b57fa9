package io.microtarget.jobs.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.journey.JourneySettings;
import io.microtarget.pipeline.Settings;
import io.microtarget.table.SettingsError;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JourneyBlockTest {
  @Test
  void the_reference_says_what_the_defaults_are() {
    assertThat(load(Map.of())).isEqualTo(JourneySettings.DEFAULT);
  }

  @Test
  void a_source_may_have_a_channel_of_its_own() {
    assertThat(load(Map.of("journey.channels.receipts", "'store'")).channels())
        .isEqualTo(Map.of("receipts", "'store'"));
  }

  @Test
  void what_cannot_be_is_refused_with_its_key() {
    refuses("channels.recepts", "'store'", "no source `recepts`; did you mean `receipts`?");
    refuses(
        "channels.crm", "'list'", "journey.channels.crm: rows of kind party are no touchpoints");
    refuses("channels.receipts", "plaece_id", "no column `plaece_id`; did you mean `place_id`?");
    refuses("user-agent", "attributes['x", "journey.user-agent: expression");
    refuses("days", "-1", "days must be at least 0, not -1");
    refuses("session-minute", "30", "did you mean `session-minutes`?");
    refuses("cart.add", "[order]", "`order` stands in two of add, remove and order");
  }

  private static void refuses(String key, String value, String why) {
    assertThatThrownBy(() -> load(Map.of("journey." + key, value)))
        .isInstanceOf(SettingsError.class)
        .hasMessageContaining(why);
  }

  private static JourneySettings load(Map<String, String> overrides) {
    return Loader.load("../conf/bench.conf", overrides, Settings.class).journey();
  }
}
