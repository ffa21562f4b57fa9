package io.microtarget.jobs.raw;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The members of a tar, a packed tar or a zip, one after the other in one pass. */
abstract class Archive implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  /** Whether a name is that of an archive. */
  static boolean is(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".zip")
        || lower.endsWith(".tar")
        || lower.endsWith(".tar.gz")
        || lower.endsWith(".tgz");
  }

  static Archive of(InputStream raw, String name) throws IOException {
    var lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".zip")) {
      return new Zip(new ZipInputStream(raw));
    }
    var in = lower.endsWith(".tar") ? raw : new GZIPInputStream(raw, BUFFER);
    return new Tar(new TarArchiveInputStream(in));
  }

  /** Name of the next member that is a file. */
  abstract Optional<String> next() throws IOException;

  /** The bytes of the member; to close it leaves the archive open. */
  abstract InputStream member();

  @Override
  public abstract void close() throws IOException;

  private static InputStream unclosed(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        return in.read(bytes, from, length);
      }

      @Override
      public void close() {
        // The archive goes on behind the member.
      }
    };
  }

  private static final class Zip extends Archive {
    private final ZipInputStream in;

    Zip(ZipInputStream in) {
      this.in = in;
    }

    @Override
    Optional<String> next() throws IOException {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!entry.isDirectory()) {
          return Optional.of(entry.getName());
        }
      }
      return Optional.empty();
    }

    @Override
    InputStream member() {
      return unclosed(in);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private static final class Tar extends Archive {
    private final TarArchiveInputStream in;

    Tar(TarArchiveInputStream in) {
      this.in = in;
    }

    @Override
    Optional<String> next() throws IOException {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.isFile()) {
          return Optional.of(entry.getName());
        }
      }
      return Optional.empty();
    }

    @Override
    InputStream member() {
      return unclosed(in);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
