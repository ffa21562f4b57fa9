package io.microtarget.jobs.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.table.SettingsError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("KEY", "correct horse", "SHORT", "hunter2", "EMPTY", "");

  @TempDir Path folder;

  @Test
  void a_reference_is_resolved_from_the_environment_or_a_file() throws IOException {
    var file = own(Files.writeString(folder.resolve("password"), "swordfish\n"));
    var vault =
        vault(
            """
            key = "${env:KEY}", options { db.password = "${file:%s}", url = "${env:KEY}" }
            """
                .formatted(file));
    assertThat(vault.key()).contains("correct horse");
    assertThat(vault("key = \"public:rehearsal\"").key()).contains("public:rehearsal");
    assertThat(vault("options { \"db.password\" = \"${file:%s}\" }".formatted(file)).options())
        .containsEntry("db.password", "swordfish");
  }

  @Test
  void words_that_only_look_like_secrets_are_ordinary() throws IOException {
    assertThat(vault("options { key = product_id, turkey = no, tokens = 3 }").options())
        .containsEntry("key", "product_id");
    assertThat(Secrets.isSecretComponent("turkey")).isFalse();
    assertThat(Secrets.isSecretComponent("api-key")).isTrue();
    assertThat(Secrets.isSecretEntry("fs.s3a.secret.key")).isTrue();
  }

  @Test
  void what_a_reference_lacks_is_named() throws IOException {
    refused("key = \"${env:NOWHERE}\"", "vault.key: environment variable NOWHERE is not set");
    refused("key = \"${env:EMPTY}\"", "vault.key: environment variable EMPTY is empty");
    var missing = folder.resolve("missing");
    refused(
        "key = \"${file:%s}\"".formatted(missing),
        "vault.key: secret file %s does not exist".formatted(missing));
    refused(
        "key = \"${file:%s}\"".formatted(folder),
        "vault.key: secret file %s cannot be read".formatted(folder));
    refused(
        "key = \"${file:key}\"", "vault.key: secret file 'key' must be named by its absolute path");
    refused(
        "options { url = \"jdbc:x?p=${env:KEY}\" }",
        "vault.options.url: ${env:KEY} must be the whole value, not a part of it");
  }

  @Test
  void a_file_that_others_may_read_holds_no_secret() throws IOException {
    for (var modes : List.of("rw-r-----", "rw----r--", "rw--w----")) {
      var file = folder.resolve("open");
      Files.deleteIfExists(file);
      Files.writeString(file, "swordfish");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(modes));
      refused(
          "key = \"${file:%s}\"".formatted(file),
          "vault.key: secret file %s can be read by others than its owner (%s); chmod 600 %s"
              .formatted(file, modes, file));
    }
    var empty = own(Files.writeString(folder.resolve("empty"), "\n"));
    refused(
        "key = \"${file:%s}\"".formatted(empty),
        "vault.key: secret file %s is empty".formatted(empty));
  }

  @Test
  void a_command_line_takes_no_secret_but_by_reference() throws IOException {
    Files.writeString(folder.resolve("reference.conf"), Shop.REFERENCE);
    var file = Files.writeString(folder.resolve("shop.conf"), "include \"reference\"\n");
    for (var value : List.of("hunter2hunter2", "public:hunter2hunter2", "[hunter2hunter2]")) {
      assertThatThrownBy(
              () ->
                  Loader.load(
                      file.toString(),
                      Map.of("business.name", "Corner", "vault.key", value),
                      Shop.class,
                      name -> Optional.empty()))
          .isInstanceOf(SettingsError.class)
          .hasMessageContaining("vault.key")
          .hasMessageNotContaining("hunter2");
    }
    var given =
        Loader.load(
            file.toString(),
            Map.of("business.name", "Corner", "vault.key", "${env:KEY}"),
            Shop.class,
            name -> Optional.ofNullable(ENVIRONMENT.get(name)));
    assertThat(given.vault().key()).contains("correct horse");
  }

  @Test
  void a_reference_without_quotes_is_explained() {
    assertThatThrownBy(() -> vault("key = ${env:KEY}"))
        .isInstanceOf(SettingsError.class)
        .hasMessageStartingWith("shop.conf:3: ")
        .hasMessageEndingWith(
            "; a secret is written in quotes, \"${env:NAME}\" or \"${file:/path}\"");
  }

  @Test
  void a_resolved_secret_never_appears_in_a_problem() {
    refused("key = \"${env:SHORT}\"", "vault: key '***' is too short");
    refused(
        "key = hunter2hunter2",
        "vault.key: must be a reference, \"${env:NAME}\" or"
            + " \"${file:/path}\"; what stands there is not shown (start it with public: if all may"
            + " know it)");
    refused(
        "key = [hunter2]",
        "vault.key: the secret (not shown) stands where a single value is expected");
  }

  private static Path own(Path file) throws IOException {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private void refused(String vault, String problem) {
    assertThatThrownBy(() -> vault(vault))
        .isInstanceOf(SettingsError.class)
        .hasMessage(problem + " (shop.conf:3)");
  }

  private Shop.Vault vault(String content) throws IOException {
    Files.writeString(folder.resolve("reference.conf"), Shop.REFERENCE);
    var file =
        Files.writeString(
            folder.resolve("shop.conf"),
            """
            include "reference"
            business.name = "Corner"
            vault { %s }
            """
                .formatted(content.strip()));
    return Loader.load(
            file.toString(),
            Map.of(),
            Shop.class,
            name -> Optional.ofNullable(ENVIRONMENT.get(name)))
        .vault();
  }
}
