package io.microtarget.scoring;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/** A fitted model: raw numbers in, log-odds out, not yet calibrated. */
sealed interface Model extends Serializable permits LogisticRegression, BoostedTrees {
  /** Log-odds of the outcome, rounded to 6 decimals. */
  double margin(double[] features);

  /** How its inputs come from raw numbers. */
  Treatment treatment();

  /** What the model looks at, the largest absolute value first. */
  List<Weight> weights();

  /**
   * @param value a standardised coefficient, or a share of importance
   */
  record Weight(String feature, double value) {
    static final Comparator<Weight> LARGEST_FIRST =
        Comparator.comparingDouble((Weight w) -> -Math.abs(w.value()))
            .thenComparing(Weight::feature);
  }

  /** Six decimals: what lies behind them differs between machines and means nothing. */
  static double rounded(double value) {
    return Math.rint(value * 1e6) / 1e6 + 0.0;
  }
}
