package io.microtarget.scoring;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How raw numbers become inputs of a model, learnt from its training part only: an unknown value
 * becomes the training mean, then each input is centred and divided by its standard deviation
 * (denominator n − 1). Inputs that are constant in training say nothing and are left out.
 *
 * <p>If being unknown means something, declare it as a feature of its own.
 *
 * @param names of the inputs kept
 * @param columns their positions among the raw numbers
 * @param means of the known values
 * @param deviations standard deviations after filling, above 0
 */
record Treatment(List<String> names, int[] columns, double[] means, double[] deviations)
    implements Serializable {

  static Treatment of(Contacts training, List<String> features) {
    var all = features.stream().mapToInt(training.names()::indexOf).toArray();
    var mean = means(training, all);
    var deviation = deviations(training, all, mean);
    var names = new ArrayList<String>();
    var columns = new ArrayList<Integer>();
    var means = new ArrayList<Double>();
    var deviations = new ArrayList<Double>();
    for (int f = 0; f < all.length; f++) {
      if (deviation[f] > 1e-9 * Math.max(1, Math.abs(mean[f]))) {
        names.add(features.get(f));
        columns.add(all[f]);
        means.add(mean[f]);
        deviations.add(deviation[f]);
      }
    }
    return new Treatment(
        List.copyOf(names),
        columns.stream().mapToInt(Integer::intValue).toArray(),
        means.stream().mapToDouble(Double::doubleValue).toArray(),
        deviations.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Standardised inputs of one row; an unknown value is at the mean, that is 0. */
  double[] of(double[] raw) {
    var inputs = new double[columns.length];
    for (int i = 0; i < inputs.length; i++) {
      double value = raw[columns[i]];
      inputs[i] = Double.isFinite(value) ? (value - means[i]) / deviations[i] : 0;
    }
    return inputs;
  }

  double[][] of(Contacts contacts) {
    return contacts.rows().stream().map(row -> of(row.features())).toArray(double[][]::new);
  }

  /** Row by row, since the numbers of a row lie together. */
  private static double[] means(Contacts training, int[] columns) {
    var sums = new double[columns.length];
    var known = new int[columns.length];
    for (var row : training.rows()) {
      for (int c = 0; c < columns.length; c++) {
        double value = row.features()[columns[c]];
        if (Double.isFinite(value)) {
          sums[c] += value;
          known[c]++;
        }
      }
    }
    for (int c = 0; c < sums.length; c++) {
      sums[c] = known[c] == 0 ? 0 : sums[c] / known[c];
    }
    return sums;
  }

  private static double[] deviations(Contacts training, int[] columns, double[] means) {
    var squares = new double[columns.length];
    for (var row : training.rows()) {
      for (int c = 0; c < columns.length; c++) {
        double value = row.features()[columns[c]];
        squares[c] += Double.isFinite(value) ? (value - means[c]) * (value - means[c]) : 0;
      }
    }
    for (int c = 0; c < squares.length; c++) {
      squares[c] = training.size() < 2 ? 0 : Math.sqrt(squares[c] / (training.size() - 1));
    }
    return squares;
  }
}
