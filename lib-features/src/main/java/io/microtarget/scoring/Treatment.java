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
    var names = new ArrayList<String>();
    var columns = new ArrayList<Integer>();
    var means = new ArrayList<Double>();
    var deviations = new ArrayList<Double>();
    for (var feature : features) {
      int column = training.names().indexOf(feature);
      double mean = mean(training, column);
      double deviation = deviation(training, column, mean);
      if (deviation > 1e-9 * Math.max(1, Math.abs(mean))) {
        names.add(feature);
        columns.add(column);
        means.add(mean);
        deviations.add(deviation);
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

  private static double mean(Contacts training, int column) {
    double sum = 0;
    int known = 0;
    for (var row : training.rows()) {
      double value = row.features()[column];
      if (Double.isFinite(value)) {
        sum += value;
        known++;
      }
    }
    return known == 0 ? 0 : sum / known;
  }

  private static double deviation(Contacts training, int column, double mean) {
    double squares = 0;
    for (var row : training.rows()) {
      double value = row.features()[column];
      squares += Double.isFinite(value) ? (value - mean) * (value - mean) : 0;
    }
    return training.size() < 2 ? 0 : Math.sqrt(squares / (training.size() - 1));
  }
}
