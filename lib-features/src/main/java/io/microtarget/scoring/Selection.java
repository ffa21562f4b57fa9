package io.microtarget.scoring;

import io.microtarget.scoring.Contacts.Contact;
import io.microtarget.scoring.ModelSettings.Algorithm;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;

/**
 * The choice between models, made inside the training part only.
 *
 * <p>A penalty is worth the mean of two AUCs: out of fold, grouped by subject, and forward in time
 * (fitted on contacts closed before a block, judged on those of the block). The boosted trees are
 * fitted once without two fifths of the subjects and judged on them beside the regression: the
 * simpler model stays unless the 95 % interval of the paired difference is above 0 (parsimony;
 * Hastie, Tibshirani and Friedman 2009, 7.10). Trees that pass must not fall behind the regression
 * on the last block of time either: other subjects of the same days say nothing about later days.
 *
 * @param chosen the learner for the backtest and the refit
 * @param figures part {@code selection} of the evaluation
 */
record Selection(Learner chosen, List<Figure> figures) {
  private static final String PART = "selection";
  private static final double HELD_OUT = 0.4;
  private static final int LEAST_RESPONDERS_IN_TIME = 5;

  static Selection of(
      SparkSession spark, Contacts training, List<String> features, ModelSettings settings) {
    var figures = new ArrayList<Figure>();
    figures.add(Figure.count(PART, "contacts", training.size()));
    figures.add(Figure.count(PART, "responders", training.responders()));
    // Trees cannot be grown on nothing; a regression without inputs is the base rate.
    var isNothing = Treatment.of(training, features).inputs().isEmpty();
    if (settings.model() == Algorithm.LOGISTIC || isNothing) {
      var logistic = logistic(training, features, settings, figures);
      return chosen(logistic, figures);
    }
    var folds = training.folds(settings.folds(), settings.seed());
    var held = Math.max(1, (int) Math.round(HELD_OUT * settings.folds()));
    var kept = training.at(i -> folds[i] >= held);
    var test = training.at(i -> folds[i] < held);
    var margins = margins(BoostedTrees.fit(spark, kept, features, settings), test);
    var trees = Learner.trees(spark, features, settings, Calibration.fit(margins, test.outcomes()));
    if (settings.model() == Algorithm.BOOSTED_TREES) {
      var auc = Auc.of(margins, test.outcomes());
      figures.add(new Figure(PART, "auc_held_out", 2, trees.name(), auc, test.size()));
      return chosen(trees, figures);
    }
    var logistic = logistic(training, features, settings, figures);
    var others = margins(logistic.fit().apply(kept), test);
    var better = better(logistic, trees, test, others, margins, settings, figures);
    var isTrees = better == trees && holdsForward(logistic, trees, training, figures);
    return chosen(isTrees ? trees : logistic, figures);
  }

  /** Whether the trees, fitted on what closed before the last block, rank that block as well. */
  private static boolean holdsForward(
      Learner logistic, Learner trees, Contacts training, List<Figure> figures) {
    var starts = blockStarts(training);
    var from = starts.get(starts.size() - 1);
    var before = training.where(row -> row.endsOn().isBefore(from));
    var block = training.where(row -> !row.moment().isBefore(from));
    if (!before.hasOfEach(LEAST_RESPONDERS_IN_TIME) || !block.hasOfEach(LEAST_RESPONDERS_IN_TIME)) {
      return true;
    }
    double a = Auc.of(margins(logistic.fit().apply(before), block), block.outcomes());
    double b = Auc.of(margins(trees.fit().apply(before), block), block.outcomes());
    figures.add(new Figure(PART, "auc_last_block", 1, logistic.name(), a, block.size()));
    figures.add(new Figure(PART, "auc_last_block", 2, trees.name(), b, block.size()));
    return b >= a;
  }

  private static Selection chosen(Learner learner, List<Figure> figures) {
    figures.add(Figure.text(PART, "chosen", learner.name()));
    return new Selection(learner, List.copyOf(figures));
  }

