package io.microtarget.jobs.export;

import io.microtarget.table.SettingsError;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * The folder of an export. It gets its name when all files are whole; only its owner may read them
 * (0700, files 0600).
 */
final class OutFolder implements AutoCloseable {
  private static final FsPermission FOLDER = new FsPermission((short) 0700);
  private static final long A_DAY_MILLIS = 86_400_000;
  private static final FsPermission FILE = new FsPermission((short) 0600);

  private final FileSystem files;
  private final Path unfinished;
  private final Path folder;

  private OutFolder(FileSystem files, Path unfinished, Path folder) {
    this.files = files;
    this.unfinished = unfinished;
    this.folder = folder;
  }

  /**
   * @throws SettingsError if it cannot be made
   */
  static OutFolder in(String out, String exportId, Configuration hadoop) {
    try {
      var root = new Path(out);
      // An instance of its own, without files of checksums beside those of the export.
      var files = FileSystem.newInstance(root.toUri(), hadoop);
      files.setWriteChecksum(false);
      dropOld(files, root);
      var unfinished = new Path(root, "." + exportId + ".tmp");
      files.mkdirs(unfinished, FOLDER);
      files.setPermission(unfinished, FOLDER);
      return new OutFolder(files, unfinished, new Path(root, exportId));
    } catch (IOException | IllegalArgumentException e) {
      throw new SettingsError(
          "--out '%s' cannot be written; give this user the right to write there, or name another folder"
              .formatted(out));
    }
  }

  /** What an export left that was killed a day ago or earlier: it holds clear values. */
  private static void dropOld(FileSystem files, Path root) throws IOException {
    var unfinished = files.globStatus(new Path(root, ".export-*.tmp"));
    for (var old : unfinished == null ? new FileStatus[0] : unfinished) {
      if (old.getModificationTime() < System.currentTimeMillis() - A_DAY_MILLIS) {
        files.delete(old.getPath(), true);
      }
    }
  }

  /** Writes a file and returns the SHA-256 of its bytes, in hex digits. */
  String write(String name, Consumer<Appendable> text) {
    var path = new Path(unfinished, name);
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      try (var out = FileSystem.create(files, path, FILE);
          var writer =
              new BufferedWriter(
                  new OutputStreamWriter(
                      new DigestOutputStream(out, digest), StandardCharsets.UTF_8))) {
        text.accept(writer);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }

  /** Gives the folder its name and returns it. */
  String place() {
    try {
      if (!files.rename(unfinished, folder)) {
        throw new IOException("cannot name the folder of the export");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder.toUri().getScheme() == null ? folder.toString() : folder.toUri().getPath();
  }

  /** Leaves nothing unfinished behind. */
  @Override
  public void close() {
    try {
      files.delete(unfinished, true);
      files.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
