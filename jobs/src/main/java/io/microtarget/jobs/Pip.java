package io.microtarget.jobs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The package installer of Python, started as a process.
 *
 * @param python the command, {@code python3}
 * @param options more options of {@code pip download}
 */
record Pip(String python, List<String> options) {
  private static final int MINUTES = 15;

  Pip {
    options = List.copyOf(options);
  }

  Pip(String python) {
    this(python, List.of());
  }

  /**
   * Puts the wheel of a package into a folder. Only wheels are taken: a source package would run
   * its build code.
   *
   * @return what went wrong and what to do about it, without addresses or host names
   */
  Optional<String> download(String pypiPackage, Path folder) throws IOException {
    var arguments =
        new ArrayList<>(List.of("download", "--no-deps", "--only-binary=:all:", "--retries=2"));
    arguments.addAll(List.of("--timeout=20", "--dest", folder.toString()));
    arguments.addAll(options);
    arguments.add(pypiPackage);
    return run(arguments, folder.resolve("pip.log"));
  }

  /**
   * Runs one command of pip.
   *
   * @param log what it prints
   * @return what went wrong and what to do about it, without addresses or host names
   */
  Optional<String> run(List<String> arguments, Path log) throws IOException {
    var command = new ArrayList<>(List.of(python, "-m", "pip"));
    command.addAll(arguments);
    command.addAll(List.of("--disable-pip-version-check", "--no-input", "--progress-bar=off"));
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException noPython) {
      return Optional.of(
          "%s was not found; install Python 3 with pip (Debian, Ubuntu: apt-get install python3-pip)"
              .formatted(python));
    }
    if (!finished(process)) {
      return Optional.of("pip gave no result within %d minutes; try again".formatted(MINUTES));
    }
    return process.exitValue() == 0 ? Optional.empty() : Optional.of(explained(log));
  }

  private static boolean finished(Process process) {
    try {
      return process.waitFor(MINUTES, TimeUnit.MINUTES);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while pip was running", stopped);
    } finally {
      process.destroyForcibly();
    }
  }

  private String explained(Path log) throws IOException {
    var text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    var lines = text.lines().filter(line -> !line.isBlank()).toList();
    if (lines.stream().anyMatch(line -> line.contains("No module named pip"))) {
      return "%s has no pip; install it (Debian, Ubuntu: apt-get install python3-pip; else: %s -m ensurepip)"
          .formatted(python, python);
    }
    var offline =
        lines.stream()
            .anyMatch(
                line ->
                    line.matches(
                        ".*(NewConnectionError|ConnectTimeout|NameResolutionError|ProxyError"
                            + "|SSLError|Retrying \\().*"));
    var last =
        lines.stream()
            .filter(line -> line.startsWith("ERROR:"))
            .reduce((a, b) -> b)
            .or(() -> lines.stream().reduce((a, b) -> b))
            .orElse("no message");
    return offline
        ? "pip cannot reach the package index; is this machine offline? (%s)"
            .formatted(anonymous(last))
        : "pip failed: " + anonymous(last);
  }

  /** Without addresses: they may carry names of machines and passwords of a mirror. */
  private static String anonymous(String line) {
    return line.replaceAll("\\b[a-z+]+://\\S+", "…")
        .replaceAll("host='[^']*'", "host=…")
        .replaceAll("\\b\\d{1,3}(\\.\\d{1,3}){3}(:\\d+)?\\b", "…");
  }
}
