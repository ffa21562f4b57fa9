package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small Musterstadt from its raw files to what the judge says of it. */
class TownIT {
  @TempDir static Path folder;
  private static Town town;
  private static JsonNode result;
  private static JsonNode again;
  private static Command.Outcome judged;
  private static JsonNode verdict;

  /** The truth is away while the town is taken in and published, and back for a second run. */
  @BeforeAll
  static void makes_runs_and_judges() {
    town = Town.in(folder);
    town.hideTruth();
    result = town.run("run").ok().json();
    town.showTruth();
    again = town.run("run").ok().json();
    judged = town.run("judge", "--truth", town.truth().toString()).ok();
    verdict = judged.json();
  }

  @Test
  void the_balance_is_exact_for_every_file() {
    assertThat(verdict.at("/balance/not_exact").asInt()).as(judged.out()).isZero();
    assertThat(verdict.at("/balance/files_not_read").asInt()).as(judged.out()).isZero();
    assertThat(verdict.at("/balance/sources").asInt()).isEqualTo(26);
    result
        .get("sources")
        .forEach(
            s ->
                assertThat(s.get("in").asLong())
                    .isEqualTo(
                        s.get("kept").asLong()
                            + s.get("filtered").asLong()
                            + s.get("quarantined").asLong()
                            + s.get("duplicates").asLong()
                            + s.get("late").asLong()));
  }

  @Test
  void every_planted_breach_is_in_quarantine_under_its_rule_and_no_clean_row() {
    assertThat(verdict.at("/quarantine/planted").asInt()).isGreaterThan(100);
    assertThat(verdict.at("/quarantine/right_rule").asInt())
        .as(judged.out())
        .isEqualTo(verdict.at("/quarantine/planted").asInt());
    assertThat(verdict.at("/quarantine/clean_quarantined").asInt()).as(judged.out()).isZero();
  }

  @Test
  void records_are_linked_and_scores_rank() {
    assertThat(value("/links/published/f1")).as(judged.out()).isGreaterThan(0.85);
    assertThat(value("/response/contact/auc")).as(judged.out()).isGreaterThan(0.60);
    assertThat(value("/response/contact/auc")).isLessThan(value("/response/contact/ceiling"));
  }

  @Test
  void the_judge_names_generator_and_seed() {
    assertThat(verdict.path("generator").asText()).isNotEmpty();
    assertThat(verdict.path("seed").asLong()).isEqualTo(Town.SEED);
    assertThat(verdict.path("persons").asInt()).isEqualTo(Town.PERSONS);
  }

  @Test
  void content_is_the_same_whether_the_truth_is_there_or_not() {
    assertThat(Files.exists(town.truth())).isTrue();
    assertThat(again.get("checksums")).isEqualTo(result.get("checksums"));
  }

  private static double value(String path) {
    return verdict.at(path + "/value").asDouble();
  }
}
