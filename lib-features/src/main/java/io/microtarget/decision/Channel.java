package io.microtarget.decision;

import io.microtarget.privacy.Medium;
import java.util.Optional;

/**
 * How a message reaches a subject.
 *
 * @param cost of one contact, in currency
 * @param capacity most contacts of one run; 0 closes the channel
 * @param medium what it is for the law; not needed where the channel is called like one
 */
public record Channel(double cost, long capacity, Optional<Medium> medium) {
  public Channel {
    Money.check("cost", cost);
    if (capacity < 0) {
      throw new IllegalArgumentException("capacity must be at least 0, not " + capacity);
    }
  }

  /** A channel that is called like its medium. */
  public Channel(double cost, long capacity) {
    this(cost, capacity, Optional.empty());
  }

  /** What a channel of this name is for the law; empty if neither name nor settings say. */
  public Optional<Medium> medium(String name) {
    return medium.or(() -> Medium.of(name));
  }
}
