package io.microtarget.feature;

import java.util.Arrays;

/**
 * What is remembered of the rows of one key for one {@link Cell}: apart for each group (a moment
 * and a row of the cell) and bucket (the span between two bounds). Rows come in the order of time,
 * so the first and the last are known without a look at clocks.
 */
interface Memory {
  /** Forgets everything and makes room for so many groups. */
  void reset(int groups);

  /**
   * A row that counts.
   *
   * @param age days to the moment; 0 for a row without a date
   * @param isDated whether it has a date
   * @param number the number of the cell, if it looks at one
   * @param category hash of the category of the cell, if it counts one
   */
  void add(int group, int bucket, int age, boolean isDated, double number, long category);

  /**
   * The aggregate over the buckets from {@code from} (inclusive) to {@code to} (exclusive); NaN
   * where no row counts or it is unknown, infinite where it is too large for a number.
   */
  double read(Aggregate aggregate, int group, int from, int to);

  static Memory of(Cell cell) {
    int buckets = cell.bounds().length;
    return switch (cell.kept()) {
      case TOTAL -> new Totals(buckets);
      case EXTREMES -> new Extremes(buckets);
      case SPREAD -> new Spread(buckets);
      case ENDS -> new Ends(buckets);
      case AGES -> new Ages(buckets);
      case TALLY -> new Tallies(buckets);
      case DAYS -> new Days(cell.bounds());
      case FADING -> new Fading(cell.bounds());
    };
  }

  private static IllegalStateException unread(Aggregate aggregate) {
    return new IllegalStateException("no cell keeps what %s needs".formatted(aggregate));
  }

  /** Sums without loss by their order (Neumaier 1974, ZAMM 54, 39-51), and counts. */
  final class Totals implements Memory {
    private final int buckets;
    private double[] sums = {};
    private double[] lost = {};
    private long[] counts = {};

    Totals(int buckets) {
      this.buckets = buckets;
    }

    @Override
    public void reset(int groups) {
      int size = groups * buckets;
      if (counts.length < size) {
        sums = new double[size];
        lost = new double[size];
        counts = new long[size];
      } else {
        Arrays.fill(sums, 0, size, 0);
        Arrays.fill(lost, 0, size, 0);
        Arrays.fill(counts, 0, size, 0);
      }
    }

    @Override
    public void add(int group, int bucket, int age, boolean isDated, double number, long category) {
      int at = group * buckets + bucket;
      counts[at]++;
      double sum = sums[at] + number;
      lost[at] +=
          Math.abs(sums[at]) >= Math.abs(number)
              ? sums[at] - sum + number
              : number - sum + sums[at];
      sums[at] = sum;
    }

    @Override
    public double read(Aggregate aggregate, int group, int from, int to) {
      long count = 0;
      double sum = 0;
      double rest = 0;
      for (int at = group * buckets + from; at < group * buckets + to; at++) {
        count += counts[at];
        sum += sums[at];
        rest += lost[at];
      }
      if (count == 0) {
        return Double.NaN;
      }
      // What was lost of an infinite sum is no number; NaN would say that no row counts.
      double total = Double.isFinite(sum) ? sum + rest : Double.POSITIVE_INFINITY;
      return switch (aggregate) {
        case COUNT -> count;
        case AVG -> total / count;
        case SUM -> total;
        default -> throw unread(aggregate);
      };
    }
  }

  /** Least and greatest number. */
  final class Extremes implements Memory {
    private final int buckets;
    private double[] least = {};
    private double[] most = {};

    Extremes(int buckets) {
      this.buckets = buckets;
    }

    @Override
    public void reset(int groups) {
      least = filled(least, groups * buckets, Double.POSITIVE_INFINITY);
      most = filled(most, groups * buckets, Double.NEGATIVE_INFINITY);
    }

    @Override
    public void add(int group, int bucket, int age, boolean isDated, double number, long category) {
      int at = group * buckets + bucket;
      least[at] = Math.min(least[at], number);
      most[at] = Math.max(most[at], number);
    }

