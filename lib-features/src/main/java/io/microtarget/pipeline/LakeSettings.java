package io.microtarget.pipeline;

/**
 * Where the tables of a business live.
 *
 * @param root folder, or URI of a file system that {@link io.microtarget.table.Location} knows
 * @param leaseSeconds how long a silent run keeps others out
 * @param keepRuns runs of a date that {@code clean} leaves beside the published one
 * @param keepHours age below which {@code clean} leaves files that no table needs any more
 */
public record LakeSettings(String root, int leaseSeconds, int keepRuns, int keepHours) {
  public LakeSettings {
    if (root.isBlank()) {
      throw new IllegalArgumentException("root must name a folder");
    }
    if (leaseSeconds < 3) {
      throw new IllegalArgumentException("lease-seconds must be at least 3, not " + leaseSeconds);
    }
    if (keepRuns < 0) {
      throw new IllegalArgumentException("keep-runs must be at least 0, not " + keepRuns);
    }
    if (keepHours < 0) {
      throw new IllegalArgumentException("keep-hours must be at least 0, not " + keepHours);
    }
  }
}
