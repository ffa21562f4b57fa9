package io.microtarget.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Folders with all that is in them. */
public final class Trees {
  private Trees() {}

  /** Deletes a folder with all that is in it, if it is there. */
  public static void delete(Path folder) {
    files(folder).stream().sorted(Comparator.reverseOrder()).forEach(Trees::deleteOne);
  }

  static void copy(Path from, Path to) {
    for (var path : files(from)) {
      try {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The folder and everything below, parents first; empty if it is not there. */
  static List<Path> files(Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (var all = Files.walk(folder)) {
      return all.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
