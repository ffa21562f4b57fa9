package io.microtarget.segment;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;

/**
 * Puts one feature on the scale on which features are compared: standard deviations from its mean.
 *
 * <p>{@code z = clamp((t(x) - mean) / deviation, -3, 3)}, with {@code t = log1p} for a feature that
 * is never negative and whose skewness is above 2, else the identity. Skewness {@code m3 / m2^1.5}
 * above 2 is the usual bound of a substantial departure from the normal (West, Finch and Curran
 * 1995); money and counts are beyond it. Clamping at 3 standard deviations is winsorising (Dixon
 * 1960): one extreme subject must not become a cluster. An unknown value becomes the mean, z = 0,
 * and so pulls a subject to no side.
 *
 * @param feature name
 * @param shape what is done before standardising
 * @param mean of the transformed known values
 * @param deviation their population standard deviation, above 0
 * @param spread population standard deviation of the known values as they are, in their own unit
 */
record Scale(String feature, Shape shape, double mean, double deviation, double spread)
    implements Serializable {
  private static final double SKEWED = 2.0;
  private static final double FARTHEST = 3.0;
  private static final double NO_SPREAD = 1e-9;

  /** What is done to a value before it is standardised. */
  enum Shape {
    AS_IS,
    LOG
  }

  /** The scale of the known values; empty if they are all the same, so that nothing is told. */
  static Optional<Scale> of(String feature, double[] known) {
    var mean = mean(known);
    var deviation = deviation(known, mean);
    if (isConstant(mean, deviation)) {
      return Optional.empty();
    }
    var isNegative = Arrays.stream(known).anyMatch(x -> x < 0);
    if (isNegative || skewness(known, mean, deviation) <= SKEWED) {
      return Optional.of(new Scale(feature, Shape.AS_IS, mean, deviation, deviation));
    }
    var logs = Arrays.stream(known).map(Math::log1p).toArray();
    var logMean = mean(logs);
    var logDeviation = deviation(logs, logMean);
    return isConstant(logMean, logDeviation)
        ? Optional.empty()
        : Optional.of(new Scale(feature, Shape.LOG, logMean, logDeviation, deviation));
  }

  /** Standard deviations from the mean; 0 for an unknown value ({@code null}). */
  double standardised(Double value) {
    if (value == null) {
      return 0.0;
    }
    var shaped =
        switch (shape) {
          case AS_IS -> value;
          // A negative value was not in the sample; it is taken as the smallest one possible.
          case LOG -> Math.log1p(Math.max(0.0, value));
        };
    return Math.max(-FARTHEST, Math.min(FARTHEST, (shaped - mean) / deviation));
  }

  private static boolean isConstant(double mean, double deviation) {
    return deviation <= NO_SPREAD * Math.max(1e-3, Math.abs(mean));
  }

  private static double mean(double[] values) {
    var sum = 0.0;
    for (var value : values) {
      sum += value;
    }
    return values.length == 0 ? 0.0 : sum / values.length;
  }

  private static double deviation(double[] values, double mean) {
    var sum = 0.0;
    for (var value : values) {
      sum += (value - mean) * (value - mean);
    }
    return values.length == 0 ? 0.0 : Math.sqrt(sum / values.length);
  }

  private static double skewness(double[] values, double mean, double deviation) {
    var sum = 0.0;
    for (var value : values) {
      var z = (value - mean) / deviation;
      sum += z * z * z;
    }
    return sum / values.length;
  }
}
