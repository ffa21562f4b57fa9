package io.microtarget.decision;

/**
 * The rules of a run that hold for all offers and channels.
 *
 * @param budget most money for contacts of one run, in currency
 * @param holdoutShare probability that a new subject is left alone for good, in [0, 1)
 * @param contactsPerSubject frequency cap
 * @param minimumAudience an audience of an offer and a channel with fewer subjects is dropped
 */
public record Policy(
    double budget, double holdoutShare, ContactCap contactsPerSubject, long minimumAudience) {
  public Policy {
    Money.check("budget", budget);
    // Written so that NaN fails too.
    if (!(holdoutShare >= 0 && holdoutShare < 1)) {
      throw new IllegalArgumentException(
          "holdout-share must be at least 0 and below 1, not " + holdoutShare);
    }
    if (minimumAudience < 0) {
      throw new IllegalArgumentException(
          "minimum-audience must be at least 0, not " + minimumAudience);
    }
  }
}
