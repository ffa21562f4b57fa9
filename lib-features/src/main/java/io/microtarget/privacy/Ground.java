package io.microtarget.privacy;

import io.microtarget.source.LegalBasis;
import java.util.Optional;
import java.util.Set;

/**
 * Something a message could rest on.
 *
 * @param conditions that are fulfilled, for the needs of a {@link Rule}
 * @param source that states it
 * @param record that agreed; empty where the source itself states it
 */
record Ground(LegalBasis basis, Set<String> conditions, String source, Optional<String> record) {}
