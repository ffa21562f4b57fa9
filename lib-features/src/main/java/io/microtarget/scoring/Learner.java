package io.microtarget.scoring;

import java.io.Serializable;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;

/**
 * A way to get a calibrated model from contacts.
 *
 * @param name shown in the evaluation
 * @param fit contacts to model
 * @param calibration contacts to calibration, from predictions for rows the model has not seen
 */
record Learner(
    String name, Function<Contacts, Model> fit, Function<Contacts, Calibration> calibration) {

  /** Calibrated out of fold: every row is predicted by a model without its subject. */
  static Learner logistic(List<String> features, double penalty, ModelSettings settings) {
    Function<Contacts, Model> fit = rows -> LogisticRegression.fit(rows, features, penalty);
    return new Learner(
        "logistic, penalty " + penalty,
        fit,
        rows -> Calibration.fit(outOfFold(fit, rows, settings), rows.outcomes()));
  }

  /**
   * Out-of-fold predictions would cost a fit a fold, so the calibration is that of the held-out
   * part the trees were compared on, for the refit too.
   */
  static Learner trees(
      SparkSession spark, List<String> features, ModelSettings settings, Calibration heldOut) {
    return new Learner(
        "boosted-trees",
        rows -> BoostedTrees.fit(spark, rows, features, settings),
        rows -> heldOut);
  }

  Fitted on(Contacts rows) {
    return new Fitted(fit.apply(rows), calibration.apply(rows));
  }

  /** Log-odds of each row from a model fitted on the other folds. */
  static double[] outOfFold(Function<Contacts, Model> fit, Contacts rows, ModelSettings settings) {
    var folds = rows.folds(settings.folds(), settings.seed());
    var margins = new double[rows.size()];
    // Each fold fills its own places.
    IntStream.range(0, settings.folds())
        .parallel()
        .forEach(
            fold -> {
              var model = fit.apply(rows.at(i -> folds[i] != fold));
              for (int i = 0; i < margins.length; i++) {
                if (folds[i] == fold) {
                  margins[i] = model.margin(rows.rows().get(i).features());
                }
              }
            });
    return margins;
  }

  /** A model with its calibration: raw numbers in, probability out. */
  record Fitted(Model model, Calibration calibration) implements Serializable {
    double propensity(double[] features) {
      return calibration.of(model.margin(features));
    }

    double[] propensities(Contacts contacts) {
      return contacts.rows().stream().mapToDouble(row -> propensity(row.features())).toArray();
    }
  }
}
