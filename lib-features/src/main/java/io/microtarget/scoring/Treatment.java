package io.microtarget.scoring;

import io.microtarget.scoring.Input.Shape;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How raw numbers become inputs of a model, learnt from its training part only and the same for
 * every kind of model; saved as {@code model_input}.
 *
 * <ul>
 *   <li>Rare categories: of the values of one {@code by}, those that fewer than 20 training rows
 *       have are added up to one input {@code other}.
 *   <li>Heavy tails: a feature that is never negative and whose skewness is above 2 becomes {@code
 *       ln(1 + x)}; one with negative values whose excess kurtosis is above 7 the same with its
 *       sign (the usual bounds of a substantial departure from the normal: West, Finch and Curran
 *       1995). Where values still lie beyond 5 deviations from the mean, those beyond the quantiles
 *       of 0.1 and 99.9 % are set to them (winsorising, Dixon 1960). Shape and quantiles are judged
 *       on at most 5,000 training rows, evenly spaced.
 *   <li>Missing values: set to the mean of the known ones, and where 0.5 to 99.5 % of the rows lack
 *       them, a further input says so (Little and Rubin 2002, 4.2 name its limits: it is for
 *       prediction, not for estimating effects). Features unknown in the same rows share one.
 *   <li>Then each input is centred and divided by its standard deviation (denominator n - 1).
 *       Inputs that are constant in training say nothing and are left out.
 * </ul>
 *
 * <p>Infinite values count as unknown. Figures are rounded to 9 significant digits before use, so
 * that the saved ones give the same inputs to the last bit.
 *
 * @param inputs in the order of the features
 * @param leftOut features that are the same, or unknown, in all training rows
 */
record Treatment(List<Input> inputs, List<String> leftOut) implements Serializable {
  private static final int RARE = 20;
  private static final int SAMPLE = 5_000;
  private static final double SKEWED = 2;
  private static final double HEAVY = 7;
  private static final double FAR = 5;
  private static final double TAIL = 0.001;
  private static final double SELDOM = 0.005;
  private static final MathContext DIGITS = new MathContext(9);

  static Treatment of(Contacts training, List<String> features) {
    var inputs = new ArrayList<Input>();
    var leftOut = new ArrayList<String>();
    var gaps = new HashSet<Gaps>();
    for (var group : groups(training, features)) {
      var value =
          group.size() > 1 ? other(training, group) : shaped(training, column(training, group));
      var fitted = fitted(training, value);
      if (fitted.deviation() > 1e-9 * Math.max(1, Math.abs(fitted.mean()))) {
        inputs.add(fitted);
      } else {
        leftOut.addAll(group);
      }
      for (var feature : group) {
        var unknown = input(training, feature + " is unknown", List.of(feature), Shape.UNKNOWN);
        var gap = Gaps.of(training, unknown.columns()[0]);
        if (gap.isTelling(training.size()) && gaps.add(gap)) {
          inputs.add(fitted(training, unknown));
        }
      }
    }
    return new Treatment(List.copyOf(inputs), List.copyOf(leftOut));
  }

  List<String> names() {
    return inputs.stream().map(Input::name).toList();
  }

  /** Standardised inputs of one row. */
  double[] of(double[] raw) {
    var row = new double[inputs.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = inputs.get(i).standardised(raw);
    }
    return row;
  }

  double[][] of(Contacts contacts) {
    return contacts.rows().stream().map(row -> of(row.features())).toArray(double[][]::new);
  }

  /** Each feature by itself, but the rare values of one category together, where first named. */
  private static List<List<String>> groups(Contacts training, List<String> features) {
    var groups = new LinkedHashMap<String, List<String>>();
    for (var feature : features) {
      var category = training.categories().get(feature);
      var isRare = category != null && isRare(training, training.names().indexOf(feature));
      groups
          .computeIfAbsent(isRare ? "rare " + category : feature, g -> new ArrayList<>())
          .add(feature);
    }
    return List.copyOf(groups.values());
  }

  private static boolean isRare(Contacts training, int column) {
    int rows = 0;
    for (var row : training.rows()) {
      double value = row.features()[column];
      rows += Double.isFinite(value) && value != 0 ? 1 : 0;
    }
    return rows < RARE;
  }

  private static Input other(Contacts training, List<String> rare) {
    return input(training, "other (%s)".formatted(String.join(", ", rare)), rare, Shape.OTHER);
  }

  private static Input column(Contacts training, List<String> one) {
    return input(training, one.get(0), one, Shape.AS_IS);
  }

  private static Input input(Contacts training, String name, List<String> of, Shape shape) {
    return new Input(
        name,
        List.copyOf(of),
        of.stream().mapToInt(training.names()::indexOf).toArray(),
        shape,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        0,
        1);
  }

