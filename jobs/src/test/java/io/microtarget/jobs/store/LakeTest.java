package io.microtarget.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.table.SettingsError;
import io.microtarget.testing.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeTest {
  @TempDir Path folder;

  @Test
  void a_new_lake_states_its_schema_version_and_opens_again() throws IOException {
    var lake = Lakes.open(folder.resolve("lake"));
    assertThat(lake.exists()).isTrue();
    assertThat(Files.readString(folder.resolve("lake/_lake.json")))
        .contains("\"schema_version\":3")
        .contains("\"product_version\":\"test\"");
    assertThat(Lakes.open(folder.resolve("lake")).root()).isEqualTo(lake.root());
    try (var files = Files.list(folder.resolve("lake"))) {
      assertThat(files.map(f -> f.getFileName().toString()).filter(f -> !f.endsWith(".crc")))
          .as("no probe is left")
          .containsExactly("_lake.json");
    }
  }

  @Test
  void looking_at_a_lake_does_not_make_one() {
    var hadoop = Sessions.shared().sparkContext().hadoopConfiguration();
    assertThat(Lake.at(folder.resolve("none").toString(), hadoop).exists()).isFalse();
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void refuses_a_lake_of_a_newer_version() throws IOException {
    version("{\"schema_version\": 4}");
    assertThatThrownBy(() -> Lakes.open(folder))
        .isInstanceOf(SettingsError.class)
        .hasMessageContaining("was written by a newer Microtarget (schema version 4, this one")
        .hasMessageContaining("use that version, or another lake.root");
  }

  @Test
  void refuses_a_lake_of_an_older_version_it_cannot_migrate() throws IOException {
    version("{\"schema_version\": 0}");
    assertThatThrownBy(() -> Lakes.open(folder))
        .isInstanceOf(SettingsError.class)
        .hasMessageContaining(
            "has schema version 0, this Microtarget needs 3 and cannot migrate it");
  }

  @Test
  void refuses_a_lake_whose_version_cannot_be_read() throws IOException {
    version("half a fi");
    assertThatThrownBy(() -> Lakes.open(folder))
        .isInstanceOf(SettingsError.class)
        .hasMessageContaining("_lake.json is not JSON");
  }

  @Test
  void says_that_a_folder_cannot_be_written() throws IOException {
    Files.writeString(folder.resolve("file"), "");
    for (var root : new Path[] {folder.resolve("file/lake"), Path.of("/proc/microtarget/lake")}) {
      assertThatThrownBy(() -> Lakes.open(root))
          .isInstanceOf(SettingsError.class)
          .hasMessageContaining("lake.root '%s' cannot be written; give this user".formatted(root));
    }
  }

  @Test
  void an_unknown_file_system_is_a_problem_of_the_settings() {
    var hadoop = Sessions.shared().sparkContext().hadoopConfiguration();
    assertThatThrownBy(() -> Lake.open("nowhere://bucket/lake", hadoop, "test"))
        .isInstanceOf(SettingsError.class)
        .hasMessageContaining("lake.root 'nowhere://bucket/lake' cannot be opened: ");
  }

  @Test
  void a_run_id_serves_once() {
    var lake = Lakes.open(folder.resolve("lake"));
    lake.claim("monday");
    lake.claim("tuesday");
    assertThatThrownBy(() -> lake.claim("monday"))
        .isInstanceOf(SettingsError.class)
        .hasMessage("--run-id monday was used before in this lake; take another one, or none");
  }

  private void version(String text) throws IOException {
    Files.writeString(folder.resolve("_lake.json"), text);
  }
}
