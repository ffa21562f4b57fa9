package io.microtarget.jobs.store;

import java.util.Locale;

/** What became of a delivered file. */
public enum Outcome {
  /** Typed for the first time. */
  NEW,
  /** The content of another file of the source: its rows count as duplicates. */
  COPY,
  /** A file of this name was there with other content, whose rows are seen no more. */
  REWRITTEN,
  /** A file of this name was there and is longer now: only what came behind was typed. */
  GROWN,
  /** Typed again since the settings of the source changed. */
  RETYPED,
  /** Not as the contract says: all its rows are in quarantine. */
  SET_ASIDE,
  /** Quarantined rows of a delivery that were taken in later. */
  REDRIVEN;

  /** As it stands in the ledger, such as {@code set-aside}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Outcome of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
