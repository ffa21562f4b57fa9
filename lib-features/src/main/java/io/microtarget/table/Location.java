package io.microtarget.table;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a path of the settings may be read or written at all, judged by its text: a settings file
 * from elsewhere must not lead to files that are nobody's data (<a
 * href="https://cwe.mitre.org/data/definitions/22.html">CWE-22</a>), and a slip of the pen must not
 * read a whole disk.
 *
 * <p>Allowed are relative paths, which may begin with {@code ../}, absolute ones, and URIs of the
 * file systems that a cluster shares. What lies behind a link is judged where files are listed.
 */
public final class Location {
  private static final int LONGEST = 1_024;
  private static final int LONGEST_NAME = 255;
  private static final Set<String> BUCKETS = Set.of("s3a", "gs");
  private static final Set<String> CONTAINERS = Set.of("abfs", "abfss", "wasb", "wasbs");
  private static final Set<String> CLUSTERS = Set.of("hdfs", "webhdfs", "viewfs", "ofs", "o3fs");
  private static final List<String> SYSTEM = List.of("proc", "sys", "dev", "etc", "boot");
  private static final Pattern SCHEME = Pattern.compile("^([^/:]*):(.*)$", Pattern.DOTALL);
  private static final Pattern ENCODED = Pattern.compile("(?i)%(2e|2f|5c|00|25)");
  private static final Pattern ARCHIVE = Pattern.compile("(?i).*\\.(zip|tar|tgz|tar\\.gz)");
  private static final String DOTS = "..";

  private Location() {}

  /** What is wrong with a path of files to read, which may be a pattern or lead into an archive. */
  public static Optional<String> ofFiles(String path) {
    var at = path.indexOf("!/");
    var outer = at < 0 ? path : path.substring(0, at);
    var inner = at < 0 ? "" : path.substring(at + 2);
    return text(path)
        .or(() -> at < 0 ? Optional.empty() : archive(outer, inner))
        .or(() -> place(outer))
        .or(() -> pattern(outer))
        .or(() -> inner.isEmpty() ? Optional.empty() : form(inner));
  }

  /** What is wrong with a path of a folder to write to. */
  public static Optional<String> ofFolder(String path) {
    return text(path)
        .or(
            () ->
                isPattern(path)
                    ? Optional.of("a folder to write to is no pattern")
                    : Optional.empty())
        .or(
            () ->
                path.contains("!")
                    ? Optional.of("`!` stands for what is inside an archive")
                    : Optional.empty())
        .or(() -> place(path))
        .or(
            () ->
                proper(path).isEmpty()
                    ? Optional.of("it names no folder below another one")
                    : Optional.empty());
  }

  /** What is wrong with a name that becomes a folder. */
  public static Optional<String> ofName(String name) {
    return name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
        ? Optional.empty()
        : Optional.of(
            "a name becomes a folder, so it has at most 64 letters of A to Z, digits, - and _, the first one neither - nor _");
  }

  /** Whether a path or pattern begins in a folder, both without links and as they are written. */
  public static boolean isBelow(String path, String folder) {
    var names = normal(path);
    var above = normal(folder);
    return isAbsolute(path) == isAbsolute(folder)
        && authority(path).equals(authority(folder))
        && names.size() >= above.size()
        && names.subList(0, above.size()).equals(above);
  }

  private static Optional<String> text(String path) {
    if (path.isBlank()) {
      return Optional.of("it is empty");
    }
    if (path.length() > LONGEST) {
      return Optional.of("it is longer than %,d characters".formatted(LONGEST));
    }
    var odd = path.codePoints().filter(Location::isOdd).findFirst();
    if (odd.isPresent()) {
      return Optional.of("U+%04X is no character of a path".formatted(odd.getAsInt()));
    }
    if (!path.equals(path.strip())) {
      return Optional.of("it begins or ends with a blank");
    }
    if (path.contains("\\")) {
      return Optional.of("folders are separated by /, not by a backslash");
    }
    if (ENCODED.matcher(path).find()) {
      return Optional.of("a dot, slash, backslash or percent sign is not to be encoded");
    }
    if (path.contains("${") || path.contains("$(") || path.contains("`") || path.startsWith("~")) {
      return Optional.of("nothing is put in for ~, $ or ` here");
    }
    return Optional.empty();
  }

