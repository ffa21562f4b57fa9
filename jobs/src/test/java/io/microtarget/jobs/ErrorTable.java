package io.microtarget.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** {@code target/errors.md}: the bad input of all tests, what is said to it, and the exit code. */
final class ErrorTable {
  private static final Path PARTS = Path.of("target/errors");

  private ErrorTable() {}

  /**
   * Puts the rows of one test into the table, in place of those it had there.
   *
   * @param rows {@code | case | exit | message |}
   */
  static void write(String test, List<String> rows) throws IOException {
    Files.createDirectories(PARTS);
    Files.write(PARTS.resolve(test + ".md"), rows);
    var lines = new ArrayList<>(List.of("| case | exit | message |", "| --- | --- | --- |"));
    try (var parts = Files.list(PARTS)) {
      for (var part : parts.sorted().toList()) {
        lines.addAll(Files.readAllLines(part));
      }
    }
    // Tests of another JVM may write at the same time.
    var whole = Files.write(Files.createTempFile(PARTS.getParent(), "errors", ".tmp"), lines);
    Files.move(whole, Path.of("target/errors.md"), StandardCopyOption.ATOMIC_MOVE);
  }
}
