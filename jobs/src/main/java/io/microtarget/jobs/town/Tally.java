package io.microtarget.jobs.town;

/** Sums of a quarter that the truth about campaigns and offers is told from. */
final class Tally {
  /** Of each campaign: see {@link #contact}. */
  final double[][] campaigns = new double[Campaign.ALL.size()][12];

  /** Of each offer and channel: persons, p0, p1, effect, value. */
  final double[][] offers = new double[Parameters.OFFERS * Channel.values().length][5];

  /** Adds one contact; {@code probability} is that of being treated. */
  void contact(Campaign campaign, Outcome outcome, double probability) {
    var sums = campaigns[campaign.number()];
    double y = outcome.y();
    double weight = 1 / (outcome.isTreated() ? probability : 1 - probability);
    int arm = outcome.isTreated() ? 1 : 0;
    sums[0]++;
    sums[1] += arm;
    sums[2] += outcome.p1() - outcome.p0();
    sums[3] += outcome.y1() - outcome.y0();
    sums[4 + arm] += y;
    sums[6 + arm] += weight;
    sums[8 + arm] += weight * y;
    // Of a Hajek mean: sum of w^2 (y - m)^2 = sum w^2 y (1 - 2 m) + m^2 sum w^2, as y is 0 or 1.
    sums[10 + arm] += weight * weight;
    squares[campaign.number()][arm] += weight * weight * y;
  }

  /** Of each campaign and arm: sum of squared weights of those who answered. */
  final double[][] squares = new double[Campaign.ALL.size()][2];

  void effect(int offer, Channel channel, double p0, double p1, double value) {
    var sums = offers[offer * Channel.values().length + channel.ordinal()];
    sums[0]++;
    sums[1] += p0;
    sums[2] += p1;
    sums[3] += p1 - p0;
    sums[4] += value;
  }

  void add(Tally other) {
    add(campaigns, other.campaigns);
    add(squares, other.squares);
    add(offers, other.offers);
  }

  private static void add(double[][] to, double[][] from) {
    for (int i = 0; i < to.length; i++) {
      for (int j = 0; j < to[i].length; j++) {
        to[i][j] += from[i][j];
      }
    }
  }
}
