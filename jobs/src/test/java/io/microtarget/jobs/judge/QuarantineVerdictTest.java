package io.microtarget.jobs.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.jobs.judge.QuarantineVerdict.Aside;
import io.microtarget.jobs.judge.QuarantineVerdict.Breach;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuarantineVerdictTest {
  private static final List<Breach> PLANTED =
      List.of(
          new Breach("tills", "raw/tills/01.csv", "B0001", "type:amount"),
          new Breach("tills", "raw/tills/01.csv", "B0002", "malformed:fields"),
          new Breach("web", "raw/web.ndjson", "e77", "malformed:json"));

  @Test
  void each_planted_row_is_sought_by_its_key_in_its_file() {
    var verdict = new QuarantineVerdict(PLANTED);
    verdict.add(aside("tills", "raw/tills/01.csv", 10, "type:amount", "B0001;F01;3.98"));
    verdict.add(aside("tills", "raw/tills/01.csv", 90, "malformed:fields", "B0002;F01;1,00;x"));
    verdict.add(aside("web", "raw/web.ndjson", 0, "malformed:json", "{\"id\":\"e77\",\"at\":\"2"));
    verdict.add(
        aside("devices", "raw/web.ndjson", 0, "malformed:json", "{\"id\":\"e77\",\"at\":\"2"));

    var finding = verdict.finding();

    assertThat(finding.figures())
        .containsEntry("planted", 3)
        .containsEntry("right_rule", 3L)
        .containsEntry("clean_quarantined", 0);
    assertThat(finding.lines())
        .contains(
            "3 of 3 planted breaches are in quarantine, 3 of them under the rule they break; clean rows there: 0");
  }

  @Test
  void another_rule_another_file_and_rows_that_nobody_broke_are_told() {
    var verdict = new QuarantineVerdict(PLANTED);
    verdict.add(aside("tills", "raw/tills/01.csv", 10, "rule:total", "B0001;F01;3.98"));
    verdict.add(aside("tills", "raw/tills/02.csv", 90, "malformed:fields", "B0002;F01;1,00;x"));
    verdict.add(aside("tills", "raw/tills/01.csv", 50, "type:amount", "B00019;F01"));

    var finding = verdict.finding();

    assertThat(finding.figures())
        .containsEntry("quarantined", 1L)
        .containsEntry("right_rule", 0L)
        .containsEntry("clean_quarantined", 2);
    assertThat(finding.lines())
        .anyMatch(line -> line.contains("tills type:amount") && line.contains("{rule:total=1}"))
        .anyMatch(line -> line.contains("web malformed:json") && line.contains("{nowhere=1}"))
        .contains("  clean rows under tills malformed:fields: 1");
  }

  private static Aside aside(String source, String file, long at, String rule, String line) {
    return new Aside(source, file, at, rule, line);
  }
}
