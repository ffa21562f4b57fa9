package io.microtarget.jobs.raw;

import io.microtarget.table.DataError;
import io.microtarget.table.SettingsError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.GlobPattern;
import org.apache.hadoop.fs.Path;

/**
 * Which files match the path of a source: {@code folder/*.csv}, an archive, or {@code
 * archive.tar.gz!/folder/*.csv} for some of its members.
 *
 * <p>Files whose names begin with a dot or an underscore are left out where a pattern is given, as
 * Hadoop does: they are marks of other programs.
 */
public final class Listing {
  private static final int BUFFER = 1 << 20;
  private static final int BEGINNING = 1 << 16;
  private final Configuration hadoop;
  private final Optional<Path> lake;

  /** Checksums of files that were read before, since several sources may read the same. */
  private final Map<String, String> hashes = new ConcurrentHashMap<>();

  /** A listing of any files. */
  public Listing(Configuration hadoop) {
    this(hadoop, Optional.empty());
  }

  /**
   * A listing of files outside the lake.
   *
   * @param lake folder whose files are no raw ones, whatever links lead there
   */
  public Listing(Configuration hadoop, Optional<Path> lake) {
    this.hadoop = hadoop;
    this.lake = lake;
  }

  /** A file, and the first bytes of a member of an archive, which is read once. */
  public record Listed(RawFile file, byte[] beginning) {}

  /** Size of everything that matches, without reading it; 0 if nothing does. */
  public long bytes(String path) {
    return matches(path).stream().mapToLong(FileStatus::getLen).sum();
  }

  /** Path of the first file or archive that matches, if one does. */
  public Optional<String> first(String path) {
    return matches(path).stream().map(f -> f.getPath().toUri().getPath()).findFirst();
  }

