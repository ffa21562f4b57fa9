package io.microtarget.scoring;

import static java.util.Locale.ROOT;

import io.microtarget.scoring.Accuracy.ByTenth;
import io.microtarget.scoring.ClusterBootstrap.Interval;
import java.sql.Date;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * What a model trained before the cut says of later contacts, and what happened. The test part is
 * read once, here. Intervals: {@link ClusterBootstrap} over subjects, the same resamples for the
 * model and for the simple regression, so that their difference is paired.
 *
 * <p>Tenths are those of the whole test part and are not drawn anew in the resamples. Resampling
 * adds noise to each tenth, so the interval of {@code ece} lies somewhat high.
 *
 * @param figures part {@code backtest} of the evaluation
 * @param scores rows of {@code backtest_score}
 */
record Backtest(List<Figure> figures, List<Row> scores) {
  static final String PART = "backtest";
  private static final int TENTHS = Accuracy.TENTHS;

  /** Nothing to judge: only a verdict. */
  static Backtest none(String verdict) {
    return new Backtest(List.of(Figure.text(PART, "verdict", verdict)), List.of());
  }

  /**
   * @param test closed contacts that began at the cut or later; of both outcomes
   */
  static Backtest of(
      String name,
      Learner learner,
      Optional<Learner> simple,
      Contacts training,
      Contacts test,
      ModelSettings settings) {
    var p = learner.on(training).propensities(test);
    var baseline = simple.map(s -> s.on(training).propensities(test));
    var tenths = tenths(p, test);
    var outcomes = test.outcomes();
    var statistics = new Statistics(p, baseline, outcomes, tenths);
    var once = new int[p.length];
    Arrays.fill(once, 1);
    var values = statistics.of(once);
    var intervals =
        new ClusterBootstrap(test.subjects(), settings.bootstrap(), settings.seed())
            .intervals(statistics::of);
    var label =
        "%d resamples of subjects, seed %d".formatted(settings.bootstrap(), settings.seed());

    var figures = new ArrayList<Figure>();
    figures.add(
        Figure.text(PART, "verdict", verdict(values, intervals, test, baseline.isPresent())));
    figures.add(Figure.count(PART, "contacts", test.size()));
    figures.add(Figure.count(PART, "responders", test.responders()));
    for (int s = 0; s < Statistics.SINGLE.size(); s++) {
      if (Double.isFinite(values[s])) {
        var metric = Statistics.SINGLE.get(s);
        figures.add(new Figure(PART, metric, 0, label, values[s], test.size()).with(intervals[s]));
      }
    }
    figures.addAll(Drift.of(training, test, settings));
    figures.addAll(curves(statistics.byTenth(once), values, intervals));
    return new Backtest(figures, scores(name, test, p, baseline, tenths));
  }

  private static List<Figure> curves(ByTenth all, double[] values, Interval[] intervals) {
    var figures = new ArrayList<Figure>();
    for (int tenth = 1; tenth <= TENTHS; tenth++) {
      long count = (long) all.contacts()[tenth - 1];
      if (count == 0) {
        continue;
      }
      int gains = Statistics.SINGLE.size() + tenth - 1;
      int lift = gains + TENTHS;
      double predicted = all.predicted()[tenth - 1] / count;
      double responders = all.responders()[tenth - 1];
      var decile = "decile " + tenth;
      figures.add(
          new Figure(
                  PART,
                  "gains",
                  tenth,
                  "share of responders in deciles 1 to " + tenth,
                  values[gains],
                  count)
              .with(intervals[gains]));
      figures.add(
          new Figure(PART, "lift", tenth, decile, values[lift], count).with(intervals[lift]));
      figures.add(
          new Figure(
                  PART,
                  "calibration",
                  tenth,
                  String.format(ROOT, "%s, mean propensity %.3f", decile, predicted),
                  responders / count,
                  count)
              .with(Accuracy.wilson(responders, count)));
      figures.add(new Figure(PART, "calibration_predicted", tenth, decile, predicted, count));
    }
    return figures;
  }

