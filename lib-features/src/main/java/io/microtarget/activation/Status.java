package io.microtarget.activation;

import java.util.Locale;

/** Whether an audience may leave the house. */
public enum Status {
  /** For looking at; no destination accepts it. */
  REHEARSAL,
  /** May be handed to its destination. */
  READY;

  /** The name in tables. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
