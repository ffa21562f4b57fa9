package io.microtarget.scoring;

import java.io.Serializable;

/**
 * Turns log-odds into honest probabilities: {@code 1 / (1 + exp(−(slope · margin + intercept)))}
 * (Platt 1999, with the smoothed targets and the stable sums of Lin, Lin and Weng 2007).
 *
 * <p>Fitted on predictions for rows the model has not seen. It never reverses a ranking: where the
 * best slope is not above 0, the margins say nothing and every probability is the base rate.
 */
record Calibration(double slope, double intercept) implements Serializable {
  private static final int MOST_STEPS = 100;

  static Calibration fit(double[] margins, boolean[] outcomes) {
    double positives = 0;
    for (boolean outcome : outcomes) {
      positives += outcome ? 1 : 0;
    }
    double negatives = outcomes.length - positives;
    double high = (positives + 1) / (positives + 2);
    double low = 1 / (negatives + 2);
    double base = Math.log((positives + 1) / (negatives + 1));
    var targets = new double[outcomes.length];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = outcomes[i] ? high : low;
    }
    double slope = 0;
    double intercept = base;
    double loss = loss(margins, targets, slope, intercept);
    for (int step = 0; step < MOST_STEPS; step++) {
      // Gradient and Hessian of the log loss; the small number keeps the Hessian regular.
      double gs = 0, gi = 0, hss = 1e-12, hsi = 0, hii = 1e-12;
      for (int i = 0; i < margins.length; i++) {
        double p = logistic(slope * margins[i] + intercept);
        double error = p - targets[i];
        double curvature = p * (1 - p);
        gs += error * margins[i];
        gi += error;
        hss += curvature * margins[i] * margins[i];
        hsi += curvature * margins[i];
        hii += curvature;
      }
      double determinant = hss * hii - hsi * hsi;
      if (determinant <= 0) {
        break;
      }
      double ds = (hii * gs - hsi * gi) / determinant;
      double di = (hss * gi - hsi * gs) / determinant;
      double share = 1;
      double next = loss(margins, targets, slope - ds, intercept - di);
      while (next > loss && share > 1e-9) {
        share /= 2;
        next = loss(margins, targets, slope - share * ds, intercept - share * di);
      }
      slope -= share * ds;
      intercept -= share * di;
      loss = next;
      if (Math.abs(ds) < 1e-10 && Math.abs(di) < 1e-10) {
        break;
      }
    }
    return slope > 0
        ? new Calibration(Model.rounded(slope), Model.rounded(intercept))
        : new Calibration(0, Model.rounded(base));
  }

  /** Probability, rounded to 6 decimals. */
  double of(double margin) {
    return Model.rounded(logistic(slope * margin + intercept));
  }

  static double logistic(double x) {
    return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
  }

  private static double loss(double[] margins, double[] targets, double slope, double intercept) {
    double sum = 0;
    for (int i = 0; i < margins.length; i++) {
      double x = slope * margins[i] + intercept;
      sum += Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))) - targets[i] * x;
    }
    return sum;
  }
}
