package io.microtarget.jobs.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Secrets stand in the settings by reference only.
 *
 * <p>A text whose key ends in {@code password}, {@code passphrase}, {@code token}, {@code secret}
 * or {@code key} (as a word: {@code api-key}, not {@code turkey}) must be {@code "${env:NAME}"} or
 * {@code "${file:/path}"}; a literal there is refused and not shown. A value that is meant to be
 * known, such as the key of a rehearsal, says so by starting with {@code public:} and keeps that
 * prefix. In a map with free keys (options of a database connection) a lone {@code key} may be an
 * ordinary word, so there only {@code secret-key}, {@code access-key}, {@code account-key}, {@code
 * api-key} and {@code private-key} count. A reference in any other text is resolved too.
 */
final class Secrets {
  static final String PUBLIC = "public:";
  private static final Pattern COMPONENT =
      Pattern.compile("(?i)(.*[-._])?(password|passphrase|token|secret|key)");
  private static final Pattern ENTRY =
      Pattern.compile(
          "(?i)(.*[-._])?(password|passphrase|token|secret|(secret|access|account|api|private)[-._]?key)");
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]*)}");
  private static final String ALLOWED = "must be a reference, \"${env:NAME}\" or \"${file:/path}\"";

  private static final Set<PosixFilePermission> OF_OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final Function<String, Optional<String>> environment;

  /** Longest first, so that a secret inside another one leaves nothing behind. */
  private final Set<String> resolved =
      new TreeSet<>(
          Comparator.comparingInt(String::length).reversed().thenComparing(String::compareTo));

  Secrets(Function<String, Optional<String>> environment) {
    this.environment = environment;
  }

  static boolean isSecretComponent(String key) {
    return COMPONENT.matcher(key).matches();
  }

  static boolean isSecretEntry(String key) {
    return ENTRY.matcher(key).matches();
  }

  /** Whether a text may stand in a file that others read. */
  static boolean isReferenceOrPublic(String text) {
    return text.startsWith(PUBLIC) || REFERENCE.matcher(text).matches();
  }

  /**
   * The text to use in place of {@code text}.
   *
   * @throws IllegalArgumentException what is wrong with the reference, without the value
   */
  String resolve(Node node, String text) {
    var reference = REFERENCE.matcher(text);
    if (reference.matches()) {
      var name = reference.group(2);
      var value = reference.group(1).equals("env") ? ofEnvironment(name) : ofFile(name);
      resolved.add(value);
      return value;
    }
    if (node.secret() && node.isOfCommandLine()) {
      throw new IllegalArgumentException(
          ALLOWED + "; a command line is seen by all users of a machine and kept by its shell");
    }
    if (node.secret() && !text.startsWith(PUBLIC)) {
      throw new IllegalArgumentException(
          ALLOWED + "; what stands there is not shown (start it with public: if all may know it)");
    }
    if (reference.reset().find()) {
      throw new IllegalArgumentException(
          "%s must be the whole value, not a part of it".formatted(reference.group()));
    }
    return text;
  }

  /** The line without any value that came by reference. */
  String redact(String line) {
    var shown = line;
    for (var secret : resolved) {
      shown = shown.replace(secret, "***");
    }
    return shown;
  }

  private String ofEnvironment(String name) {
    var value =
        environment
            .apply(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "environment variable %s is not set".formatted(name)));
    return nonEmpty(value, "environment variable " + name);
  }

  private String ofFile(String name) {
    var file = Path.of(name);
    if (!file.isAbsolute()) {
      throw new IllegalArgumentException(
          "secret file '%s' must be named by its absolute path".formatted(name));
    }
    try {
      checkOwn(file);
      return nonEmpty(Files.readString(file).strip(), "secret file " + name);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "secret file %s %s"
              .formatted(name, Files.exists(file) ? "cannot be read" : "does not exist"),
          unreadable);
    }
  }

  /** Where the file system knows modes: others who may read the file know the secret. */
  private static void checkOwn(Path file) throws IOException {
    var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null || !Files.isRegularFile(file)) {
      return;
    }
    var modes = view.readAttributes().permissions();
    if (modes.stream().anyMatch(OF_OTHERS::contains)) {
      throw new IllegalArgumentException(
          "secret file %s can be read by others than its owner (%s); chmod 600 %s"
              .formatted(file, PosixFilePermissions.toString(modes), file));
    }
  }

  private static String nonEmpty(String value, String from) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(from + " is empty");
    }
    return value;
  }
}
