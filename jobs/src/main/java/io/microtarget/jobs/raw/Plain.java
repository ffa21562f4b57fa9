package io.microtarget.jobs.raw;

import io.microtarget.table.SettingsError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether a listed file of this machine is a plain one where it really lies: a device has no end, a
 * pipe waits for ever, and a link may lead to files that are no raw data.
 */
final class Plain {
  private static final List<String> SYSTEM = List.of("/proc", "/sys", "/dev", "/etc", "/boot");

  private Plain() {}

  /**
   * @param lake folder that holds no raw files
   * @throws SettingsError names the source and the file
   */
  static void check(
      String source, org.apache.hadoop.fs.Path file, Optional<org.apache.hadoop.fs.Path> lake) {
    if (!"file".equals(file.toUri().getScheme())) {
      return;
    }
    var path = Path.of(file.toUri().getPath());
    if (!Files.isRegularFile(path)) {
      throw refused(source, path, "is a device, a pipe or a link to nowhere, not a plain file");
    }
    var real = real(path);
    if (SYSTEM.stream().anyMatch(real::startsWith)) {
      throw refused(source, path, "leads to files of the machine");
    }
    var isInLake =
        lake.map(l -> l.toUri())
            .filter(l -> l.getScheme() == null || l.getScheme().equals("file"))
            .map(l -> Path.of(l.getPath()).toAbsolutePath())
            .filter(Files::exists)
            .filter(l -> real.startsWith(real(l)))
            .isPresent();
    if (isInLake) {
      throw refused(source, path, "leads into the lake, whose tables are no raw files");
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }

  private static SettingsError refused(String source, Path path, String what) {
    // The name of a lookup stands behind that of its source, as other messages have it.
    var key = source.replace("' lookup '", ".lookups.");
    return new SettingsError("sources.%s.path: %s %s".formatted(key, path.getFileName(), what));
  }
}
