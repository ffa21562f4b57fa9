package io.microtarget.jobs.town;

import io.microtarget.table.SettingsError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** The folder a town is to stand in, and the one beside it where it is made. */
final class Site {
  private static final List<String> OURS = List.of("raw", "truth", "town.json");

  /** Bytes that a person takes, rounded up, and what a town takes without any. */
  private static final long PER_PERSON = 40_000;

  private static final long WITHOUT = 20_000_000;

  private final Path out;
  private final Path partial;
  private final Target target;

  Site(Path out, Target target) {
    this.out = out.toAbsolutePath().normalize();
    this.target = target;
    if (this.out.getFileName() == null) {
      throw new SettingsError(
          "--out %s: the root of the disk is no place for a town".formatted(out));
    }
    partial = this.out.resolveSibling(this.out.getFileName() + ".partial");
  }

  /**
   * @throws SettingsError why a town of so many persons cannot be made there
   */
  void check(int persons) {
    checkFree();
    long needed = WITHOUT + PER_PERSON * persons;
    long free = freeBytes();
    if (free < needed) {
      throw new SettingsError(
          "--out %s: a town of %d persons takes up to %d MB, and the disk has %d MB left"
              .formatted(out, persons, needed / 1_000_000, free / 1_000_000));
    }
  }

  private void checkFree() {
    if (!Files.exists(out)) {
      return;
    }
    if (!Files.isDirectory(out)) {
      throw new SettingsError("--out %s is a file; name a folder".formatted(out));
    }
    var names = names();
    if (names.isEmpty()) {
      return;
    }
    if (target == Target.KEEP) {
      throw new SettingsError(
          "--out %s is not empty; name another folder, or replace the town there by --force"
              .formatted(out));
    }
    names.removeAll(OURS);
    if (!names.isEmpty()) {
      throw new SettingsError(
          "--out %s holds more than a town (%s); --force replaces only a town"
              .formatted(out, names.first()));
    }
  }

  private TreeSet<String> names() {
    try (var inside = Files.list(out)) {
      var names = new TreeSet<String>();
      inside.forEach(path -> names.add(path.getFileName().toString()));
      return names;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private long freeBytes() {
    try {
      var there = out;
      while (!Files.exists(there)) {
        there = there.getParent();
      }
      return Files.getFileStore(there).getUsableSpace();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** An empty folder to write to. */
  Path begin() throws IOException {
    remove(partial);
    return Files.createDirectories(partial);
  }

  /** Puts what was written where it is wanted. */
  void finish() throws IOException {
    if (Files.exists(out)) {
      remove(out);
    }
    Files.move(partial, out);
  }

  void abandon() {
    try {
      remove(partial);
    } catch (IOException | UncheckedIOException e) {
      throw new SettingsError(
          "--out %s: what was written so far cannot be removed; remove %s".formatted(out, partial));
    }
  }

  SettingsError failed(Exception e) {
    var cause = e instanceof UncheckedIOException wrapped ? wrapped.getCause() : e;
    return new SettingsError(
        "--out %s cannot be written, and nothing was left behind: %s"
            .formatted(out, said((Exception) cause)));
  }

  private static String said(Exception e) {
    return String.valueOf(e.getMessage()).contains("No space left")
        ? "no space left on the disk"
        : e.getClass().getSimpleName() + " " + e.getMessage();
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var all = Files.walk(folder)) {
      for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
