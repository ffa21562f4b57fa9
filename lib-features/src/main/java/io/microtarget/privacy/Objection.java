package io.microtarget.privacy;

import io.microtarget.source.Basis;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * An entry of a list of those who are not to be contacted: a row of {@link
 * io.microtarget.source.SourceTables#SUPPRESSION} that means a record.
 *
 * @param list the source it comes from, a name of the settings: what the list calls itself may be
 *     anything and does not become part of a rule id
 * @param channel name of a channel or a medium; empty: all
 * @param purpose empty: all, unless the reason is {@link #GPC}
 * @param reason such as {@code objection}; empty if nobody says
 * @param recordedAt when the lake learned it: from then on it stands
 * @param expiresOn first day it holds no more
 */
record Objection(
    String list,
    Optional<String> channel,
    Optional<String> purpose,
    Optional<String> reason,
    Instant recordedAt,
    Optional<LocalDate> expiresOn) {
  /** Global Privacy Control: opts out of sale and sharing (Cal. Civ. Code 1798.135(e)). */
  static final String GPC = "gpc";

  boolean stands(Instant knownAt, LocalDate day) {
    return !recordedAt.isAfter(knownAt) && expiresOn.filter(end -> !day.isBefore(end)).isEmpty();
  }

  boolean isAgainst(String asked) {
    return purpose.isPresent()
        ? purpose.get().equals(asked)
        : reason.filter(GPC::equals).isEmpty() || asked.equals(Basis.SHARING);
  }
}
