package io.microtarget.identity;

import java.util.Locale;

/** By which rule one of several values of a person survives in {@link GoldenRecords}. */
public enum Survivorship {
  /** The one of the latest event time, then of the latest recording. */
  MOST_RECENT,
  /** The name of most words, else the longest spelling. */
  MOST_COMPLETE,
  /** The one of the source that is named first among the trusted. */
  MOST_TRUSTED,
  /** The one that most records of the person have. */
  MOST_FREQUENT;

  /** As settings and tables write it: {@code most-recent}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
