package io.microtarget.jobs.store;

import io.microtarget.activation.ActivationTables;
import io.microtarget.activation.PublicationTables;
import io.microtarget.privacy.PrivacyTables;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Table;
import java.util.Set;

/** Tables whose rows count as soon as they are committed, whether or not a run was published. */
final class Books {
  private static final Set<Table> ALL =
      Set.of(
          SourceTables.DELIVERY,
          PublicationTables.PUBLICATION,
          PublicationTables.LEASE,
          PrivacyTables.TOMBSTONE,
          PrivacyTables.PROOF,
          PrivacyTables.ERASURE,
          ActivationTables.EXPORT);

  private Books() {}

  static boolean has(Table table) {
    return ALL.contains(table);
  }
}
