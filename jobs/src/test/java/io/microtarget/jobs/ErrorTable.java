package io.microtarget.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the program says to wrong input, as {@code target/errors.md}: a table a group, a line a
 * case, written by the tests that assert the case.
 *
 * <p>Each test class has one file of rows under {@code target/errors/}, begun anew when the class
 * runs again; after each row all of them are joined, in any order of classes and from any test JVM.
 */
final class ErrorTable {
  /** A section of the table. */
  enum Group {
    SETTINGS("Settings", "Wrong settings or arguments: nothing was read or written."),
    RAW_FILES(
        "Raw files",
        "What was delivered is missing, broken or not as agreed: single rows are set aside and"
            + " counted, a file that breaks its contract stops the run."),
    LAKE("Lake", "Where the tables lie cannot be used: the last publication stays as it was."),
    MACHINE("Machine", "Something the program needs is not there, or failed on the way.");

    private final String title;
    private final String sentence;

    Group(String title, String sentence) {
      this.title = title;
      this.sentence = sentence;
    }
  }

  private static final Path TABLE = Path.of("target/errors.md");
  private static final Path FRAGMENTS = Path.of("target/errors");

  /** Rows of each test class of this JVM. */
  private static final Map<String, TreeSet<String>> ROWS = new HashMap<>();

  private ErrorTable() {}

  /**
   * Notes a case of the calling test class; one noted twice is one line.
   *
   * @param input what was wrong, in a few words
   * @param message what the program said, without the leading {@code microtarget:}; folders in it
   *     become {@code …/}
   * @param exitCode of the command; 0 if it went on
   */
  static synchronized void row(Group group, String input, String message, int exitCode) {
    var caller =
        StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).getCallerClass();
    var rows = ROWS.computeIfAbsent(caller.getSimpleName(), c -> new TreeSet<>());
    rows.add("%s\t%s\t%d\t%s".formatted(group, cell(input), exitCode, cell(message)));
    try {
      Files.createDirectories(FRAGMENTS);
      try (var lock =
              FileChannel.open(
                  FRAGMENTS.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var held = lock.lock()) {
        Files.write(FRAGMENTS.resolve(caller.getSimpleName() + ".tsv"), rows);
        var joined = Files.write(FRAGMENTS.resolve(".joined"), joined());
        Files.move(joined, TABLE, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> joined() throws IOException {
    var byGroup = new TreeMap<Group, TreeSet<String>>();
    try (var fragments = Files.newDirectoryStream(FRAGMENTS, "*.tsv")) {
      for (var fragment : fragments) {
        for (var row : Files.readAllLines(fragment)) {
          var cells = row.split("\t", -1);
          byGroup
              .computeIfAbsent(Group.valueOf(cells[0]), g -> new TreeSet<>())
              .add("| %s | %s | %s |".formatted(cells[1], cells[3], cells[2]));
        }
      }
    }
    var lines = new ArrayList<String>();
    lines.add("# What Microtarget says to wrong input");
    lines.add("");
    lines.add(
        "Written by the tests. Exit codes: 0 went on, 1 bug, 2 usage or settings, 3 data gate,"
            + " 4 no input, 75 another run is at work.");
    byGroup.forEach(
        (group, rows) -> {
          lines.addAll(List.of("", "## " + group.title, "", group.sentence, ""));
          lines.addAll(List.of("| input | message | exit |", "| --- | --- | --- |"));
          lines.addAll(rows);
        });
    return lines;
  }

  /** One line, the same on every machine and day, without what would end a cell. */
  private static String cell(String text) {
    return text.strip()
        .replaceAll("\\s+", " ")
        .replaceAll("(?<![\\w.…*])(file:)?/\\S*/", "…/")
        .replaceAll("\\d{8}T\\d{9,}Z|\\d{4}-\\d\\d-\\d\\dT[\\d:]+\\.\\d+Z", "…")
        .replace("|", "\\|");
  }
}
