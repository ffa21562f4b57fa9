package io.microtarget.decision;

import java.util.Locale;

/** The steps from the population to the audience, in order; each can drop subjects. */
enum Step {
  POPULATION,
  /** Has a candidate of positive expected value. */
  ELIGIBLE,
  /** May be contacted through the channel. */
  BASIS,
  /** Is not held out. */
  HOLDOUT,
  /** Was not contacted too often; and only the best candidate of a subject goes on. */
  CAPS,
  /** Is paid for and finds room in the channel. */
  BUDGET,
  /** Is in an audience that is large enough. */
  SIZE_FLOOR,
  EXPORTED;

  /** The name in tables. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
