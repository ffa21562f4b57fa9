package io.microtarget.journey;

import java.util.concurrent.TimeUnit;

/**
 * Numbers the sessions of one subject: a silence of so many minutes or more ends one.
 *
 * <p>Moments are microseconds since 1970, so that no change of the clocks makes or hides a silence.
 */
final class Sessions {
  private final long silence;
  private long last;
  private int number;

  /**
   * @param minutes of silence that end a session
   */
  Sessions(int minutes) {
    silence = TimeUnit.MINUTES.toMicros(minutes);
  }

  /** The number of the session that a step at this moment belongs to, from 1; moments rise. */
  int at(long moment) {
    if (number == 0 || moment - last >= silence) {
      number++;
    }
    last = moment;
    return number;
  }
}