  private static Input shaped(Contacts training, Input input) {
    var shape = Moments.of(sample(input.values(training))).shape();
    return new Input(
        input.name(), input.features(), input.columns(), shape, input.least(), input.most(), 0, 1);
  }

  /** Known values of evenly spaced rows, in ascending order. */
  private static double[] sample(double[] values) {
    int step = Math.max(1, (values.length + SAMPLE - 1) / SAMPLE);
    return IntStream.range(0, values.length)
        .filter(i -> i % step == 0)
        .mapToDouble(i -> values[i])
        .filter(Double::isFinite)
        .sorted()
        .toArray();
  }

  private static Input fitted(Contacts training, Input input) {
    // Once out of the rows: a column lies together.
    var values = input.values(training);
    var all = Centre.of(values);
    if (input.shape() == Shape.UNKNOWN || all.isWithin(FAR)) {
      return all.around(input);
    }
    var known = sample(values);
    if (known.length == 0) {
      return all.around(input);
    }
    double least = rounded(known[(int) Math.floor(TAIL * (known.length - 1))]);
    double most = rounded(known[(int) Math.ceil((1 - TAIL) * (known.length - 1))]);
    if (least == most && all.isFinite()) {
      return all.around(input);
    }
    var within = input.within(least, most);
    var inside =
        Arrays.stream(values)
            .map(x -> Double.isNaN(x) ? x : Math.max(least, Math.min(most, x)))
            .toArray();
    return Centre.of(inside).around(within);
  }

  private static double rounded(double value) {
    return Double.isFinite(value) && value != 0
        ? new BigDecimal(value).round(DIGITS).doubleValue()
        : value + 0.0;
  }

  /** Mean and deviation of an input over the training rows, unknown ones at the mean. */
  private record Centre(double mean, double deviation, double least, double most) {
    static Centre of(double[] values) {
      double sum = 0;
      int known = 0;
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (double value : values) {
        if (!Double.isNaN(value)) {
          sum += value;
          known++;
          least = Math.min(least, value);
          most = Math.max(most, value);
        }
      }
      double mean = known == 0 ? 0 : sum / known;
      double squares = 0;
      for (double value : values) {
        squares += Double.isNaN(value) ? 0 : (value - mean) * (value - mean);
      }
      double deviation = values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
      return new Centre(mean, deviation, least, most);
    }

    boolean isFinite() {
      return Double.isFinite(mean) && Double.isFinite(deviation);
    }

    boolean isWithin(double deviations) {
      return least > most
          || (isFinite()
              && most - mean <= deviations * deviation
              && mean - least <= deviations * deviation);
    }

    Input around(Input input) {
      return input.around(rounded(mean), rounded(deviation));
    }
  }

  /** The third and fourth moments of values in ascending order, in units of the largest. */
  private record Moments(boolean hasNegative, double skewness, double excessKurtosis) {
    static Moments of(double[] sorted) {
      if (sorted.length == 0 || sorted[0] == sorted[sorted.length - 1]) {
        return new Moments(false, 0, 0);
      }
      double unit = Math.max(Math.abs(sorted[0]), Math.abs(sorted[sorted.length - 1]));
      double mean = Arrays.stream(sorted).map(x -> x / unit).sum() / sorted.length;
      double m2 = 0;
      double m3 = 0;
      double m4 = 0;
      for (double x : sorted) {
        double d = x / unit - mean;
        m2 += d * d;
        m3 += d * d * d;
        m4 += d * d * d * d;
      }
      double n = sorted.length;
      return new Moments(
          sorted[0] < 0, m3 / n / Math.pow(m2 / n, 1.5), m4 / n / (m2 / n * (m2 / n)) - 3);
    }

    Shape shape() {
      if (hasNegative) {
        return excessKurtosis > HEAVY ? Shape.SIGNED_LOG : Shape.AS_IS;
      }
      return skewness > SKEWED ? Shape.LOG : Shape.AS_IS;
    }
  }

  /** In which training rows a feature is unknown, by number and a hash of their positions. */
  private record Gaps(int rows, long where) {
    static Gaps of(Contacts training, int column) {
      int rows = 0;
      long where = 0;
      for (int i = 0; i < training.size(); i++) {
        if (!Double.isFinite(training.rows().get(i).features()[column])) {
          rows++;
          long mixed = (i + 1) * 0x9E3779B97F4A7C15L;
          where += mixed ^ mixed >>> 29;
        }
      }
      return new Gaps(rows, where);
    }

    boolean isTelling(int all) {
      return Math.min(rows, all - rows) >= Math.max(RARE, SELDOM * all);
    }
  }
}
