package io.microtarget.jobs.store;

import io.microtarget.table.Clocks;
import io.microtarget.testing.Sessions;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** Small lakes and runs for the tests of the store. */
final class Lakes {
  static final Instant NOON = Instant.parse("2025-01-02T12:00:00Z");

  private Lakes() {}

  static Lake open(Path root) {
    return Lake.open(
        root.toString(), Sessions.shared().sparkContext().hadoopConfiguration(), "test");
  }

  /** A run that knows what was recorded until it began. */
  static Frame run(String id, String asOf, Instant startedAt) {
    return run(id, asOf, startedAt, startedAt);
  }

  static Frame run(String id, String asOf, Instant startedAt, Instant knownAt) {
    return new Frame(
        id, new Clocks(LocalDate.parse(asOf), knownAt, ZoneId.of("Europe/Berlin")), startedAt);
  }

  static DeltaStore store(Lake lake, Frame frame) {
    return new DeltaStore(Sessions.shared(), lake, frame);
  }
}
