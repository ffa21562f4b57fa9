package io.microtarget.jobs;

import io.microtarget.jobs.Tripwire.How;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** The local file system of a process that is to be killed in the middle of a write. */
public final class TripFiles extends LocalFileSystem {

  /** The same for {@code FileContext}, through which Delta commits. */
  public static final class Context extends DelegateToFileSystem {
    public Context(URI uri, Configuration conf) throws IOException, URISyntaxException {
      super(uri, new TripFiles(), conf, "file", false);
    }
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int buffer,
      short replication,
      long block,
      Progressable progress)
      throws IOException {
    return Tripwire.isAt(How.HALF, path.toString())
        ? new FSDataOutputStream(new HalfFile(path), null)
        : super.create(path, permission, overwrite, buffer, replication, block, progress);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      EnumSet<CreateFlag> flags,
      int buffer,
      short replication,
      long block,
      Progressable progress,
      Options.ChecksumOpt checksum)
      throws IOException {
    return Tripwire.isAt(How.HALF, path.toString())
        ? new FSDataOutputStream(new HalfFile(path), null)
        : super.create(path, permission, flags, buffer, replication, block, progress, checksum);
  }

  @Override
  protected FSDataOutputStream primitiveCreate(
      Path path,
      FsPermission permission,
      EnumSet<CreateFlag> flags,
      int buffer,
      short replication,
      long block,
      Progressable progress,
      Options.ChecksumOpt checksum)
      throws IOException {
    return Tripwire.isAt(How.HALF, path.toString())
        ? new FSDataOutputStream(new HalfFile(path), null)
        : super.primitiveCreate(
            path, permission, flags, buffer, replication, block, progress, checksum);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    Tripwire.at(How.BEFORE_RENAME, to.toString());
    var isDone = super.rename(from, to);
    Tripwire.at(How.AFTER_RENAME, to.toString());
    return isDone;
  }

  @Override
  protected void rename(Path from, Path to, Options.Rename... options) throws IOException {
    Tripwire.at(How.BEFORE_RENAME, to.toString());
    super.rename(from, to, options);
    Tripwire.at(How.AFTER_RENAME, to.toString());
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    Tripwire.at(How.BEFORE_DELETE, path.toString());
    return super.delete(path, recursive);
  }

  /** Keeps all bytes until the end, then leaves half of them on disk and waits to be killed. */
  private static final class HalfFile extends OutputStream {
    private final java.nio.file.Path file;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    HalfFile(Path path) throws IOException {
      file = java.nio.file.Path.of(path.toUri().getPath());
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }

    @Override
    public void write(int b) {
      bytes.write(b);
    }

    @Override
    public void write(byte[] more, int from, int length) {
      bytes.write(more, from, length);
    }

    @Override
    public void close() throws IOException {
      Files.write(file, Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));
      Tripwire.trip(file.toString());
    }
  }
}
