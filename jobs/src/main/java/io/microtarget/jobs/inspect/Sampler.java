package io.microtarget.jobs.inspect;

import io.microtarget.table.DataError;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.ArchiveException;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.ArchiveStreamFactory;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads a little of each file: the head of it, and a few places further in where the file is not
 * compressed. Of an archive the first members are looked at. What a file is, its first bytes say,
 * not its name.
 */
final class Sampler {
  private static final int HEAD = 8 << 20;
  private static final int MEMBER_HEAD = 1 << 20;
  private static final int PIECE = 256 << 10;
  private static final int PIECES = 4;
  private static final int MEMBERS = 8;
  private static final int MOST_ENTRIES = 2_000;
  private static final int MARK = 1024;

  /** By which a reader knows how a file is packed. */
  private static final Map<String, String> ENDINGS =
      Map.of("gz", ".gz", "bzip2", ".bz2", "zstd", ".zst");

  private Sampler() {}

  /**
   * Samples of all files that some words of a command line mean; a folder means the files in it and
   * below.
   *
   * @throws DataError (no input) if a word names nothing, or a file cannot be read
   */
  static List<Sample> of(List<String> words) {
    var samples = new ArrayList<Sample>();
    for (var word : words) {
      try {
        var path = new Path(word);
        var system = path.getFileSystem(new Configuration());
        var found = system.globStatus(path);
        if (found == null || found.length == 0) {
          throw DataError.noInput("there is no file %s".formatted(word));
        }
        for (var status : found) {
          for (var file : files(system, status)) {
            samples.addAll(of(system, file, spelled(word, path, status.getPath(), file.getPath())));
          }
        }
      } catch (IOException | IllegalArgumentException e) {
        throw DataError.noInput(
            "%s cannot be read (%s)".formatted(word, e.getClass().getSimpleName()));
      }
    }
    return samples;
  }

  /** The path as the person wrote it, relative if it was. */
  private static String spelled(String word, Path asked, Path found, Path file) {
    var root = found.toUri().getPath();
    var below = file.toUri().getPath().substring(root.length());
    if (asked.toUri().getScheme() != null) {
      return file.toString();
    }
    var isGlob = !root.endsWith("/" + asked.getName()) && !root.equals(asked.toString());
    if (!isGlob) {
      return (word.endsWith("/") && word.length() > 1 ? word.substring(0, word.length() - 1) : word)
          + below;
    }
    return asked.isAbsolute() || asked.getParent() == null || hasGlob(asked.getParent())
        ? file.toUri().getPath()
        : new Path(asked.getParent(), found.getName()) + below;
  }

  private static boolean hasGlob(Path path) {
    return path.toString().matches(".*[*?\\[{].*");
  }

  private static List<FileStatus> files(FileSystem system, FileStatus status) throws IOException {
    if (status.isFile()) {
      return List.of(status);
    }
    var files = new ArrayList<FileStatus>();
    var inside = system.listStatus(status.getPath());
    Arrays.sort(inside, Comparator.comparing(FileStatus::getPath));
    for (var one : inside) {
      if (!isHidden(one.getPath().getName())) {
        files.addAll(files(system, one));
      }
    }
    return files;
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }

  private static List<Sample> of(FileSystem system, FileStatus file, String path)
      throws IOException {
    try (var in = buffered(system.open(file.getPath()))) {
      var compressor = compressor(in);
      if (compressor.isPresent()) {
        return packed(in, path, compressor.get());
      }
      if (isZip(in) || isTar(in)) {
        var ending = isZip(in) ? ".zip" : ".tar";
        return endsIn(path, ending)
            ? members(in, path)
            : List.of(Sample.of(path, "an archive, whose name has to end in " + ending));
      }
      var head = in.readNBytes(HEAD);
      var isWhole = file.getLen() <= head.length;
      var further = isWhole ? List.<byte[]>of() : further(system, file, head.length);
      return List.of(new Sample(path, "", head, further, isWhole, ""));
    }
  }

