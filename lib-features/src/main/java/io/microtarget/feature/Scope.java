package io.microtarget.feature;

/** What a feature depends on. */
public enum Scope {
  /** A subject and a moment. */
  SUBJECT,
  /** The household of a subject, with all its persons, and a moment. */
  HOUSEHOLD,
  /** The area a subject lives in, and a moment: rows of indicators. */
  AREA,
  /** A moment alone: over the rows of all subjects, such as how many of them answered lately. */
  EVERYONE,
  /** The campaign of an occasion, not the subject. */
  CAMPAIGN,
  /** A subject, a moment and what the campaign of the occasion is about. */
  PAIR
}
