package io.microtarget.jobs.town;

/** What becomes of a town that stands in the wanted folder already. */
public enum Target {
  /** It stays, and nothing is made. */
  KEEP,
  /** The new one stands in its place once it is whole. */
  REPLACE
}
