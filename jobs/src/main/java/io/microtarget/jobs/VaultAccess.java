package io.microtarget.jobs;

import io.microtarget.jobs.store.FileModes;
import io.microtarget.jobs.store.Lake;
import io.microtarget.privacy.PrivacyTables;
import io.microtarget.vault.VaultTables;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** Who may read what only the owner of a lake should. */
final class VaultAccess {
  private VaultAccess() {}

  /** A line a folder or file that is there; none for a lake that is not. */
  static List<String> lines(Lake lake) {
    var lines = new ArrayList<String>();
    if (!lake.exists()) {
      return lines;
    }
    if (!FileModes.areKnown(lake.files())) {
      return List.of(
          "who may read vault, proof, _keys and _scratch cannot be checked: %s has no file modes, its policy decides"
              .formatted(lake.root().toUri().getScheme()));
    }
    for (var path :
        List.of(
            lake.table(VaultTables.VAULT),
            lake.table(PrivacyTables.PROOF),
            lake.scratches(),
            lake.keys(),
            new Path(lake.keys(), "pseudonym.key"))) {
      FileModes.of(lake.files(), path)
          .ifPresent(
              mode ->
                  lines.add(
                      FileModes.isOpenToOthers(lake.files(), path)
                          ? "%s  %s can be read by others than its owner: chmod go= %s"
                              .formatted(mode, path.toUri().getPath(), path.toUri().getPath())
                          : "%s  %s".formatted(mode, path.toUri().getPath())));
    }
    return lines;
  }
}
