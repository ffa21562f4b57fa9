package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.jobs.inspect.RawFolder;
import io.microtarget.jobs.settings.Loader;
import io.microtarget.pipeline.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code inspect} drafts of raw files in every format is checked and run as it stands. */
class InspectIT {
  @TempDir static Path folder;
  private static RawFolder raw;
  private static Path config;
  private static Command.Outcome drafted;
  private static Command.Outcome checked;
  private static Command.Outcome ran;

  @BeforeAll
  static void draft_check_and_run() throws IOException {
    raw = RawFolder.in(folder.resolve("raw"));
    config = folder.resolve("conf/mine.conf");
    drafted = Command.run("inspect", folder.resolve("raw").toString(), "--out", config.toString());
    if (Files.exists(config)) checked = Command.run("check", "--config", config.toString());
    ran =
        Command.run(
            "run", "--config", config.toString(), "--set", "lake.root=" + folder.resolve("lake"));
  }

  static Stream<RawFolder.Expected> sources() {
    return RawFolder.expected().stream();
  }

  @Test
  void a_draft_of_all_files_has_no_problem() {
    drafted.ok();
    assertThat(checked.ok().out())
        .contains("settings and %d sources are in order".formatted(RawFolder.expected().size()));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void a_file_is_taken_for_its_kind(RawFolder.Expected expected) {
    var settings = Loader.load(config.toString(), Map.of(), Settings.class);
    assertThat(settings.sources()).containsKey(expected.source());
    assertThat(settings.sources().get(expected.source()).kind()).isEqualTo(expected.kind());
  }

  @ParameterizedTest
  @MethodSource("sources")
  void every_row_of_a_file_is_kept(RawFolder.Expected expected) {
    var source = ran.ok().json().get("sources").get(expected.source());
    assertThat(source.get("in").asInt()).as(source.toString()).isEqualTo(expected.rows());
    assertThat(source.get("kept").asInt()).as(source.toString()).isEqualTo(expected.rows());
  }

  @Test
  void no_value_of_a_person_stands_in_the_draft() throws IOException {
    var draft = Files.readString(config);
    assertThat(raw.canaries()).hasSizeGreaterThan(200).noneMatch(draft::contains);
    assertThat(drafted.out() + drafted.err()).doesNotContain(raw.canaries());
  }
}
