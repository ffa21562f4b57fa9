package io.microtarget.jobs.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFs;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FsConstants;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.local.LocalFs;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's file system of this machine, in which Java sets modes and looks at links. Without its
 * native library Hadoop starts a process for each: two for a file and one for a folder ({@code
 * chmod}), eight for a commit of Delta ({@code readlink}), thousands in a run.
 */
public final class LocalFiles extends LocalFileSystem {
  private static final String IMPLEMENTATION = "fs.file.impl";
  private static final String OF_CONTEXT = "fs.AbstractFileSystem.file.impl";
  private static final int SPECIAL_BITS = 07000;
  private static final int MODE_BITS = 0777;

  /** As Hadoop makes it, from its settings. */
  public LocalFiles() {
    super(new Raw());
  }

  /** The same for {@code FileContext}, through which Delta commits. */
  public static final class Context extends ChecksumFs {
    /** As Hadoop makes it, from its settings. */
    public Context(URI root, Configuration hadoop) throws IOException, URISyntaxException {
      super(new RawContext(root, hadoop));
    }
  }

  /** Settings of Hadoop that name these files; none if it was told to use others. */
  public static Map<String, String> settings(Configuration hadoop) {
    var isTold =
        hadoop.get(IMPLEMENTATION) != null
            || !LocalFs.class.getName().equals(hadoop.get(OF_CONTEXT));
    var isUnix = FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
    return isTold || !isUnix
        ? Map.of()
        : Map.of(IMPLEMENTATION, LocalFiles.class.getName(), OF_CONTEXT, Context.class.getName());
  }

  private static final class RawContext extends DelegateToFileSystem {
    private RawContext(URI root, Configuration hadoop) throws IOException, URISyntaxException {
      super(root, new Raw(), hadoop, FsConstants.LOCAL_FS_URI.getScheme(), false);
    }

    @Override
    public int getUriDefaultPort() {
      // There is none.
      return -1;
    }

    @Override
    public boolean isValidName(String path) {
      // What the machine cannot name it says itself.
      return true;
    }
  }

  private static final class Raw extends RawLocalFileSystem {
    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      var file = pathToFile(path).toPath();
      var mode = permission.toShort();
      int now = mode(path);
      // The program chmod keeps a folder's bit of the group, the call of the system would not.
      if (((now | mode) & SPECIAL_BITS) != 0) {
        super.setPermission(path, permission);
      } else if ((now & MODE_BITS) != mode) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permission.toString()));
      }
    }

    private int mode(Path path) throws IOException {
      try {
        return (int) Files.getAttribute(pathToFile(path).toPath(), "unix:mode");
      } catch (NoSuchFileException e) {
        throw new FileNotFoundException("there is no file " + path);
      }
    }

    @Override
    public FileStatus getFileLinkStatus(Path path) throws IOException {
      return Files.isSymbolicLink(pathToFile(path).toPath())
          ? super.getFileLinkStatus(path)
          : getFileStatus(path);
    }
  }
}
