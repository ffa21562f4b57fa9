package io.microtarget.jobs.town;

/**
 * The truth about campaigns and offers as a whole.
 *
 * <p>{@code naive}: mean of the treated minus mean of the others. {@code hajek}: the same with each
 * answer weighted by one over the probability of its arm and the weights of an arm made to sum to
 * one (Hajek 1971; without the second step it is Horvitz and Thompson 1952). Errors are standard
 * errors of these differences, arms taken as independent; of {@code hajek} by linearisation
 * (Särndal, Swensson, Wretman, Model assisted survey sampling, 1992, section 5.7). {@code
 * mean_effect} is the mean of p1 - p0, {@code sample_effect} that of y1 - y0, which only the truth
 * knows.
 */
final class Summary {
  private final World world;
  private final Tally tally;

  Summary(World world, Tally tally) {
    this.world = world;
    this.tally = tally;
  }

  void write(Writing writing) {
    for (var campaign : Campaign.ALL) {
      campaign(writing, campaign);
    }
    for (int offer = 0; offer < Parameters.OFFERS; offer++) {
      for (var channel : Channel.values()) {
        offer(writing, offer, channel);
      }
    }
  }

  private void campaign(Writing writing, Campaign campaign) {
    var sums = tally.campaigns[campaign.number()];
    double treated = sums[1];
    double others = sums[0] - treated;
    double yes = sums[5] / treated;
    double no = sums[4] / others;
    double naive = yes - no;
    double naiveError = Math.sqrt(yes * (1 - yes) / treated + no * (1 - no) / others);
    double sample = sums[3] / sums[0];
    double hajek = hajekMean(sums, 1) - hajekMean(sums, 0);
    double hajekError =
        Math.sqrt(hajekVariance(campaign, sums, 1) + hajekVariance(campaign, sums, 0));
    var text = writing.row(Sheets.TRUE_CAMPAIGNS).append(campaign.id()).append(',');
    text.append(campaign.kind().label()).append(',').append((long) sums[0]).append(',');
    text.append((long) treated);
    for (double value :
        new double[] {
          sums[2] / sums[0], sample, naive, naiveError, hajek, hajekError, naive - sample
        }) {
      text.append(',').append(Double.isFinite(value) ? Cells.fixed(value, 6) : "");
    }
    text.append('\n');
  }

  private static double hajekMean(double[] sums, int arm) {
    return sums[8 + arm] / sums[6 + arm];
  }

  /** Sum of w^2 (y - m)^2 over the squared sum of w; y is 0 or 1. */
  private double hajekVariance(Campaign campaign, double[] sums, int arm) {
    double mean = hajekMean(sums, arm);
    double answered = tally.squares[campaign.number()][arm];
    double squares = answered * (1 - 2 * mean) + mean * mean * sums[10 + arm];
    return squares / (sums[6 + arm] * sums[6 + arm]);
  }

  private void offer(Writing writing, int offer, Channel channel) {
    var sums = tally.offers[offer * Channel.values().length + channel.ordinal()];
    var campaigns = world.parameters().campaigns();
    var text = writing.row(Sheets.TRUE_OFFERS).append('o').append(offer + 1).append(',');
    text.append(campaigns.categories().get(offer)).append(',');
    Cells.fixed(text, campaigns.discounts().get(offer), 2).append(',').append(channel.label());
    Cells.fixed(text.append(','), channel.cost(campaigns), 2).append(',').append((long) sums[0]);
    for (int i = 1; i < sums.length; i++) {
      Cells.fixed(text.append(','), sums[i] / sums[0], 6);
    }
    Cells.fixed(text.append(','), world.model().netMargin(offer), 4).append('\n');
  }
}
