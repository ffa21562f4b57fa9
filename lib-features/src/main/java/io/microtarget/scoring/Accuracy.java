package io.microtarget.scoring;

import io.microtarget.scoring.ClusterBootstrap.Interval;

/**
 * How far probabilities are from what happened. Every figure takes weights: how often each row
 * counts, once or as a bootstrap resample says.
 */
final class Accuracy {
  static final int TENTHS = 10;
  private static final double Z95 = 1.959963984540054;
  // Published probabilities have 6 decimals, so 0 means "below one in two million".
  private static final double SMALLEST = 5e-7;

  private Accuracy() {}

  /** Mean squared distance of probability and outcome (Brier 1950). */
  static double brier(double[] p, boolean[] outcomes, int[] weights) {
    double sum = 0;
    double count = 0;
    for (int i = 0; i < p.length; i++) {
      double distance = p[i] - (outcomes[i] ? 1 : 0);
      sum += weights[i] * distance * distance;
      count += weights[i];
    }
    return sum / count;
  }

  /** Mean negative log likelihood, natural logarithm. */
  static double logLoss(double[] p, boolean[] outcomes, int[] weights) {
    double sum = 0;
    double count = 0;
    for (int i = 0; i < p.length; i++) {
      double likely = outcomes[i] ? p[i] : 1 - p[i];
      sum -= weights[i] * Math.log(Math.max(likely, SMALLEST));
      count += weights[i];
    }
    return sum / count;
  }

  /**
   * The tenth of each row when rows stand in falling order: 1 is the first; where they cannot be
   * equal, the first ones are one larger ({@code ntile} of SQL).
   *
   * @param order row positions from the highest to the lowest
   */
  static int[] tenths(int[] order) {
    int size = order.length / TENTHS;
    int larger = order.length % TENTHS;
    var tenths = new int[order.length];
    for (int rank = 0; rank < order.length; rank++) {
      int inLarger = larger * (size + 1);
      tenths[order[rank]] =
          1 + (rank < inLarger ? rank / (size + 1) : larger + (rank - inLarger) / size);
    }
    return tenths;
  }

  /**
   * What happened in each tenth of the ranking.
   *
   * @param contacts rows in each tenth
   * @param responders of them answered
   * @param predicted sum of their probabilities
   */
  record ByTenth(double[] contacts, double[] responders, double[] predicted) {
    static ByTenth of(double[] p, boolean[] outcomes, int[] tenths, int[] weights) {
      var contacts = new double[TENTHS];
      var responders = new double[TENTHS];
      var predicted = new double[TENTHS];
      for (int i = 0; i < p.length; i++) {
        int tenth = tenths[i] - 1;
        contacts[tenth] += weights[i];
        responders[tenth] += outcomes[i] ? weights[i] : 0;
        predicted[tenth] += weights[i] * p[i];
      }
      return new ByTenth(contacts, responders, predicted);
    }

    /** Expected calibration error over equally large bins (Naeini, Cooper, Hauskrecht 2015). */
    double calibrationError() {
      double error = 0;
      for (int t = 0; t < TENTHS; t++) {
        error += Math.abs(responders[t] - predicted[t]);
      }
      return error / sum(contacts);
    }

    double baseRate() {
      return sum(responders) / sum(contacts);
    }

    /** Share of all responders in the tenths from the first to this one (from 1). */
    double gains(int tenth) {
      double found = 0;
      for (int t = 0; t < tenth; t++) {
        found += responders[t];
      }
      return found / sum(responders);
    }

    /** Response rate of this tenth (from 1) over that of all. */
    double lift(int tenth) {
      return responders[tenth - 1] / contacts[tenth - 1] / baseRate();
    }

    private static double sum(double[] values) {
      double sum = 0;
      for (double value : values) {
        sum += value;
      }
      return sum;
    }
  }

  /** 95 % interval of a share (Wilson 1927); holds for few rows and for shares of 0 and 1. */
  static Interval wilson(double hits, double count) {
    double share = hits / count;
    double scale = 1 + Z95 * Z95 / count;
    double centre = (share + Z95 * Z95 / (2 * count)) / scale;
    double half =
        Z95 * Math.sqrt(share * (1 - share) / count + Z95 * Z95 / (4 * count * count)) / scale;
    return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
  }
}
