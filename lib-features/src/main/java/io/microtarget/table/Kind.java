package io.microtarget.table;

/** How rows of a table live and die; the store derives its bookkeeping columns from it. */
public enum Kind {
  /**
   * Typed source rows, written once per delivery; the table itself has {@code delivery_id} and
   * {@code recorded_at}. The store adds {@code run_id STRING} and {@code event_month STRING}.
   */
  EVENT,
  /** Append-only facts read as of a moment. The store adds {@code recorded_at}, {@code run_id}. */
  STATE,
  /** The content of one run for one date. The store adds {@code as_of DATE}, {@code run_id}. */
  SNAPSHOT,
  /** Handed from stage to stage inside one run, removed at its end. */
  SCRATCH
}