  private static Learner logistic(
      Contacts training, List<String> features, ModelSettings settings, List<Figure> figures) {
    Learner best = null;
    double most = Double.NEGATIVE_INFINITY;
    int position = 0;
    // The stronger penalty wins a tie.
    for (double penalty : new TreeSet<>(settings.penalties()).descendingSet()) {
      var learner = Learner.logistic(features, penalty, settings);
      double grouped =
          Auc.of(Learner.outOfFold(learner.fit(), training, settings), training.outcomes());
      double forward = forward(learner, training);
      double worth = Double.isNaN(forward) ? grouped : (grouped + forward) / 2;
      position++;
      int n = training.size();
      figures.add(new Figure(PART, "auc_grouped", position, learner.name(), grouped, n));
      figures.add(new Figure(PART, "auc_forward", position, learner.name(), forward, n));
      figures.add(new Figure(PART, "auc", position, learner.name(), worth, n));
      if (worth > most) {
        most = worth;
        best = learner;
      }
    }
    return best;
  }

  /**
   * Mean AUC over the blocks of time, weighted by their responders; NaN if no block can be judged.
   */
  private static double forward(Learner learner, Contacts training) {
    var starts = blockStarts(training);
    var aucs = new double[starts.size()];
    var weights = new double[starts.size()];
    IntStream.range(0, starts.size())
        .parallel()
        .forEach(
            b -> {
              var from = starts.get(b);
              var to = b + 1 < starts.size() ? starts.get(b + 1) : LocalDate.MAX;
              var before = training.where(row -> row.endsOn().isBefore(from));
              var block =
                  training.where(row -> !row.moment().isBefore(from) && row.moment().isBefore(to));
              if (before.hasOfEach(LEAST_RESPONDERS_IN_TIME)
                  && block.hasOfEach(LEAST_RESPONDERS_IN_TIME)) {
                aucs[b] = Auc.of(margins(learner.fit().apply(before), block), block.outcomes());
                weights[b] = block.responders();
              }
            });
    double sum = 0;
    double weight = 0;
    for (int b = 0; b < aucs.length; b++) {
      sum += aucs[b] * weights[b];
      weight += weights[b];
    }
    return weight == 0 ? Double.NaN : sum / weight;
  }

  /** The first days with a quarter, a half and three quarters of the responders before them. */
  static List<LocalDate> blockStarts(Contacts training) {
    var respondersOf = new TreeMap<LocalDate, Integer>();
    for (Contact row : training.rows()) {
      respondersOf.merge(row.moment(), row.responded() ? 1 : 0, Integer::sum);
    }
    var starts = new TreeSet<LocalDate>();
    int before = 0;
    int quarter = 1;
    for (var day : respondersOf.entrySet()) {
      while (quarter <= 3 && 4 * before >= quarter * training.responders()) {
        starts.add(day.getKey());
        quarter++;
      }
      before += day.getValue();
    }
    return List.copyOf(starts);
  }

  private static Learner better(
      Learner logistic,
      Learner trees,
      Contacts test,
      double[] logisticMargins,
      double[] treeMargins,
      ModelSettings settings,
      List<Figure> figures) {
    var outcomes = test.outcomes();
    var first = new Auc(logisticMargins, outcomes);
    var second = new Auc(treeMargins, outcomes);
    var intervals =
        new ClusterBootstrap(test.subjects(), settings.bootstrap(), settings.seed())
            .intervals(
                weights -> {
                  double a = first.of(weights);
                  double b = second.of(weights);
                  return new double[] {a, b, b - a};
                });
    double a = Auc.of(logisticMargins, outcomes);
    double b = Auc.of(treeMargins, outcomes);
    int n = test.size();
    figures.add(new Figure(PART, "auc_held_out", 1, logistic.name(), a, n).with(intervals[0]));
    figures.add(new Figure(PART, "auc_held_out", 2, trees.name(), b, n).with(intervals[1]));
    figures.add(
        new Figure(PART, "auc_difference", 0, "boosted-trees minus logistic", b - a, n)
            .with(intervals[2]));
    return intervals[2].low() > 0 ? trees : logistic;
  }

  private static double[] margins(Model model, Contacts contacts) {
    return contacts.rows().stream().mapToDouble(row -> model.margin(row.features())).toArray();
  }
}
