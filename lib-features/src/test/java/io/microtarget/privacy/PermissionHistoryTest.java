package io.microtarget.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.source.Basis;
import io.microtarget.source.LegalBasis;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PermissionHistoryTest {
  private static final Gate.Settings SETTINGS =
      new Gate.Settings(
          Map.of(
              "crm",
              new Basis(
                  LegalBasis.LEGITIMATE_INTEREST, List.of("direct-marketing"), List.of("letter"))),
          Map.of("letter", Medium.MAIL, "email", Medium.EMAIL),
          "DE",
          "person",
          false,
          ZoneId.of("Europe/Berlin"));

  private static final Said SAID =
      new Said(
          List.of("crm"),
          List.of(
              statement(Statement.Status.GRANT, "2025-01-10", "2025-01-11", "2025-06-01"),
              statement(Statement.Status.DENY, "2025-02-01", "2025-03-01", "2025-04-15")),
          List.of(
              new Objection(
                  "robinson",
                  Optional.of("mail"),
                  Optional.empty(),
                  Optional.of("objection"),
                  moment("2025-05-01"),
                  Optional.empty())));

  @Test
  void tells_what_was_said_when_it_was_known_and_what_follows() {
    var history = PermissionHistory.of(SAID, SETTINGS, moment("2025-07-01"));
    assertThat(history.moments())
        .extracting(m -> "%s %s".formatted(m.at(), m.events()))
        .containsExactly(
            "2025-01-11T12:00:00Z [form tells: GRANT of email for direct-marketing, said on"
                + " 2025-01-10 by record r1]",
            "2025-03-01T12:00:00Z [form tells: DENY of email for direct-marketing, said on"
                + " 2025-02-01 by record r1]",
            "2025-04-14T22:00:00Z [ended: DENY of email for direct-marketing, said on 2025-02-01"
                + " by record r1]",
            "2025-05-01T12:00:00Z [entry of list robinson against mail for every purpose]",
            "2025-05-31T22:00:00Z [ended: GRANT of email for direct-marketing, said on 2025-01-10"
                + " by record r1]",
            "2025-07-01T12:00:00Z [asked]");
    assertThat(history.moments())
        .extracting(m -> m.answers().get("email"))
        .containsExactly(
            "yes de-electronic-consent:form, reaching record r1 (UWG §7(2) no. 2)",
            "no deny:refused (GDPR 21(2), (3))",
            "no deny:channel (GDPR 5(1)(b))",
            "no deny:channel (GDPR 5(1)(b))",
            "no deny:channel (GDPR 5(1)(b))",
            "no deny:channel (GDPR 5(1)(b))");
    assertThat(history.moments())
        .extracting(m -> m.answers().get("letter"))
        .startsWith(
            "yes de-letter:crm (UWG §7(1): until it is recognisably unwanted; GDPR 6(1)(f))")
        .endsWith("no deny:objection:robinson (GDPR 21(3))");
  }

  @Test
  void tells_nothing_of_later_than_asked() {
    var history = PermissionHistory.of(SAID, SETTINGS, moment("2025-02-01"));
    assertThat(history.moments())
        .extracting(PermissionHistory.Moment::at)
        .containsExactly(moment("2025-01-11"), moment("2025-02-01"));
  }

  private static Statement statement(
      Statement.Status status, String said, String recorded, String until) {
    return new Statement(
        "r1",
        "form",
        Basis.DIRECT_MARKETING,
        Optional.of("email"),
        status,
        LegalBasis.CONSENT,
        moment(said),
        moment(recorded),
        Optional.empty(),
        Optional.of(LocalDate.parse(until)));
  }

  private static Instant moment(String day) {
    return Instant.parse(day + "T12:00:00Z");
  }
}
