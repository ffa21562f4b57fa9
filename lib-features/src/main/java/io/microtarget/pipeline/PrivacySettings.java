package io.microtarget.pipeline;

/**
 * How closely the report may be looked at.
 *
 * @param smallestCell smallest group of people that is shown, at least 1
 */
public record PrivacySettings(int smallestCell) {
  public PrivacySettings {
    if (smallestCell < 1) {
      throw new IllegalArgumentException("smallest-cell must be at least 1, not " + smallestCell);
    }
  }
}
