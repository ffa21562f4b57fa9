package io.microtarget.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.table.SettingsError;
import io.microtarget.vault.Pseudonym;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultKeyTest {
  @TempDir Path folder;

  @Test
  void is_made_once_and_only_its_owner_may_read_it() throws IOException {
    var lake = Lakes.open(folder);
    var first = VaultKey.of(Optional.empty(), lake);
    var file = folder.resolve("_keys/pseudonym.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
    assertThat(Files.readString(file)).matches("[0-9a-f]{64}\n");
    var again = VaultKey.of(Optional.empty(), Lakes.open(folder));
    assertThat(again.of("default", "x")).isEqualTo(first.of("default", "x"));
  }

  @Test
  void half_a_key_of_a_killed_run_is_no_key() throws IOException {
    var half = folder.resolve("_keys/.pseudonym.key.x.tmp");
    Files.createDirectories(half.getParent());
    Files.writeString(half, "0123456789abcdef0123456789abcdef");
    VaultKey.of(Optional.empty(), Lakes.open(folder));
    assertThat(Files.readString(folder.resolve("_keys/pseudonym.key"))).matches("[0-9a-f]{64}\n");
  }

  @Test
  void two_lakes_have_different_keys() {
    var one = VaultKey.of(Optional.empty(), Lakes.open(folder.resolve("one")));
    var other = VaultKey.of(Optional.empty(), Lakes.open(folder.resolve("other")));
    assertThat(one.of("default", "x")).isNotEqualTo(other.of("default", "x"));
  }

  @Test
  void a_given_key_leaves_no_file() {
    var key = "public:sixteen-bytes-at-least";
    var given = VaultKey.of(Optional.of(key), Lakes.open(folder));
    assertThat(given.of("default", "x"))
        .isEqualTo(new Pseudonym(key.getBytes(StandardCharsets.UTF_8), 1).of("default", "x"));
    assertThat(folder.resolve("_keys")).doesNotExist();
  }

  @Test
  void a_missing_key_of_a_lake_with_tables_is_never_made_anew() throws IOException {
    var lake = Lakes.open(folder);
    VaultKey.of(Optional.empty(), lake);
    Files.createDirectories(folder.resolve("vault/_delta_log"));
    Files.writeString(folder.resolve("vault/_delta_log/00000000000000000000.json"), "{}");
    Files.delete(file());
    assertThatThrownBy(() -> VaultKey.of(Optional.empty(), lake))
        .isInstanceOf(SettingsError.class)
        .hasMessageStartingWith(
            "key file file:%s is missing, and the pseudonyms in this lake were made with it: put it back from your backup (chmod 600)"
                .formatted(file()));
    assertThat(file()).doesNotExist();
  }

  @Test
  void a_key_file_that_holds_no_keys_is_refused_by_name_and_not_shown() throws IOException {
    refused("", "key file file:%s is empty; put the keys".formatted(file()));
    refused(" \n\n", "key file file:%s is empty; put the keys".formatted(file()));
    refused("not hex\n", "key file file:%s: line 1 is no sequence of hex digits".formatted(file()));
    refused("abc\n", "key file file:%s: line 1 is no sequence of hex digits".formatted(file()));
    refused("ab".repeat(15), "key file file:%s: line 1 has fewer than 16 bytes".formatted(file()));
    refused(
        "ab".repeat(32) + "\n" + "cd".repeat(8),
        "key file file:%s: line 2 has fewer than 16 bytes".formatted(file()));
  }

  @Test
  void a_key_file_that_others_may_read_is_refused() throws IOException {
    var lake = Lakes.open(folder);
    VaultKey.of(Optional.empty(), lake);
    for (var modes : List.of("rw-r-----", "rw----r--", "rw-rw-rw-")) {
      Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(modes));
      assertThatThrownBy(() -> VaultKey.of(Optional.empty(), lake))
          .isInstanceOf(SettingsError.class)
          .hasMessage(
              "key file file:%s can be read by others than its owner (%s); chmod 600 %s"
                  .formatted(file(), modes, file()));
    }
  }

  @Test
  void a_line_of_the_file_is_a_version() throws IOException {
    write("ab".repeat(32) + "\n" + "cd".repeat(32) + "\n");
    var two = VaultKey.of(Optional.empty(), Lakes.open(folder));
    assertThat(two.version()).isEqualTo(2);
    write("ab".repeat(32) + "\n");
    var one = VaultKey.of(Optional.empty(), Lakes.open(folder));
    assertThat(one.version()).isEqualTo(1);
    assertThat(one.of("default", "x")).isNotEqualTo(two.of("default", "x"));
  }

  @Test
  void a_lake_has_the_key_of_the_settings_or_its_own_and_not_both() {
    var lake = Lakes.open(folder);
    VaultKey.of(Optional.empty(), lake);
    assertThatThrownBy(() -> VaultKey.of(Optional.of("public:sixteen-bytes-at-least"), lake))
        .isInstanceOf(SettingsError.class)
        .hasMessageStartingWith(
            "vault.key is set, but the pseudonyms of this lake were made with the keys in file:"
                + file());
  }

  @Test
  void between_two_keys_nothing_is_pseudonymised() {
    var lake = Lakes.open(folder);
    VaultKey.of(Optional.empty(), lake);
    var file = new KeyFile(lake);
    file.begin();
    assertThatThrownBy(() -> VaultKey.of(Optional.empty(), lake))
        .isInstanceOf(SettingsError.class)
        .hasMessageStartingWith("a re-keying was begun in this lake and did not end")
        .hasMessageEndingWith("run `microtarget rekey` again");
    assertThat(file.nextKeys()).hasSize(2).startsWith(file.keys().get(0));
    var next = file.nextKeys();
    file.begin();
    assertThat(file.nextKeys()).usingRecursiveComparison().isEqualTo(next);
    file.finish();
    assertThat(VaultKey.of(Optional.empty(), lake).version()).isEqualTo(2);
    assertThat(FileModes.of(lake.files(), file.path())).contains("rw-------");
    assertThat(file.keys()).usingRecursiveComparison().isEqualTo(next);
  }

  private void refused(String content, String problem) throws IOException {
    write(content);
    assertThatThrownBy(() -> VaultKey.of(Optional.empty(), Lakes.open(folder)))
        .isInstanceOf(SettingsError.class)
        .hasMessageStartingWith(problem)
        .hasMessageContaining("chmod 600 " + file())
        .hasMessageNotContaining("cdcd");
  }

  private void write(String content) throws IOException {
    Files.createDirectories(file().getParent());
    Files.deleteIfExists(file().resolveSibling(".pseudonym.key.crc"));
    Files.writeString(file(), content);
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
  }

  private Path file() {
    return folder.resolve("_keys/pseudonym.key");
  }
}