  private static String verdict(
      double[] values, Interval[] intervals, Contacts test, boolean hasBaseline) {
    var auc = text(values[0], intervals[0]);
    if (!(intervals[0].low() > 0.5)) {
      return String.format(
          ROOT, "no signal: AUC %s on %d later contacts is not above 0.5", auc, test.size());
    }
    var found =
        String.format(
            ROOT,
            "signal: AUC %s on %d later contacts of which %d responded",
            auc,
            test.size(),
            test.responders());
    if (!hasBaseline) {
      return found;
    }
    var difference = text(values[2], intervals[2]);
    var compared =
        intervals[2].low() > 0
            ? "above the simple regression"
            : intervals[2].high() < 0
                ? "below the simple regression"
                : "not told apart from the simple regression";
    return "%s; %s, difference %s".formatted(found, compared, difference);
  }

  private static String text(double value, Interval interval) {
    return String.format(ROOT, "%.3f [%.3f, %.3f]", value, interval.low(), interval.high());
  }

  /** Highest propensity first; ties by subject, then by the order of the contacts. */
  private static int[] tenths(double[] p, Contacts test) {
    return Accuracy.tenths(
        IntStream.range(0, p.length)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer i) -> -p[i])
                    .thenComparing(i -> test.rows().get(i).subject())
                    .thenComparing(i -> i))
            .mapToInt(Integer::intValue)
            .toArray());
  }

  private static List<Row> scores(
      String name, Contacts test, double[] p, Optional<double[]> baseline, int[] tenths) {
    var rows = new ArrayList<Row>(p.length);
    for (int i = 0; i < p.length; i++) {
      var contact = test.rows().get(i);
      int at = i;
      rows.add(
          RowFactory.create(
              name,
              contact.subject(),
              contact.campaign(),
              Date.valueOf(contact.moment()),
              p[i],
              baseline.map(b -> b[at]).orElse(null),
              tenths[i],
              contact.responded()));
    }
    return rows;
  }

  /** Every figure with an interval, from one weighting of the test rows. */
  private record Statistics(
      double[] p,
      Optional<double[]> baseline,
      boolean[] outcomes,
      int[] tenths,
      Auc auc,
      Optional<Auc> baselineAuc) {
    /** The order of {@link #of}; then gains and lift of each tenth. */
    static final List<String> SINGLE =
        List.of(
            "auc",
            "auc_baseline",
            "auc_difference",
            "brier",
            "log_loss",
            "ece",
            "base_rate",
            "brier_baseline");

    Statistics(double[] p, Optional<double[]> baseline, boolean[] outcomes, int[] tenths) {
      this(
          p,
          baseline,
          outcomes,
          tenths,
          new Auc(p, outcomes),
          baseline.map(b -> new Auc(b, outcomes)));
    }

    ByTenth byTenth(int[] weights) {
      return ByTenth.of(p, outcomes, tenths, weights);
    }

    double[] of(int[] weights) {
      var byTenth = byTenth(weights);
      double area = auc.of(weights);
      double other = baselineAuc.map(a -> a.of(weights)).orElse(Double.NaN);
      var values = new double[SINGLE.size() + 2 * TENTHS];
      values[0] = area;
      values[1] = other;
      values[2] = area - other;
      values[3] = Accuracy.brier(p, outcomes, weights);
      values[4] = Accuracy.logLoss(p, outcomes, weights);
      values[5] = byTenth.calibrationError();
      values[6] = byTenth.baseRate();
      values[7] = baseline.map(b -> Accuracy.brier(b, outcomes, weights)).orElse(Double.NaN);
      for (int tenth = 1; tenth <= TENTHS; tenth++) {
        values[SINGLE.size() + tenth - 1] = byTenth.gains(tenth);
        values[SINGLE.size() + TENTHS + tenth - 1] = byTenth.lift(tenth);
      }
      return values;
    }
  }
}
