package io.microtarget.feature;

/**
 * Which past contacts a model learns from.
 *
 * @param contacts name of the source of contact rows
 * @param outcome name of the source of response rows
 * @param window how long a response counts
 */
public record OccasionSettings(String contacts, String outcome, Window window) {

  /** How long a response counts. */
  public enum Window {
    /** From the start to the end of the campaign. */
    CAMPAIGN,
    /** On the day of the contact: the answer is given in it, as in a call or at a door. */
    CONTACT
  }

  public OccasionSettings {
    if (contacts.isBlank()) {
      throw new IllegalArgumentException("contacts must name a source of contact rows");
    }
    if (outcome.isBlank()) {
      throw new IllegalArgumentException("outcome must name a source of response rows");
    }
  }
}
