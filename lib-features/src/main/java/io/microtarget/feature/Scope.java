package io.microtarget.feature;

/** What a feature depends on. */
public enum Scope {
  /** A subject and a moment. */
  SUBJECT,
  /** A moment alone: over the rows of all subjects, such as how many of them answered lately. */
  EVERYONE,
  /** The campaign of an occasion, not the subject. */
  CAMPAIGN,
  /** A subject, a moment and what the campaign of the occasion is about. */
  PAIR
}
