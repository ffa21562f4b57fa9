package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * A virtual environment of Python with pinned packages, made once and kept as long as its
 * requirements stay the same.
 *
 * <p>Without Python or without a network the test is skipped, and says so on standard error; any
 * other failure of the installation is a failure of the test.
 */
final class Venv {
  private static final Pattern OFFLINE =
      Pattern.compile(
          "NewConnectionError|ConnectTimeout|NameResolutionError|ProxyError|Retrying \\(");
  private static final int INSTALL_MINUTES = 8;

  private final Path folder;

  private Venv(Path folder) {
    this.folder = folder;
  }

  /** What a process said, both streams together. */
  record Outcome(int code, String text) {
    /** The text, if the process ended well. */
    String ok() {
      assertThat(code).as(text).isZero();
      return text;
    }
  }

  /**
   * An environment with the packages of a requirements file.
   *
   * @param leastMinor of Python 3
   */
  static Venv of(Path folder, Path requirements, int leastMinor) throws Exception {
    var python = "python3";
    skipUnless(
        succeeds(
            python, "-c", "import sys; sys.exit(sys.version_info < (3, %d))".formatted(leastMinor)),
        "python3 was not found, or is older than 3.%d".formatted(leastMinor));
    skipUnless(
        succeeds(python, "-c", "import venv, ensurepip"),
        "python3 cannot make environments (Debian, Ubuntu: apt-get install python3-venv)");
    var venv = new Venv(folder.toAbsolutePath());
    var marker = folder.resolve("requirements.sha256");
    var hash = hash(requirements);
    if (Files.exists(marker) && Files.readString(marker).equals(hash)) {
      return venv;
    }
    process(
            INSTALL_MINUTES,
            Path.of("."),
            Map.of(),
            List.of(python, "-m", "venv", "--clear", folder.toString()))
        .ok();
    var installed =
        venv.run(
            INSTALL_MINUTES,
            Path.of("."),
            Map.of(),
            "-m",
            "pip",
            "install",
            "--quiet",
            // Thousands of modules are never imported; the others are compiled when they are.
            "--no-compile",
            "--no-input",
            "--disable-pip-version-check",
            "--retries=2",
            "--timeout=20",
            "--requirement",
            requirements.toAbsolutePath().toString());
    skipUnless(
        installed.code() == 0 || !OFFLINE.matcher(installed.text()).find(),
        "the packages of %s cannot be fetched; is this machine offline?".formatted(requirements));
    installed.ok();
    Files.writeString(marker, hash);
    return venv;
  }

  /** Runs the environment's Python in a folder, with more environment variables. */
  Outcome run(int minutes, Path in, Map<String, String> environment, String... arguments)
      throws Exception {
    var command = new ArrayList<>(List.of(folder.resolve("bin/python").toString()));
    command.addAll(List.of(arguments));
    return process(minutes, in, environment, command);
  }

  /** Runs a process to its end, or kills it after some minutes. */
  static Outcome process(
      int minutes, Path in, Map<String, String> environment, List<String> command)
      throws Exception {
    var log = Files.createTempFile("venv", ".log");
    var builder =
        new ProcessBuilder(command)
            .directory(in.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    var process = builder.start();
    try {
      assertThat(process.waitFor(minutes, TimeUnit.MINUTES))
          .as("%s ended within %d minutes: %s", command, minutes, Files.readString(log))
          .isTrue();
      return new Outcome(process.exitValue(), Files.readString(log));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.delete(log);
    }
  }

  static boolean succeeds(String... command) throws Exception {
    try {
      return process(1, Path.of("."), Map.of(), List.of(command)).code() == 0;
    } catch (IOException isNotThere) {
      return false;
    }
  }

  /** Skips the test, and says so where Maven shows it. */
  static void skipUnless(boolean condition, String otherwise) {
    if (!condition) {
      System.err.println("SKIPPED: " + otherwise);
      Assumptions.abort(otherwise);
    }
  }

  private static String hash(Path requirements) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(requirements)));
  }
}
