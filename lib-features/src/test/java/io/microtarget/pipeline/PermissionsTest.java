package io.microtarget.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.microtarget.decision.Channel;
import io.microtarget.privacy.Medium;
import io.microtarget.privacy.PolicyTable;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PermissionsTest {
  @Test
  void a_channel_is_a_medium_by_its_name_or_by_its_settings() {
    var channels =
        Map.of(
            "email", new Channel(0, 1),
            "emails", new Channel(0, 1),
            "phone", new Channel(0, 1, Optional.of(Medium.SMS)),
            "post", new Channel(0, 1, Optional.of(Medium.MAIL)));
    assertThat(Permissions.problems(channels))
        .containsExactly(
            "channels.emails.medium is missing: `emails` is none of [mail, visit, phone,"
                + " automated-call, fax, email, sms, messenger, push, online-ads]; did you mean"
                + " `email`?",
            "channels.phone.medium: a channel called like a medium is that one");
  }

  @Test
  void a_jurisdiction_is_a_country() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> business("UK"))
        .withMessageStartingWith(
            "jurisdiction must be a country, two capital letters of ISO 3166 such as US or DE, not"
                + " 'UK'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> business("EU"))
        .withMessageStartingWith("jurisdiction must be a country, ");
    assertThat(business("BR").jurisdiction()).isEqualTo("BR");
  }

  @Test
  void the_page_of_the_policy_has_a_line_a_rule_and_marks_those_from_memory() {
    var page = PolicyPage.of(PolicyTable.STANDARD);
    assertThat(page)
        .contains(
            "| `de-email-customer` | DE | direct-marketing | email | all |"
                + " existing-customer | allow | address-from-sale, own-similar-goods,"
                + " notice-at-collection, notice-in-every-message | UWG §7(3) |\n")
        .contains(
            "| `us-email` | US | direct-marketing | email | all | consent,"
                + " legitimate-interest, existing-customer | allow |  | CAN-SPAM, 15 USC 7704(a):"
                + " until the person opts out **from memory** |\n");
    assertThat(page.lines().filter(l -> l.startsWith("| `")))
        .hasSameSizeAs(PolicyTable.STANDARD.rules());
  }

  private static Business business(String jurisdiction) {
    return new Business("Shop", jurisdiction, "EUR", ZoneId.of("UTC"), "person", false);
  }
}
