package io.microtarget.scoring;

import static java.util.Locale.ROOT;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether later contacts answer as often as those the model was trained on. A score may rank well
 * and still promise far too much or too little when they do not.
 *
 * <p>The interval of the difference resamples subjects over both parts together ({@link
 * ClusterBootstrap}), because one subject may stand in both. It is called drift if the interval
 * leaves out 0.
 */
final class Drift {
  private static final String METRIC = "base_rate_training";

  private Drift() {}

  /**
   * The rate before the cut, its distance from the rate after it, and a sentence if that is far.
   */
  static List<Figure> of(Contacts training, Contacts test, ModelSettings settings) {
    var subjects = new ArrayList<>(training.subjects());
    subjects.addAll(test.subjects());
    var outcomes = new boolean[subjects.size()];
    System.arraycopy(training.outcomes(), 0, outcomes, 0, training.size());
    System.arraycopy(test.outcomes(), 0, outcomes, training.size(), test.size());
    var intervals =
        new ClusterBootstrap(subjects, settings.bootstrap(), settings.seed())
            .intervals(weights -> rates(outcomes, training.size(), weights));
    double before = training.responders() / (double) training.size();
    double after = test.responders() / (double) test.size();
    var figures = new ArrayList<Figure>();
    figures.add(
        new Figure(Backtest.PART, METRIC, 0, "", before, training.size()).with(intervals[0]));
    var change = intervals[1];
    figures.add(
        new Figure(Backtest.PART, "base_rate_change", 0, "", after - before, test.size())
            .with(change));
    if (change.low() > 0 || change.high() < 0) {
      figures.add(
          Figure.text(
              Backtest.PART,
              "drift",
              String.format(
                  ROOT,
                  "%.1f %% of %,d contacts answered before the cut, %.1f %% of %,d after it (%+.1f points [%+.1f, %+.1f])",
                  100 * before,
                  training.size(),
                  100 * after,
                  test.size(),
                  100 * (after - before),
                  100 * change.low(),
                  100 * change.high())));
    }
    return figures;
  }

  /** The rate of the first rows, and how far that of the others lies above it. */
  private static double[] rates(boolean[] outcomes, int first, int[] weights) {
    var contacts = new long[2];
    var responders = new long[2];
    for (int i = 0; i < outcomes.length; i++) {
      int part = i < first ? 0 : 1;
      contacts[part] += weights[i];
      responders[part] += outcomes[i] ? weights[i] : 0;
    }
    double before = responders[0] / (double) contacts[0];
    double after = responders[1] / (double) contacts[1];
    return new double[] {before, after - before};
  }
}
