package io.microtarget.jobs.store;

import io.microtarget.table.SettingsError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;

/**
 * The file with the keys of a lake: one a line in hex digits, the first one made first, so that the
 * number of a line is the version of its key. Only its owner may read it.
 *
 * <p>{@code pseudonym.key.next} beside it has one key more: a re-keying was begun, and some tables
 * may have the new pseudonyms already. It takes the place of the file when all of them do.
 */
public final class KeyFile {
  private static final int BYTES = 32;
  private static final int SHORTEST = 16;

  private final Lake lake;
  private final Path file;
  private final Path next;

  public KeyFile(Lake lake) {
    this.lake = lake;
    this.file = new Path(lake.keys(), "pseudonym.key");
    this.next = new Path(lake.keys(), "pseudonym.key.next");
  }

  /** Where it lies. */
  public Path path() {
    return file;
  }

  public boolean isThere() {
    return lake.isThere(file);
  }

  /** Whether a re-keying was begun and has not ended. */
  public boolean isBetween() {
    return lake.isThere(next);
  }

  /**
   * The keys, the first one made first.
   *
   * @throws SettingsError if the file is empty, no list of hex digits, or others may read it; no
   *     key is shown
   */
  public List<byte[]> keys() {
    return keys(file);
  }

  /** The keys with the one more of the re-keying that was begun. */
  public List<byte[]> nextKeys() {
    return keys(next);
  }

  /** Makes the first key of a new lake. */
  public void make() {
    lake.writeSecret(file, fresh() + "\n");
  }

  /** Begins a re-keying, or finds the one that was begun. */
  public void begin() {
    if (!isBetween()) {
      var lines = new StringBuilder();
      keys().forEach(key -> lines.append(HexFormat.of().formatHex(key)).append('\n'));
      lake.writeSecret(next, lines.append(fresh()).append('\n').toString());
    }
  }

  /** Ends a re-keying: the keys with the new one are the keys, in one step. */
  public void finish() {
    try {
      FileContext.getFileContext(lake.root().toUri(), lake.files().getConf())
          .rename(next, file, Rename.OVERWRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String fresh() {
    var key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    return HexFormat.of().formatHex(key);
  }

  private List<byte[]> keys(Path of) {
    if (FileModes.isOpenToOthers(lake.files(), of)) {
      throw new SettingsError(
          "key file %s can be read by others than its owner (%s); chmod 600 %s"
              .formatted(of, FileModes.of(lake.files(), of).orElseThrow(), of.toUri().getPath()));
    }
    var lines = lake.text(of).map(String::strip).filter(text -> !text.isEmpty());
    if (lines.isEmpty()) {
      throw new SettingsError(
          "key file %s is empty; put the keys of this lake back from your backup (then chmod 600 %s)"
              .formatted(of, of.toUri().getPath()));
    }
    var keys = new ArrayList<byte[]>();
    var place = 0;
    for (var line : lines.orElseThrow().lines().toList()) {
      keys.add(key(of, ++place, line.strip()));
    }
    return keys;
  }

  private static byte[] key(Path of, int place, String line) {
    var problem =
        line.matches("([0-9a-fA-F]{2})*")
            ? Optional.of("has fewer than %d bytes".formatted(SHORTEST))
                .filter(words -> line.length() < 2 * SHORTEST)
            : Optional.of("is no sequence of hex digits");
    if (problem.isPresent()) {
      throw new SettingsError(
          "key file %s: line %d %s; put the keys of this lake back from your backup (chmod 600 %s)"
              .formatted(of, place, problem.get(), of.toUri().getPath()));
    }
    return HexFormat.of().parseHex(line);
  }
}
