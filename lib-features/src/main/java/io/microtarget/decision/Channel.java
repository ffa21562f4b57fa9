package io.microtarget.decision;

/**
 * How a message reaches a subject.
 *
 * @param cost of one contact, in currency
 * @param capacity most contacts of one run; 0 closes the channel
 */
public record Channel(double cost, long capacity) {
  public Channel {
    Money.check("cost", cost);
    if (capacity < 0) {
      throw new IllegalArgumentException("capacity must be at least 0, not " + capacity);
    }
  }
}
