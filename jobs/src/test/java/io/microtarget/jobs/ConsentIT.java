package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Consents from a file to the answer about a person, through two runs. */
class ConsentIT {
  private static final String CONSENTS =
      """

      sources.zustimmungen {
        kind = consent, format = csv, path = "DATA/zustimmungen.csv", max-quarantined-share = 0.5
        columns {
          native-id = "kunde", event-time = "am", purpose = "zweck", channel = "kanal", status = "was"
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void what_was_said_stays_said_and_what_cannot_be_read_is_told() throws IOException {
    var kiosk = Kiosk.in(folder).deliver(1);
    Files.writeString(
        folder.resolve("kiosk.conf"),
        CONSENTS.replace("DATA", folder.resolve("data").toString()),
        StandardOpenOption.APPEND);
    say(
        "K1-00,2024-12-01 10:00:00,direct-marketing,sms,GRANT",
        "K1-01,2024-12-01 10:00:00,direct-marketing,,GRANT",
        "K1-02,2024-12-01 10:00:00,direct-marketing,pigeon,DENY",
        "K1-03,2024-12-01 10:00:00,fun,sms,DENY",
        "K9-99,2024-12-01 10:00:00,direct-marketing,sms,GRANT");
    var first = kiosk.run("run").ok();
    assertThat(first.out())
        .contains("note: zustimmungen: 2 rows of consent are in quarantine and count for nobody\n")
        .contains("note: 1 consents and 0 suppressions mean nobody who is known\n")
        .doesNotContain("pigeon");
    assertThat(answers(kiosk, "K1-00"))
        .last()
        .asString()
        .startsWith("sms: yes de-message-consent:");

    say("K1-00,2024-12-20 10:00:00,direct-marketing,sms,REVOKED");
    assertThat(kiosk.run("run").ok().out())
        .contains("zustimmungen.csv: written anew: what was said before stays said\n");
    assertThat(answers(kiosk, "K1-00"))
        .hasSize(2)
        .last()
        .isEqualTo("sms: no deny:revoked (GDPR 7(3))");
    assertThat(answers(kiosk, "K1-01"))
        .last()
        .asString()
        .startsWith("sms: yes de-message-consent:");
    assertThat(answers(kiosk, "K1-02")).containsExactly("sms: no deny:no-consent (GDPR 7(1))");
  }

  @Test
  void a_jurisdiction_and_a_channel_are_checked_before_anything_runs() throws IOException {
    var kiosk = Kiosk.in(folder).deliver(1);
    var none = kiosk.run("check", "--set", "business.jurisdiction=UK");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("jurisdiction must be a country, two capital letters");
    var without = kiosk.run("check", "--set", "business.jurisdiction=BR");
    assertThat(without.code()).as(without.err()).isZero();
    assertThat(without.out())
        .contains(
            "warning: business.jurisdiction: the policy has no rules for BR: nobody is contacted");
    var channel =
        kiosk.run("check", "--set", "channels.brief.cost=1", "--set", "channels.brief.capacity=1");
    assertThat(channel.code()).isEqualTo(2);
    assertThat(channel.err())
        .contains("channels.brief.medium is missing: `brief` is none of [mail,");
  }

  private void say(String... lines) throws IOException {
    Files.writeString(
        folder.resolve("data/zustimmungen.csv"),
        "kunde,am,zweck,kanal,was\n" + String.join("\n", lines) + "\n");
  }

  /** What the channels answer at each moment, in order. */
  private static List<String> answers(Kiosk kiosk, String nativeId) {
    var lines =
        kiosk.run("explain", nativeId, "--native-id", "--permissions").ok().out().lines().toList();
    assertThat(lines).noneMatch(line -> line.contains(nativeId));
    return lines.stream().map(String::strip).filter(line -> line.startsWith("sms: ")).toList();
  }
}
