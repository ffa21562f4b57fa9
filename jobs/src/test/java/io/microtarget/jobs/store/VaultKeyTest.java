package io.microtarget.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.vault.Pseudonym;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
}