  private static List<Sample> packed(InputStream in, String path, String compressor)
      throws IOException {
    var open = buffered(decompressed(compressor, in));
    if (isTar(open)) {
      return compressor.equals("gz") && (endsIn(path, ".tar.gz") || endsIn(path, ".tgz"))
          ? members(open, path)
          : List.of(
              Sample.of(path, "a packed archive; it has to be a .tar.gz by name and content"));
    }
    var ending = ENDINGS.get(compressor);
    return endsIn(path, ending)
        ? List.of(start(open, path))
        : List.of(Sample.of(path, "packed, so that its name has to end in " + ending));
  }

  private static boolean endsIn(String path, String ending) {
    return path.toLowerCase(java.util.Locale.ROOT).endsWith(ending);
  }

  private static Sample start(InputStream in, String path) throws IOException {
    var head = in.readNBytes(HEAD);
    return new Sample(path, "", head, List.of(), head.length < HEAD, "");
  }

  private static List<byte[]> further(FileSystem system, FileStatus file, long from)
      throws IOException {
    var pieces = new ArrayList<byte[]>();
    var step = (file.getLen() - from) / PIECES;
    if (step <= PIECE) {
      return pieces;
    }
    try (var in = system.open(file.getPath())) {
      for (int i = 1; i <= PIECES; i++) {
        in.seek(from + i * step - PIECE);
        pieces.add(in.readNBytes(PIECE));
      }
    }
    return pieces;
  }

  private static List<Sample> members(InputStream in, String archive) throws IOException {
    var samples = new ArrayList<Sample>();
    var isAll = false;
    try (ArchiveInputStream<?> entries = new ArchiveStreamFactory().createArchiveInputStream(in)) {
      var entry = entries.getNextEntry();
      for (int n = 0; entry != null && n < MOST_ENTRIES && samples.size() < MEMBERS; n++) {
        var name = entry.getName();
        var isData =
            !entry.isDirectory()
                && Arrays.stream(name.split("/")).noneMatch(Sampler::isHidden)
                && entries.canReadEntryData(entry);
        if (isData) {
          samples.add(member(entries, archive, name));
        }
        entry = entries.getNextEntry();
      }
      isAll = entry == null;
    } catch (ArchiveException e) {
      throw new IOException(e);
    }
    return isAll ? samples : samples.stream().map(Sample::asPart).toList();
  }

  private static Sample member(InputStream in, String archive, String name) throws IOException {
    var path = archive + "!/" + name.replaceFirst("^(\\./|/)+", "");
    var open = buffered(in);
    var compressor = compressor(open);
    var data = compressor.isPresent() ? decompressed(compressor.get(), open) : open;
    var head = data.readNBytes(MEMBER_HEAD);
    return new Sample(path, archive, head, List.of(), head.length < MEMBER_HEAD, "");
  }

  private static BufferedInputStream buffered(InputStream in) {
    return new BufferedInputStream(in, 1 << 16);
  }

  private static Optional<String> compressor(InputStream in) {
    try {
      var name = CompressorStreamFactory.detect(in);
      return Optional.of(name).filter(ENDINGS::containsKey);
    } catch (CompressorException none) {
      return Optional.empty();
    }
  }

  private static InputStream decompressed(String compressor, InputStream in) throws IOException {
    try {
      return new CompressorStreamFactory(true).createCompressorInputStream(compressor, in);
    } catch (CompressorException e) {
      throw new IOException(e);
    }
  }

  private static boolean isZip(InputStream in) {
    var start = peeked(in);
    return start.length > 4 && start[0] == 'P' && start[1] == 'K' && start[2] == 3 && start[3] == 4;
  }

  private static boolean isTar(InputStream in) {
    var start = peeked(in);
    return start.length >= 262
        && new String(start, 257, 5, java.nio.charset.StandardCharsets.ISO_8859_1).equals("ustar");
  }

  private static byte[] peeked(InputStream in) {
    try {
      in.mark(MARK);
      var start = in.readNBytes(MARK);
      in.reset();
      return start;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
