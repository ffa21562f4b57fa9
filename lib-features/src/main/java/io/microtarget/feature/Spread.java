package io.microtarget.feature;

/**
 * How the known values of one feature are spread over a sample.
 *
 * <p>Values are divided by the largest of them before they are added, so that sums of huge numbers
 * stay finite; an infinite value counts as unknown.
 *
 * @param missingShare rows without a value, of all
 * @param mean of the known values; NaN without any, as are all below
 * @param deviation sample standard deviation (n - 1); NaN below two values
 */
record Spread(double missingShare, double mean, double deviation, double least, double most) {
  private static final double NONE = Double.NaN;

  static Spread of(double[] values) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    int known = 0;
    for (double value : values) {
      if (Double.isFinite(value)) {
        known++;
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    double missing = values.length == 0 ? 1 : 1 - (double) known / values.length;
    if (known == 0) {
      return new Spread(missing, NONE, NONE, NONE, NONE);
    }
    double unit = Math.max(Math.abs(least), Math.abs(most));
    if (least == most || unit == 0) {
      return new Spread(missing, least, known < 2 ? NONE : 0, least, most);
    }
    double mean = 0;
    for (double value : values) {
      mean += Double.isFinite(value) ? value / unit : 0;
    }
    mean /= known;
    double squares = 0;
    for (double value : values) {
      squares += Double.isFinite(value) ? square(value / unit - mean) : 0;
    }
    return new Spread(missing, unit * mean, unit * Math.sqrt(squares / (known - 1)), least, most);
  }

  private static double square(double value) {
    return value * value;
  }
}
