package io.microtarget.jobs.store;

import io.microtarget.table.Clocks;
import java.time.Instant;

/**
 * Which run it is, and when.
 *
 * @param runId names the run's partitions
 * @param clocks the date it is for and what it may know
 * @param startedAt becomes {@code recorded_at} of all it records
 */
public record Frame(String runId, Clocks clocks, Instant startedAt) {
  public Frame {
    if (!runId.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,80}")) {
      throw new IllegalArgumentException(
          "run-id may hold letters, digits, dot, dash and underscore only");
    }
  }
}
