package io.microtarget.jobs.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Who may read a file or a folder, where the file system knows owners and modes: local ones and
 * HDFS. Buckets have policies instead, and what they say of modes is made up.
 */
public final class FileModes {
  private static final Set<String> WITH_MODES = Set.of("file", "hdfs", "viewfs", "webhdfs");

  private FileModes() {}

  /** Whether the file system has modes at all. */
  public static boolean areKnown(FileSystem files) {
    return WITH_MODES.contains(files.getUri().getScheme());
  }

  /** The mode as {@code rw-r-----}; empty if the file system has none, or there is no such file. */
  public static Optional<String> of(FileSystem files, Path path) {
    return permission(files, path).map(FsPermission::toString);
  }

  /** Whether somebody beside its owner may read or change it; false where that is not known. */
  public static boolean isOpenToOthers(FileSystem files, Path path) {
    return permission(files, path)
        .map(p -> p.getGroupAction() != FsAction.NONE || p.getOtherAction() != FsAction.NONE)
        .orElse(false);
  }

  /** Makes a folder, if it is not there, that only its owner may enter. */
  static void ownFolder(FileSystem files, Path folder) {
    try {
      var own = new FsPermission((short) 0700);
      if (!files.exists(folder)) {
        files.mkdirs(folder, own);
      }
      if (areKnown(files)) {
        // The umask of the process was laid over the mode, or somebody else made the folder.
        files.setPermission(folder, own);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<FsPermission> permission(FileSystem files, Path path) {
    try {
      return areKnown(files) && files.exists(path)
          ? Optional.of(files.getFileStatus(path).getPermission())
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
