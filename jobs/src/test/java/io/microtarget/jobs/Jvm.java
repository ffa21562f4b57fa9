package io.microtarget.jobs;

import java.util.List;

/** Options of the processes that tests start. */
final class Jvm {
  /**
   * For half a minute of work on few cores: one collecting thread, quick compiling only, room for
   * the classes of Spark from the start, and no second look at classes that come from our jars.
   */
  static final List<String> SHORT_LIVED =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:ReservedCodeCacheSize=256m",
          "-XX:MetaspaceSize=256m",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:-BytecodeVerificationRemote");

  private Jvm() {}
}
