package io.microtarget.jobs.town;

/**
 * What became of one contact, and what would have become of it.
 *
 * @param probability of this arm, offer and channel together
 * @param y0 1 if somebody buys without the contact
 * @param y1 1 if somebody buys after it
 */
record Outcome(
    boolean isTreated,
    int offer,
    Channel channel,
    double probability,
    double p0,
    double p1,
    int y0,
    int y1) {
  int y() {
    return isTreated ? y1 : y0;
  }
}