  /**
   * The files, by name.
   *
   * @param known checksum of a file by name, size and time, if it was read before
   * @throws DataError (no input) if there is none; (gate) if an archive cannot be read
   * @throws SettingsError if one is a device or a pipe, or lies in the lake or among the files of
   *     the machine, where a link may have led
   */
  public List<Listed> of(String source, String path, Function<RawFile, Optional<String>> known) {
    var found = matches(path);
    if (found.isEmpty()) {
      throw isFolder(path)
          ? DataError.noInput(
              "source '%s': %s is a folder; `path` must match files, such as %s/*"
                  .formatted(source, path, path))
          : DataError.noInput(
              "source '%s': no file matches %s; check `path` and that the data was delivered"
                  .formatted(source, path));
    }
    var files = new ArrayList<Listed>();
    try {
      for (var status : found) {
        Plain.check(source, status.getPath(), lake);
      }
      var below = below(path);
      for (var status : found) {
        var name = name(below, status.getPath());
        if (Archive.is(status.getPath().getName())) {
          members(status, name, members(path), files);
        } else {
          files.add(new Listed(hashed(status, name, known), new byte[0]));
        }
      }
    } catch (UnreadableFile e) {
      throw unreadable(source, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (files.isEmpty()) {
      throw DataError.noInput(
          "source '%s': no member of the archive matches %s".formatted(source, path));
    }
    files.sort(Comparator.comparing(f -> f.file().name()));
    return files;
  }

  /**
   * How a listed file begins.
   *
   * @param most records
   */
  public Head head(Listed listed, RecordFormat format, int most) throws UnreadableFile {
    return Head.of(listed.file(), listed.beginning(), format, most, hadoop);
  }

  /** Whether the first bytes of a file are those of an older one: it only grew. */
  public boolean goesOn(RawFile file, long oldBytes, String oldContent) {
    if (file.inArchive() || file.bytes() <= oldBytes || Opened.isPacked(file.fileName(), hadoop)) {
      return false;
    }
    try (var in = Head.open(file.path(), hadoop)) {
      var digest = sha256();
      var buffer = new byte[BUFFER];
      var mark = in.readNBytes(2);
      in.seek(0);
      if (isWide(mark)) {
        return false;
      }
      long left = oldBytes;
      byte last = 0;
      while (left > 0) {
        int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (n < 0) {
          return false;
        }
        digest.update(buffer, 0, n);
        last = buffer[n - 1];
        left -= n;
      }
      return last == '\n' && HexFormat.of().formatHex(digest.digest()).equals(oldContent);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a file begins with the mark of UTF-16, whose offsets are not those of its bytes. */
  private static boolean isWide(byte[] mark) {
    return mark.length == 2 && (mark[0] & mark[1]) == (byte) 0xFE && mark[0] != mark[1];
  }

  /** The error a broken file gives, without any of its content. */
  public static DataError unreadable(String source, UnreadableFile e) {
    return DataError.gate(
        "source '%s': file %s cannot be read (%s); it may be truncated or of another format: deliver it again"
            .formatted(source, e.file(), e.reason()),
        e);
  }

  private List<FileStatus> matches(String path) {
    try {
      var pattern = new Path(outer(path));
      var isPattern = isPattern(outer(path));
      var all = pattern.getFileSystem(hadoop).globStatus(pattern);
      return all == null
          ? List.of()
          : Arrays.stream(all)
              .filter(FileStatus::isFile)
              .filter(f -> !isPattern || !f.getPath().getName().matches("[._].*"))
              .sorted(Comparator.comparing(FileStatus::getPath))
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isFolder(String path) {
    try {
      var pattern = new Path(outer(path));
      var all = pattern.getFileSystem(hadoop).globStatus(pattern);
      return all != null && all.length > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String outer(String path) {
    var at = path.indexOf("!/");
    return at < 0 ? path : path.substring(0, at);
  }

  private static Optional<GlobPattern> members(String path) {
    var at = path.indexOf("!/");
    return at < 0 ? Optional.empty() : Optional.of(new GlobPattern(path.substring(at + 2)));
  }

  private static boolean isPattern(String path) {
    return path.matches(".*[*?\\[{].*");
  }

  /** The folder that the pattern begins with. */
  private Path below(String path) throws IOException {
    var at = new Path(outer(path));
    while (at.getParent() != null && isPattern(at.toString())) {
      at = at.getParent();
    }
    var folder = isPattern(outer(path)) || at.getParent() == null ? at : at.getParent();
    return folder.getFileSystem(hadoop).makeQualified(folder);
  }

  private static String name(Path below, Path file) {
    var folder = below.toUri().getPath();
    var full = file.toUri().getPath();
    var prefix = folder.endsWith("/") ? folder : folder + "/";
    return full.startsWith(prefix) ? full.substring(prefix.length()) : file.getName();
  }

  private RawFile hashed(FileStatus status, String name, Function<RawFile, Optional<String>> known)
      throws IOException {
    var path = status.getPath().toString();
    var file = new RawFile(path, "", name, status.getLen(), status.getModificationTime(), "");
    var content = known.apply(file);
    if (content.isPresent()) {
      return with(content.get(), file);
    }
    var key = key(path, file.bytes(), file.modifiedAt());
    try {
      return with(hashes.computeIfAbsent(key, k -> hash(path)), file);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private String hash(String path) {
    try (var in = Head.open(path, hadoop)) {
      return digest(in, new ByteArrayOutputStream(), 0).content();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RawFile with(String content, RawFile f) {
    return new RawFile(f.path(), f.member(), f.name(), f.bytes(), f.modifiedAt(), content);
  }

  private void members(
      FileStatus status, String name, Optional<GlobPattern> wanted, List<Listed> files)
      throws IOException {
    var path = status.getPath();
    var byName = new TreeMap<String, Listed>();
    try (var archive = Archive.of(Head.open(path.toString(), hadoop), path.getName())) {
      for (var member = archive.next(); member.isPresent(); member = archive.next()) {
        var of = member.get().replaceFirst("^\\./", "");
        var last = of.substring(of.lastIndexOf('/') + 1);
        var isWanted = wanted.map(w -> w.matches(of)).orElse(!last.matches("[._].*"));
        if (isWanted) {
          var head = new ByteArrayOutputStream();
          var read = digest(archive.member(), head, BEGINNING);
          var file =
              new RawFile(
                  path.toString(),
                  member.get(),
                  name + "!" + of,
                  read.bytes(),
                  status.getModificationTime(),
                  read.content());
          byName.put(of, new Listed(file, head.toByteArray()));
        }
      }
    } catch (IOException e) {
      throw new UnreadableFile(name, e);
    }
    files.addAll(byName.values());
  }

  private record Digest(long bytes, String content) {}

  private static Digest digest(InputStream in, ByteArrayOutputStream head, int keep)
      throws IOException {
    var digest = sha256();
    var buffer = new byte[BUFFER];
    long bytes = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      digest.update(buffer, 0, n);
      head.write(buffer, 0, Math.min(n, keep - head.size()));
      bytes += n;
    }
    return new Digest(bytes, HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }

  /** Checksums by name, size and time, for {@link #of}. */
  public static Function<RawFile, Optional<String>> known(Map<String, String> contents) {
    return file ->
        Optional.ofNullable(contents.get(key(file.name(), file.bytes(), file.modifiedAt())));
  }

  /** What a file is known by without reading it. */
  public static String key(String name, long bytes, long modifiedAt) {
    return name + "\n" + bytes + "\n" + modifiedAt;
  }
}