  private static boolean isOdd(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  private static Optional<String> archive(String outer, String inner) {
    if (!ARCHIVE.matcher(outer).matches()) {
      return Optional.of("`!/` stands behind an archive: .zip, .tar, .tar.gz or .tgz");
    }
    if (inner.isEmpty() || inner.contains("!/")) {
      return Optional.of("behind `!/` stand the names of members, which are not opened again");
    }
    if (inner.startsWith("/") || tokens(inner).contains(DOTS)) {
      return Optional.of("members of an archive are named from its top, without `..`");
    }
    return Optional.empty();
  }

  private static Optional<String> place(String path) {
    return scheme(path).or(() -> names(path, path));
  }

  private static Optional<String> scheme(String path) {
    var parts = SCHEME.matcher(path);
    if (!parts.matches()) {
      return path.startsWith("//")
          ? Optional.of("it begins with // and names no file system")
          : Optional.empty();
    }
    var scheme = parts.group(1);
    var rest = parts.group(2);
    var isCluster = CLUSTERS.contains(scheme);
    if (scheme.equals("file")) {
      return rest.matches("(/|///)[^/].*")
          ? Optional.empty()
          : Optional.of("a URI of a file is file:/folder/file or file:///folder/file");
    }
    if (!isCluster && !BUCKETS.contains(scheme) && !CONTAINERS.contains(scheme)) {
      return Optional.of(
          "`%s:` is none of file:, hdfs:, webhdfs:, viewfs:, ofs:, o3fs:, s3a:, gs:, abfs:, abfss:, wasb:, wasbs:"
              .formatted(scheme));
    }
    var authority = rest.startsWith("//") ? rest.substring(2).split("/", 2)[0] : null;
    if (authority == null || (authority.isEmpty() && !isCluster)) {
      return Optional.of("a URI is %s://name/folder/file".formatted(scheme));
    }
    var isUser = authority.contains("@") && !CONTAINERS.contains(scheme);
    if (isUser || authority.matches(".*:.*@.*|.*@.*@.*")) {
      return Optional.of("a user or password does not belong into a path");
    }
    if (!authority.matches("[A-Za-z0-9._@:-]*")) {
      return Optional.of(
          "the name of the file system has other signs than letters, digits, - and .");
    }
    return rest.matches(".*\\?[^/]*=.*")
        ? Optional.of("a query or signature does not belong into a path")
        : Optional.empty();
  }

  private static Optional<String> names(String path, String whole) {
    var names = names(path);
    var isBegin = !isAbsolute(whole);
    for (var name : names) {
      var tokens = tokens(name);
      if (tokens.contains(DOTS) && !(isBegin && name.equals(DOTS))) {
        return Optional.of("`..` may stand only at the beginning of a relative path");
      }
      isBegin = isBegin && (name.equals(DOTS) || name.equals("."));
      if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
        return Optional.of("a name in it is longer than %d bytes".formatted(LONGEST_NAME));
      }
      if (beginnings(name).stream().anyMatch(Location::isHidden)) {
        return Optional.of(
            "`%s` is hidden, as are keys and settings of other programs".formatted(name));
      }
    }
    // The folder a program was started in belongs to nobody but it, however it is named.
    var isOwnFolder = whole.startsWith("/proc/self/cwd/");
    var isLocal = isAbsolute(whole) && authority(whole).isEmpty() && !isOwnFolder;
    var first = proper(whole).stream().findFirst();
    if (isLocal && first.filter(n -> tokens(n).stream().anyMatch(SYSTEM::contains)).isPresent()) {
      return Optional.of("/%s belongs to the machine".formatted(first.get()));
    }
    return Optional.empty();
  }

  /** Below a folder a pattern may begin as it likes, as in an archive. */
  private static Optional<String> pattern(String path) {
    return form(path).or(() -> beginning(path));
  }

  private static Optional<String> form(String path) {
    if (path.contains("**")) {
      return Optional.of("`**` is not known: a `*` stands for a name or a part of it");
    }
    if (!isClosed(path)) {
      return Optional.of("a bracket of the pattern is not closed");
    }
    return proper(path).isEmpty() ? Optional.of("it names no file") : Optional.empty();
  }

  private static Optional<String> beginning(String path) {
    var names = proper(path);
    var isBelowSomething = !isPattern(names.get(0)) || !authority(path).isEmpty();
    var isOfThisFolder =
        names.size() == 1 && names.get(0).matches(".*[A-Za-z0-9].*") && !isAbsolute(path);
    return isBelowSomething || isOfThisFolder
        ? Optional.empty()
        : Optional.of("a pattern begins with the name of a folder");
  }

  private static boolean isClosed(String pattern) {
    var open = new ArrayDeque<Character>();
    for (char c : pattern.toCharArray()) {
      if (c == '[' || c == '{') {
        open.push(c);
      } else if (c == ']' || c == '}') {
        if (open.isEmpty() || open.pop() != (c == ']' ? '[' : '{')) {
          return false;
        }
      }
    }
    return open.isEmpty();
  }

  private static boolean isPattern(String path) {
    return path.matches("(?s).*[*?\\[{].*");
  }

  /** Parts of a name that a brace lets stand for it. */
  private static List<String> tokens(String name) {
    return List.of(name.split("[{},/]"));
  }

  /** What a name may begin with. */
  private static List<String> beginnings(String name) {
    var end = name.indexOf('}');
    return name.startsWith("{") && end > 0 ? tokens(name.substring(0, end)) : List.of(name);
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") && !name.equals(".") && !name.equals(DOTS);
  }

  private static List<String> proper(String path) {
    return names(path).stream().filter(n -> !n.equals(".") && !n.equals(DOTS)).toList();
  }

  private static boolean isAbsolute(String path) {
    return path.startsWith("/") || SCHEME.matcher(path).matches();
  }

  /** Scheme and host; empty for a local path, with or without its scheme. */
  private static String authority(String path) {
    var parts = SCHEME.matcher(path);
    if (!parts.matches() || parts.group(1).equals("file")) {
      return "";
    }
    var rest = parts.group(2);
    var host = rest.startsWith("//") ? rest.substring(2).split("/", 2)[0] : "";
    return parts.group(1).toLowerCase(Locale.ROOT) + "://" + host;
  }

  /** Names between the slashes, behind scheme and host. */
  private static List<String> names(String path) {
    var parts = SCHEME.matcher(path);
    var rest = parts.matches() ? parts.group(2) : path;
    if (parts.matches() && rest.startsWith("//")) {
      var at = rest.indexOf('/', 2);
      rest = at < 0 ? "" : rest.substring(at);
    }
    return List.of(rest.split("/")).stream().filter(n -> !n.isEmpty()).toList();
  }

  private static List<String> normal(String path) {
    var normal = new ArrayList<String>();
    for (var name : names(path)) {
      var canGoUp = !normal.isEmpty() && !normal.get(normal.size() - 1).equals(DOTS);
      if (name.equals(DOTS) && canGoUp) {
        normal.remove(normal.size() - 1);
      } else if (!name.equals(".")) {
        normal.add(name);
      }
    }
    return normal;
  }
}
