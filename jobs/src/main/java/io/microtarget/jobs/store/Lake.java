package io.microtarget.jobs.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.microtarget.table.SettingsError;
import io.microtarget.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
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
  public static final int SCHEMA_VERSION = 1;

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
        lake.writeNew(new Path(lake.root, "_lake.json"), JSON.writeValueAsString(content));
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

  Path table(Table table) {
    return new Path(root, table.name());
  }

  /** Whether there was a commit: a run killed in its first one leaves a log without any. */
  boolean hasTable(Table table) {
    try {
      var commits = files.globStatus(new Path(table(table), "_delta_log/[0-9]*.json"));
      return commits != null && commits.length > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of the rows one run made of a table for one date. */
  Path partition(String table, String asOf, String runId) {
    return new Path(new Path(root, table), "as_of=" + asOf + "/run_id=" + runId);
  }

  boolean hasPartition(String table, String asOf, String runId) {
    return isThere(partition(table, asOf, runId));
  }

  Path scratch(String runId) {
    return new Path(new Path(root, "_scratch"), runId);
  }

  Path scratches() {
    return new Path(root, "_scratch");
  }

  /** Where the report and the result of a run lie. */
  public Path report(String runId) {
    return new Path(new Path(root, "_reports"), runId);
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

  /** Writes a file, replacing one of the same name. */
  public void write(Path path, String text) {
    try (var out = files.create(path, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file only its owner may read; fails if it exists. */
  void writeSecret(Path path, String text) {
    try {
      files.mkdirs(path.getParent(), new FsPermission((short) 0700));
      try (var out = files.create(path, false)) {
        files.setPermission(path, new FsPermission((short) 0600));
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(Path path) {
    try {
      files.delete(path, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isThere(Path path) {
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
          "lake.root '%s' has schema version %d, this Microtarget needs %d and knows no migration"
              .formatted(root, version, SCHEMA_VERSION));
    }
  }

  private void checkWritable() throws IOException {
    var probe = new Path(root, "_probe");
    files.create(probe, true).close();
    files.delete(probe, false);
  }

  private void writeNew(Path path, String text) throws IOException {
    try (var out = files.create(path, false)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
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
