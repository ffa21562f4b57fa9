package io.microtarget.jobs.store;

import io.microtarget.vault.Pseudonym;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** The key behind the pseudonyms of a lake. */
public final class VaultKey {
  private static final int VERSION = 1;
  private static final int BYTES = 32;

  private VaultKey() {}

  /**
   * The key of the settings, else the key of the lake, made once with mode 0600.
   *
   * @param given the key itself, already resolved from its reference
   */
  public static Pseudonym of(Optional<String> given, Lake lake) {
    if (given.isPresent()) {
      return new Pseudonym(given.get().getBytes(StandardCharsets.UTF_8), VERSION);
    }
    var path = new Path(lake.keys(), "pseudonym.key");
    var stored = lake.text(path);
    if (stored.isPresent()) {
      return new Pseudonym(HexFormat.of().parseHex(stored.get().strip()), VERSION);
    }
    var fresh = new byte[BYTES];
    new SecureRandom().nextBytes(fresh);
    lake.writeSecret(path, HexFormat.of().formatHex(fresh) + "\n");
    return new Pseudonym(fresh, VERSION);
  }
}