    @Override
    public double read(Aggregate aggregate, int group, int from, int to) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (int at = group * buckets + from; at < group * buckets + to; at++) {
        low = Math.min(low, least[at]);
        high = Math.max(high, most[at]);
      }
      return low > high ? Double.NaN : aggregate == Aggregate.MIN ? low : high;
    }
  }

  /** Welford 1962; parts are put together as by Chan, Golub and LeVeque 1979. */
  final class Spread implements Memory {
    private final int buckets;
    private double[] counts = {};
    private double[] means = {};
    private double[] squares = {};

    Spread(int buckets) {
      this.buckets = buckets;
    }

    @Override
    public void reset(int groups) {
      counts = filled(counts, groups * buckets, 0);
      means = filled(means, groups * buckets, 0);
      squares = filled(squares, groups * buckets, 0);
    }

    @Override
    public void add(int group, int bucket, int age, boolean isDated, double number, long category) {
      int at = group * buckets + bucket;
      counts[at]++;
      double off = number - means[at];
      means[at] += off / counts[at];
      squares[at] += off * (number - means[at]);
    }

    @Override
    public double read(Aggregate aggregate, int group, int from, int to) {
      double count = 0;
      double mean = 0;
      double square = 0;
      for (int at = group * buckets + from; at < group * buckets + to; at++) {
        if (counts[at] > 0) {
          double both = count + counts[at];
          double off = means[at] - mean;
          square += squares[at] + off * off * count * counts[at] / both;
          mean += off * counts[at] / both;
          count = both;
        }
      }
      return count < 2 ? Double.NaN : Math.sqrt(Math.max(square, 0) / (count - 1));
    }
  }

  /** First and last number. */
  final class Ends implements Memory {
    private final int buckets;
    private double[] first = {};
    private double[] last = {};

    Ends(int buckets) {
      this.buckets = buckets;
    }

    @Override
    public void reset(int groups) {
      first = filled(first, groups * buckets, Double.NaN);
      last = filled(last, groups * buckets, Double.NaN);
    }

    @Override
    public void add(int group, int bucket, int age, boolean isDated, double number, long category) {
      int at = group * buckets + bucket;
      if (Double.isNaN(first[at])) {
        first[at] = number;
      }
      last[at] = number;
    }

    @Override
    public double read(Aggregate aggregate, int group, int from, int to) {
      double found = Double.NaN;
      // A higher bucket is older: the last value of the youngest, the first of the oldest.
      for (int at = group * buckets + from; at < group * buckets + to; at++) {
        if (aggregate == Aggregate.FIRST && !Double.isNaN(first[at])) {
          found = first[at];
        } else if (aggregate == Aggregate.LAST && Double.isNaN(found)) {
          found = last[at];
        }
      }
      return found;
    }
  }

  /** Age of the first and of the last row with a date. */
  final class Ages implements Memory {
    private final Extremes ages;

    Ages(int buckets) {
      this.ages = new Extremes(buckets);
    }

    @Override
    public void reset(int groups) {
      ages.reset(groups);
    }

    @Override
    public void add(int group, int bucket, int age, boolean isDated, double number, long category) {
      if (isDated) {
        ages.add(group, bucket, age, true, age, category);
      }
    }

    @Override
    public double read(Aggregate aggregate, int group, int from, int to) {
      var extreme = aggregate == Aggregate.DAYS_SINCE_LAST ? Aggregate.MIN : Aggregate.MAX;
      return ages.read(extreme, group, from, to);
    }
  }

  /** How often each value of the category came. */
  final class Tallies implements Memory {
    private final int buckets;
    private Tally[] tallies = {};

    Tallies(int buckets) {
      this.buckets = buckets;
    }

    @Override
    public void reset(int groups) {
      int before = tallies.length;
      tallies = before < groups ? Arrays.copyOf(tallies, groups) : tallies;
      for (int i = 0; i < groups; i++) {
        if (i < before) {
          tallies[i].clear();
        } else {
          tallies[i] = new Tally(buckets);
        }
      }
    }

    @Override
    public void add(int group, int bucket, int age, boolean isDated, double number, long category) {
      tallies[group].add(category, bucket);
    }

    @Override
    public double read(Aggregate aggregate, int group, int from, int to) {
      return switch (aggregate) {
        case COUNT_DISTINCT -> tallies[group].distinct(from, to);
        case ENTROPY -> tallies[group].entropy(from, to);
        case TOP_SHARE -> tallies[group].topShare(from, to);
        default -> throw unread(aggregate);
      };
    }
  }

  /** Days with a row; their gaps are looked at from a day on, so windows need no buckets. */
  final class Days implements Memory {
    private final int[] bounds;
    private DayList[] lists = {};

    Days(int[] bounds) {
      this.bounds = bounds;
    }

    @Override
    public void reset(int groups) {
      int before = lists.length;
      lists = before < groups ? Arrays.copyOf(lists, groups) : lists;
      for (int i = 0; i < groups; i++) {
        if (i < before) {
          lists[i].clear();
        } else {
          lists[i] = new DayList();
        }
      }
    }

    @Override
    public void add(int group, int bucket, int age, boolean isDated, double number, long category) {
      if (isDated) {
        lists[group].add(age);
      }
    }

    @Override
    public double read(Aggregate aggregate, int group, int from, int to) {
      int most = bounds[to - 1];
      return aggregate == Aggregate.GAP ? lists[group].gap(most) : lists[group].burstiness(most);
    }
  }

  /** One sum a bound, which is its half-life; all rows count for each. The last bound is no end. */
  final class Fading implements Memory {
    private final int[] bounds;
    private double[] sums = {};

    Fading(int[] bounds) {
      this.bounds = bounds;
    }

    @Override
    public void reset(int groups) {
      sums = filled(sums, groups * bounds.length, Double.NaN);
    }

    @Override
    public void add(int group, int bucket, int age, boolean isDated, double number, long category) {
      for (int b = 0; b < bounds.length - 1; b++) {
        int at = group * bounds.length + b;
        double faded = number * Math.pow(0.5, (double) age / bounds[b]);
        sums[at] = Double.isNaN(sums[at]) ? faded : sums[at] + faded;
      }
    }

    @Override
    public double read(Aggregate aggregate, int group, int from, int to) {
      return sums[group * bounds.length + to - 1];
    }
  }

  /** An array of at least a size whose first places have a value. */
  private static double[] filled(double[] array, int size, double value) {
    var wide = array.length < size ? new double[size] : array;
    Arrays.fill(wide, 0, size, value);
    return wide;
  }
}
