package io.microtarget.jobs.store;

import io.microtarget.source.SourceTables;
import io.microtarget.table.SettingsError;
import io.microtarget.vault.Pseudonym;
import io.microtarget.vault.VaultTables;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/** The key behind the pseudonyms of a lake. */
public final class VaultKey {
  private static final int VERSION = 1;

  private VaultKey() {}

  /**
   * The key of the settings, else the keys of the lake; a new lake gets one, made once with mode
   * 0600.
   *
   * @param given the key itself, already resolved from its reference
   * @throws SettingsError if a re-keying was begun; if the lake has tables and no key, or one that
   *     is empty, no key, or open to others; if there are two
   */
  public static Pseudonym of(Optional<String> given, Lake lake) {
    checkWhole(lake);
    var file = new KeyFile(lake);
    if (given.isPresent()) {
      if (file.isThere()) {
        throw new SettingsError(
            "vault.key is set, but the pseudonyms of this lake were made with the keys in %s; take vault.key out of the settings, or name another lake.root"
                .formatted(file.path()));
      }
      return new Pseudonym(given.get().getBytes(StandardCharsets.UTF_8), VERSION);
    }
    if (!file.isThere()) {
      checkNew(lake, file);
      file.make();
    }
    return Pseudonym.chained(file.keys());
  }

  /**
   * Whether all tables have pseudonyms of one key.
   *
   * @throws SettingsError if a re-keying was begun and did not end
   */
  public static void checkWhole(Lake lake) {
    if (new KeyFile(lake).isBetween()) {
      throw new SettingsError(
          "a re-keying was begun in this lake and did not end, so that some tables have new pseudonyms and others old ones: run `microtarget rekey` again");
    }
  }

  /** A new key would give everybody in the lake another pseudonym, and nobody would be found. */
  private static void checkNew(Lake lake, KeyFile file) {
    var tables =
        Stream.concat(
            Stream.of(SourceTables.DELIVERY, VaultTables.VAULT), SourceTables.kinds().stream());
    if (tables.anyMatch(lake::hasTable)) {
      throw new SettingsError(
          "key file %s is missing, and the pseudonyms in this lake were made with it: put it back from your backup (chmod 600), set vault.key if the key was given by the settings, or name another lake.root; without the key the raw files have to be taken in anew"
              .formatted(file.path()));
    }
  }
}
