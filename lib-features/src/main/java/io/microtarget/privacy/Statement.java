package io.microtarget.privacy;

import io.microtarget.source.LegalBasis;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What somebody allowed or refused: a row of {@link io.microtarget.source.SourceTables#CONSENT}.
 *
 * @param recordId who said it
 * @param source who says that it was said
 * @param channel name of a channel or a medium; empty: all
 * @param basis what a GRANT is a ground of
 * @param saidAt when; of two statements the later counts
 * @param recordedAt when the lake learned it
 * @param validFrom first day it holds; empty: from when it was said
 * @param expiresOn first day it holds no more
 */
record Statement(
    String recordId,
    String source,
    String purpose,
    Optional<String> channel,
    Status status,
    LegalBasis basis,
    Instant saidAt,
    Instant recordedAt,
    Optional<LocalDate> validFrom,
    Optional<LocalDate> expiresOn) {
  /** The stricter last. */
  enum Status {
    GRANT,
    DENY,
    REVOKED
  }

  boolean isRefusal() {
    return status != Status.GRANT;
  }

  boolean hasBegun(Instant knownAt, LocalDate day) {
    return !saidAt.isAfter(knownAt) && validFrom.filter(day::isBefore).isEmpty();
  }

  boolean hasEnded(LocalDate day) {
    return expiresOn.filter(end -> !day.isBefore(end)).isPresent();
  }
}
