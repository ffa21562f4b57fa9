package io.microtarget.scoring;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/**
 * Logistic regression with an L2 penalty, by Newton's method (iteratively reweighted least squares;
 * Bishop, Pattern Recognition and Machine Learning, 2006, 4.3.3).
 *
 * <p>Minimises {@code mean(log(1 + exp(−s·margin))) + penalty / 2 · |coefficients|²} with s = ±1
 * over standardised inputs; the intercept is free. The penalty is MLlib's {@code regParam} and 1 /
 * (n · C) of scikit-learn. The objective is strictly convex, so the result does not depend on the
 * start.
 *
 * @param treatment of raw numbers, learnt from the same rows
 * @param intercept log-odds at the mean of all inputs, rounded to 6 decimals
 * @param coefficients per standard deviation of the input, rounded to 6 decimals
 */
record LogisticRegression(Treatment treatment, double intercept, double[] coefficients)
    implements Model {
  private static final int MOST_STEPS = 100;

  /** A step this short squares to nothing in the next one: Newton's method is at its end. */
  private static final double NEAR = 1e-7;

  /** Sums over thousands of rows differ by so much for no reason. */
  private static final double NOISE = 1e-12;

  private static final double SHORTEST = 1e-6;

  /**
   * @param training has both outcomes
   * @param penalty above 0
   */
  static LogisticRegression fit(Contacts training, List<String> features, double penalty) {
    var treatment = Treatment.of(training, features);
    var weights = weights(treatment.of(training), training.outcomes(), penalty);
    return new LogisticRegression(
        treatment,
        Model.rounded(weights[0]),
        Arrays.stream(weights).skip(1).map(Model::rounded).toArray());
  }

  /**
   * @return the intercept, then one coefficient an input
   */
  static double[] weights(double[][] inputs, boolean[] outcomes, double penalty) {
    int size = inputs[0].length + 1;
    var weights = new double[size];
    var loss = loss(inputs, outcomes, weights, penalty);
    for (int step = 0; step < MOST_STEPS; step++) {
      var direction = newton(inputs, outcomes, weights, penalty);
      double share = 1;
      var next = minus(weights, direction, share);
      var nextLoss = loss(inputs, outcomes, next, penalty);
      while (nextLoss > loss + NOISE && share > SHORTEST) {
        share /= 2;
        next = minus(weights, direction, share);
        nextLoss = loss(inputs, outcomes, next, penalty);
      }
      weights = next;
      loss = nextLoss;
      if (Arrays.stream(direction).map(Math::abs).max().orElse(0) < NEAR) {
        break;
      }
    }
    return weights;
  }

  @Override
  public double margin(double[] features) {
    var inputs = treatment.of(features);
    double sum = intercept;
    for (int i = 0; i < inputs.length; i++) {
      sum += coefficients[i] * inputs[i];
    }
    return Model.rounded(sum);
  }

  @Override
  public List<Weight> weights() {
    return IntStream.range(0, coefficients.length)
        .mapToObj(i -> new Weight(treatment.names().get(i), coefficients[i]))
        .sorted(Weight.LARGEST_FIRST)
        .toList();
  }

  /** The Newton direction: inverse Hessian times gradient of the objective. */
  private static double[] newton(
      double[][] inputs, boolean[] outcomes, double[] weights, double penalty) {
    int size = weights.length;
    var gradient = new double[size];
    var hessian = new double[size][size];
    var row = new double[size];
    row[0] = 1;
    for (int i = 0; i < inputs.length; i++) {
      System.arraycopy(inputs[i], 0, row, 1, size - 1);
      double p = Calibration.logistic(dot(weights, row));
      double error = (p - (outcomes[i] ? 1 : 0)) / inputs.length;
      double curvature = Math.max(p * (1 - p), 1e-12) / inputs.length;
      for (int j = 0; j < size; j++) {
        gradient[j] += error * row[j];
        double scaled = curvature * row[j];
        for (int k = 0; k <= j; k++) {
          hessian[j][k] += scaled * row[k];
        }
      }
    }
    for (int j = 0; j < size; j++) {
      if (j > 0) {
        gradient[j] += penalty * weights[j];
        hessian[j][j] += penalty;
      }
      for (int k = 0; k < j; k++) {
        hessian[k][j] = hessian[j][k];
      }
    }
    return new CholeskyDecomposition(new Array2DRowRealMatrix(hessian, false), 1e-9, 0)
        .getSolver()
        .solve(new ArrayRealVector(gradient, false))
        .toArray();
  }

  private static double loss(
      double[][] inputs, boolean[] outcomes, double[] weights, double penalty) {
    double sum = 0;
    for (int i = 0; i < inputs.length; i++) {
      double margin = weights[0];
      for (int j = 0; j < inputs[i].length; j++) {
        margin += weights[j + 1] * inputs[i][j];
      }
      double signed = outcomes[i] ? margin : -margin;
      sum += Math.max(-signed, 0) + Math.log1p(Math.exp(-Math.abs(signed)));
    }
    double squares = 0;
    for (int j = 1; j < weights.length; j++) {
      squares += weights[j] * weights[j];
    }
    return sum / inputs.length + penalty / 2 * squares;
  }

  private static double[] minus(double[] from, double[] direction, double share) {
    return IntStream.range(0, from.length)
        .mapToDouble(i -> from[i] - share * direction[i])
        .toArray();
  }

  private static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }
}
