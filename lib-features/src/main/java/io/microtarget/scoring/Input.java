package io.microtarget.scoring;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * One input of a model, with all it takes to make it from raw numbers.
 *
 * @param name the feature, or what was made of it
 * @param features it is made from; several only for {@link Shape#OTHER}
 * @param columns their positions among the raw numbers
 * @param shape what is done first
 * @param least what is below is set to it; minus infinity for nothing
 * @param most what is above is set to it; infinity for nothing
 * @param mean of the known values after that
 * @param deviation by which it is divided, above 0
 */
record Input(
    String name,
    List<String> features,
    int[] columns,
    Shape shape,
    double least,
    double most,
    double mean,
    double deviation)
    implements Serializable {

  /** What becomes of a raw number. */
  enum Shape {
    AS_IS,
    /** {@code ln(1 + x)}; a negative value, of which training had none, counts as 0. */
    LOG,
    /** {@code sign(x) ln(1 + |x|)}. */
    SIGNED_LOG,
    /** 1 where it is unknown, else 0. */
    UNKNOWN,
    /** The sum of several: values of one category that are rare in training. */
    OTHER;

    String inTable() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Of a known number. */
    double of(double value) {
      return switch (this) {
        case AS_IS, OTHER -> value;
        case LOG -> Math.log1p(Math.max(0, value));
        case SIGNED_LOG -> Math.signum(value) * Math.log1p(Math.abs(value));
        case UNKNOWN -> 0;
      };
    }
  }

  /** Before it is standardised; NaN if unknown. */
  double value(double[] raw) {
    return switch (shape) {
      case UNKNOWN -> Double.isFinite(raw[columns[0]]) ? 0 : 1;
      case OTHER -> known(sum(raw));
      case AS_IS, LOG, SIGNED_LOG -> known(raw[columns[0]]);
    };
  }

  /** The same of every row. */
  double[] values(Contacts contacts) {
    var values = new double[contacts.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(contacts.rows().get(i).features());
    }
    return values;
  }

  /** In standard deviations from the mean; an unknown value is at the mean, that is 0. */
  double standardised(double[] raw) {
    double value = value(raw);
    return Double.isNaN(value) ? 0 : (value - mean) / deviation;
  }

  Input within(double from, double to) {
    return new Input(name, features, columns, shape, from, to, mean, deviation);
  }

  Input around(double centre, double spread) {
    return new Input(name, features, columns, shape, least, most, centre, spread);
  }

  private double known(double value) {
    return Double.isFinite(value) ? Math.max(least, Math.min(most, shape.of(value))) : Double.NaN;
  }

  private double sum(double[] raw) {
    double sum = 0;
    boolean isKnown = false;
    for (int column : columns) {
      if (Double.isFinite(raw[column])) {
        sum += raw[column];
        isKnown = true;
      }
    }
    return isKnown ? sum : Double.NaN;
  }
}
