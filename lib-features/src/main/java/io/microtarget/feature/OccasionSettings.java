package io.microtarget.feature;

/**
 * Which past contacts a model learns from.
 *
 * @param contacts name of the source of contact rows
 * @param outcome name of the source of response rows
 */
public record OccasionSettings(String contacts, String outcome) {
  public OccasionSettings {
    if (contacts.isBlank()) {
      throw new IllegalArgumentException("contacts must name a source of contact rows");
    }
    if (outcome.isBlank()) {
      throw new IllegalArgumentException("outcome must name a source of response rows");
    }
  }
}
