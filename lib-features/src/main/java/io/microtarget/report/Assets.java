package io.microtarget.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Scripts and style the page carries, from the library's own resources, and the policy that allows
 * these and nothing else.
 *
 * <p>{@code SHA256SUMS} beside the resources lists what was taken from the npm packages.
 */
final class Assets {
  /** Unchanged builds of the npm packages of the same name and version; BSD-3-Clause. */
  static final List<String> LIBRARIES =
      List.of("vega-6.4.0", "vega-lite-6.5.0", "vega-embed-7.3.0");

  private Assets() {}

  /** The scripts in the order they must run, as they stand in the page. */
  static List<String> scripts() {
    return List.of(
        library(LIBRARIES.get(0)),
        library(LIBRARIES.get(1)),
        library(LIBRARIES.get(2)),
        read("report.js"));
  }

  static String style() {
    return read("report.css");
  }

  static String licence(String library) {
    return read(library + ".LICENSE.txt");
  }

  /** Default deny; only the given scripts and the given style, by hash. */
  static String policy(List<String> scripts, String style) {
    return "default-src 'none'; script-src %s; style-src %s; img-src data:; base-uri 'none'; form-action 'none'"
        .formatted(
            scripts.stream().map(Assets::hash).collect(Collectors.joining(" ")), hash(style));
  }

  /** {@code 'sha256-…'} of the text in UTF-8, as a policy names it. */
  static String hash(String text) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The build without the pointer to its source map, a file the page does not have. */
  private static String library(String name) {
    return read(name + ".min.js").replaceAll("(?m)^//# sourceMappingURL=.*$", "").strip();
  }

  private static String read(String name) {
    try (var stream = Assets.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("resource " + name + " is missing from the library");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
