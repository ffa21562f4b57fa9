package io.microtarget.jobs.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.microtarget.table.SettingsError;
import io.microtarget.table.Table;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.AccessControlException;

/**
 * The folder of one business's tables, with the schema version it was written in.
 *
 * <pre>
 * root/_lake.json        schema version and product version
 * root/_keys/            the pseudonym key, mode 0600, if none is given in the settings
 * root/_scratch/RUN/     Parquet handed from stage to stage
 * root/_reports/RUN/     report and result of a run
 * root/TABLE/            one Delta table each
 * </pre>
 */
public final class Lake {
  /** Version of the layout above and of the catalogue's tables. */
  public static final int SCHEMA_VERSION = 3;

  private static final ObjectMapper JSON = new ObjectMapper();
  private final Path root;
  private final FileSystem files;

  private Lake(Path root, FileSystem files) {
    this.root = root;
    this.files = files;
  }

  /**
   * Opens a lake, or makes an empty one.
   *
   * @throws SettingsError if it cannot be written, or was written by a newer or older version
   */
  public static Lake open(String root, Configuration hadoop, String productVersion) {
    var lake = at(root, hadoop);
    try {
      if (lake.stateVersion().isEmpty()) {
        lake.files.mkdirs(lake.root);
        var content = Map.of("schema_version", SCHEMA_VERSION, "product_version", productVersion);
        lake.place(
            new Path(lake.root, "_lake.json"), JSON.writeValueAsString(content), Optional.empty());
      }
      lake.checkWritable();
    } catch (AccessControlException | java.nio.file.AccessDeniedException e) {
      throw new SettingsError(notWritable(root));
    } catch (IOException e) {
      throw new SettingsError(notWritable(root) + " (" + reason(e) + ")");
    }
    return lake;
  }

  /** A lake to read from; it may not exist yet. */
  public static Lake at(String root, Configuration hadoop) {
    try {
      var path = new Path(root);
      var files = path.getFileSystem(hadoop);
      var lake = new Lake(files.makeQualified(path), files);
      lake.stateVersion().ifPresent(lake::checkVersion);
      return lake;
    } catch (IOException | IllegalArgumentException e) {
      throw new SettingsError(
          "lake.root '%s' cannot be opened: %s".formatted(root, e.getMessage()));
    }
  }

  public Path root() {
    return root;
  }

  public FileSystem files() {
    return files;
  }

  /** Whether anything was ever written here. */
  public boolean exists() {
    return isThere(new Path(root, "_lake.json"));
  }

  /** Where a table lies. */
  public Path table(Table table) {
    return new Path(root, table.name());
  }

  /** Whether there was a commit: a run killed in its first one leaves a log without any. */
  public boolean hasTable(Table table) {
    try {
      var commits = files.globStatus(new Path(table(table), "_delta_log/[0-9]*.json"));
      return commits != null && commits.length > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path scratch(String runId) {
    return new Path(new Path(root, "_scratch"), runId);
  }

  /** Where the pseudonym key lies, if none is given in the settings. */
  public Path keys() {
    return new Path(root, "_keys");
  }

  /** Where the folders of all runs lie, one a run id that was used. */
  Path reports() {
    return new Path(root, "_reports");
  }

  /** Where runs keep what only they need. */
  public Path scratches() {
    return new Path(root, "_scratch");
  }

  /** Where the report and the result of a run lie. */
  public Path report(String runId) {
    return new Path(reports(), runId);
  }

  /**
   * Makes a run id the one of this run, for good: rows of two runs under one id could not be told
   * apart.
   *
   * @throws SettingsError if there was a run of this id
   */
  public void claim(String runId) {
    var folder = report(runId);
    if (isThere(folder)) {
      throw new SettingsError(
          "--run-id %s was used before in this lake; take another one, or none".formatted(runId));
    }
    try {
      files.mkdirs(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names of what lies in a folder; none if it is not there. */
  List<String> names(Path folder) {
    try {
      return Arrays.stream(files.listStatus(folder)).map(f -> f.getPath().getName()).toList();
    } catch (FileNotFoundException notThere) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a file, if it is there. */
  public Optional<String> text(Path path) {
    if (!isThere(path)) {
      return Optional.empty();
    }
    try (var in = files.open(path)) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file that is not there yet: whole or not at all. */
  public void write(Path path, String text) {
    try {
      place(path, text, Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same for a file only its owner may read. */
  void writeSecret(Path path, String text) {
    try {
      files.mkdirs(path.getParent(), new FsPermission((short) 0700));
      place(path, text, Optional.of(new FsPermission((short) 0600)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a process was killed, or is at work, before this file got its name. */
  static boolean isUnfinished(Path path) {
    return path.getName().startsWith(".") && path.getName().endsWith(".tmp");
  }

  /** What is in a folder; nothing if it is not there. */
  public List<FileStatus> list(Path folder) {
    try {
      return isThere(folder) ? List.of(files.listStatus(folder)) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a file or a whole folder, if it is there. */
  public void delete(Path path) {
    try {
      files.delete(path, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether there is a file or a folder. */
  public boolean isThere(Path path) {
    try {
      return files.exists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Integer> stateVersion() {
    return text(new Path(root, "_lake.json"))
        .map(
            text -> {
              try {
                return JSON.readTree(text).path("schema_version").asInt();
              } catch (IOException e) {
                throw new SettingsError("%s/_lake.json is not JSON".formatted(root));
              }
            });
  }

  private void checkVersion(int version) {
    if (version > SCHEMA_VERSION) {
      throw new SettingsError(
          ("lake.root '%s' was written by a newer Microtarget (schema version %d, this one knows %d);"
                  + " use that version, or another lake.root")
              .formatted(root, version, SCHEMA_VERSION));
    }
    if (version < SCHEMA_VERSION) {
      throw new SettingsError(
          "lake.root '%s' has schema version %d, this Microtarget needs %d and cannot migrate it; name another lake.root: the raw files are taken in anew"
              .formatted(root, version, SCHEMA_VERSION));
    }
  }

  private void checkWritable() throws IOException {
    var probe = new Path(root, "_probe");
    files.create(probe, true).close();
    files.delete(probe, false);
  }

  /** A process killed while it writes must not leave half a file under the name others read. */
  private void place(Path path, String text, Optional<FsPermission> permission) throws IOException {
    var unfinished =
        new Path(path.getParent(), ".%s.%s.tmp".formatted(path.getName(), UUID.randomUUID()));
    try (var out = files.create(unfinished, false)) {
      if (permission.isPresent()) {
        files.setPermission(unfinished, permission.get());
      }
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    // Of two that open a new lake at once the second finds it done.
    if (files.exists(path) || !files.rename(unfinished, path)) {
      files.delete(unfinished, false);
    }
    if (!files.exists(path)) {
      throw new IOException("cannot write " + path);
    }
  }

  /** In words where the class of the exception tells nothing; its own text may hold anything. */
  private static String reason(IOException e) {
    if (String.valueOf(e.getMessage()).contains("Read-only file system")) {
      return "the file system is read-only";
    }
    return e instanceof FileAlreadyExistsException || e instanceof ParentNotDirectoryException
        ? "a file is where a folder should be"
        : e.getClass().getSimpleName();
  }

  private static String notWritable(String root) {
    return "lake.root '%s' cannot be written; give this user the right to write there, or another folder"
        .formatted(root);
  }
}
