package io.microtarget.feature;

import java.util.Arrays;

/**
 * What a {@link Cell} remembers of the rows of one key, apart for each moment, row of the cell and
 * bucket (the span between two bounds). Rows come in the order of time, so the first and the last
 * are known without a look at clocks.
 */
abstract class Memory {
  final Cell cell;
  final int buckets;
  private final int rows;

  Memory(Cell cell) {
    this.cell = cell;
    this.buckets = cell.bounds().length;
    this.rows = cell.rows();
  }

  static Memory of(Cell cell) {
    return switch (cell.kept()) {
      case TOTAL -> new Totals(cell);
      case EXTREMES -> new Extremes(cell);
      case SPREAD -> new Spread(cell);
      case ENDS -> new Ends(cell);
      case AGES -> new Ages(cell);
      case TALLY -> new Tallies(cell);
      case DAYS -> new Days(cell);
      case FADING -> new Fading(cell);
    };
  }

  /** Forgets everything and makes room for so many moments. */
  abstract void reset(int moments);

  /**
   * A row that counts.
   *
   * @param age days to the moment; 0 for a row without a date
   * @param day of the row since 1970; {@link Sweep#UNDATED} without one
   */
  abstract void add(
      int moment, int row, int bucket, int age, int day, double number, long category);

  /**
   * The aggregate over the buckets from {@code from} (inclusive) to {@code to} (exclusive); NaN
   * where it is unknown.
   */
  abstract double read(Aggregate aggregate, int moment, int row, int from, int to);

  final int at(int moment, int row, int bucket) {
    return (moment * rows + row) * buckets + bucket;
  }

  final int size(int moments) {
    return moments * rows * buckets;
  }

  static IllegalStateException unread(Aggregate aggregate) {
    return new IllegalStateException("no cell keeps what %s needs".formatted(aggregate));
  }

  /** Sums without loss by their order (Neumaier 1974, ZAMM 54, 39-51), and counts. */
  private static final class Totals extends Memory {
    private double[] sums = {};
    private double[] lost = {};
    private long[] counts = {};

    Totals(Cell cell) {
      super(cell);
    }

    @Override
    void reset(int moments) {
      int size = size(moments);
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
    void add(int moment, int row, int bucket, int age, int day, double number, long category) {
      int at = at(moment, row, bucket);
      counts[at]++;
      if (cell.number() >= 0) {
        double sum = sums[at] + number;
        lost[at] +=
            Math.abs(sums[at]) >= Math.abs(number)
                ? sums[at] - sum + number
                : number - sum + sums[at];
        sums[at] = sum;
      }
    }

    @Override
    double read(Aggregate aggregate, int moment, int row, int from, int to) {
      long count = 0;
      double sum = 0;
      double rest = 0;
      for (int b = from; b < to; b++) {
        int at = at(moment, row, b);
        count += counts[at];
        sum += sums[at];
        rest += lost[at];
      }
      if (count == 0) {
        return Double.NaN;
      }
      return switch (aggregate) {
        case COUNT -> count;
        case AVG -> (sum + rest) / count;
        case SUM -> sum + rest;
        default -> throw unread(aggregate);
      };
    }
  }

  private static final class Extremes extends Memory {
    private double[] least = {};
    private double[] most = {};

    Extremes(Cell cell) {
      super(cell);
    }

    @Override
    void reset(int moments) {
      if (least.length < size(moments)) {
        least = new double[size(moments)];
        most = new double[size(moments)];
      }
      Arrays.fill(least, 0, size(moments), Double.POSITIVE_INFINITY);
      Arrays.fill(most, 0, size(moments), Double.NEGATIVE_INFINITY);
    }

    @Override
    void add(int moment, int row, int bucket, int age, int day, double number, long category) {
      int at = at(moment, row, bucket);
      least[at] = Math.min(least[at], number);
      most[at] = Math.max(most[at], number);
    }

    @Override
    double read(Aggregate aggregate, int moment, int row, int from, int to) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (int b = from; b < to; b++) {
        low = Math.min(low, least[at(moment, row, b)]);
        high = Math.max(high, most[at(moment, row, b)]);
      }
      return low > high ? Double.NaN : aggregate == Aggregate.MIN ? low : high;
    }
  }

  /** Welford 1962; parts are put together as by Chan, Golub and LeVeque 1979. */
  private static final class Spread extends Memory {
    private long[] counts = {};
    private double[] means = {};
    private double[] squares = {};

    Spread(Cell cell) {
      super(cell);
    }

    @Override
    void reset(int moments) {
      counts = new long[size(moments)];
      means = new double[size(moments)];
      squares = new double[size(moments)];
    }

    @Override
    void add(int moment, int row, int bucket, int age, int day, double number, long category) {
      int at = at(moment, row, bucket);
      counts[at]++;
      double off = number - means[at];
      means[at] += off / counts[at];
      squares[at] += off * (number - means[at]);
    }

    @Override
    double read(Aggregate aggregate, int moment, int row, int from, int to) {
      long count = 0;
      double mean = 0;
      double square = 0;
      for (int b = from; b < to; b++) {
        int at = at(moment, row, b);
        if (counts[at] > 0) {
          long both = count + counts[at];
          double off = means[at] - mean;
          square += squares[at] + off * off * count * counts[at] / both;
          mean += off * counts[at] / both;
          count = both;
        }
      }
      return count < 2 ? Double.NaN : Math.sqrt(Math.max(square, 0) / (count - 1));
    }
  }

  private static final class Ends extends Memory {
    private double[] first = {};
    private double[] last = {};

    Ends(Cell cell) {
      super(cell);
    }

    @Override
    void reset(int moments) {
      first = new double[size(moments)];
      last = new double[size(moments)];
      Arrays.fill(first, Double.NaN);
      Arrays.fill(last, Double.NaN);
    }

    @Override
    void add(int moment, int row, int bucket, int age, int day, double number, long category) {
      int at = at(moment, row, bucket);
      if (Double.isNaN(first[at])) {
        first[at] = number;
      }
      last[at] = number;
    }

    @Override
    double read(Aggregate aggregate, int moment, int row, int from, int to) {
      double found = Double.NaN;
      // A higher bucket is older: the last value of the youngest, the first of the oldest.
      for (int b = from; b < to; b++) {
        int at = at(moment, row, b);
        if (aggregate == Aggregate.FIRST && !Double.isNaN(first[at])) {
          found = first[at];
        } else if (aggregate == Aggregate.LAST && Double.isNaN(found)) {
          found = last[at];
        }
      }
      return found;
    }
  }

  private static final class Ages extends Memory {
    private int[] least = {};
    private int[] most = {};

    Ages(Cell cell) {
      super(cell);
    }

    @Override
    void reset(int moments) {
      if (least.length < size(moments)) {
        least = new int[size(moments)];
        most = new int[size(moments)];
      }
      Arrays.fill(least, 0, size(moments), Integer.MAX_VALUE);
      Arrays.fill(most, 0, size(moments), -1);
    }

    @Override
    void add(int moment, int row, int bucket, int age, int day, double number, long category) {
      if (day != Sweep.UNDATED) {
        int at = at(moment, row, bucket);
        least[at] = Math.min(least[at], age);
        most[at] = Math.max(most[at], age);
      }
    }

    @Override
    double read(Aggregate aggregate, int moment, int row, int from, int to) {
      int low = Integer.MAX_VALUE;
      int high = -1;
      for (int b = from; b < to; b++) {
        low = Math.min(low, least[at(moment, row, b)]);
        high = Math.max(high, most[at(moment, row, b)]);
      }
      return high < 0 ? Double.NaN : aggregate == Aggregate.DAYS_SINCE_LAST ? low : high;
    }
  }

  private static final class Tallies extends Memory {
    private Tally[] tallies = {};

    Tallies(Cell cell) {
      super(cell);
    }

    @Override
    void reset(int moments) {
      int size = size(moments) / buckets;
      for (int i = 0; i < Math.min(size, tallies.length); i++) {
        tallies[i].clear();
      }
      if (tallies.length < size) {
        int before = tallies.length;
        tallies = Arrays.copyOf(tallies, size);
        for (int i = before; i < size; i++) {
          tallies[i] = new Tally(buckets);
        }
      }
    }

    @Override
    void add(int moment, int row, int bucket, int age, int day, double number, long category) {
      tallies[at(moment, row, 0) / buckets].add(category, bucket);
    }

    @Override
    double read(Aggregate aggregate, int moment, int row, int from, int to) {
      var tally = tallies[at(moment, row, 0) / buckets];
      return switch (aggregate) {
        case COUNT_DISTINCT -> tally.distinct(from, to);
        case ENTROPY -> tally.entropy(from, to);
        case TOP_SHARE -> tally.topShare(from, to);
        default -> throw unread(aggregate);
      };
    }
  }

  /** Days with a row; their gaps are looked at from a day on, so windows need no buckets. */
  private static final class Days extends Memory {
    private DayList[] lists = {};

    Days(Cell cell) {
      super(cell);
    }

    @Override
    void reset(int moments) {
      int size = size(moments) / buckets;
      for (int i = 0; i < Math.min(size, lists.length); i++) {
        lists[i].clear();
      }
      if (lists.length < size) {
        int before = lists.length;
        lists = Arrays.copyOf(lists, size);
        for (int i = before; i < size; i++) {
          lists[i] = new DayList();
        }
      }
    }

    @Override
    void add(int moment, int row, int bucket, int age, int day, double number, long category) {
      if (day != Sweep.UNDATED) {
        lists[at(moment, row, 0) / buckets].add(age);
      }
    }

    @Override
    double read(Aggregate aggregate, int moment, int row, int from, int to) {
      var list = lists[at(moment, row, 0) / buckets];
      int most = cell.bounds()[to - 1];
      return aggregate == Aggregate.GAP ? list.gap(most) : list.burstiness(most);
    }
  }

  /** One sum a bound, which is its half-life; all rows count for each. */
  private static final class Fading extends Memory {
    private double[] sums = {};
    private boolean[] any = {};

    Fading(Cell cell) {
      super(cell);
    }

    @Override
    void reset(int moments) {
      sums = new double[size(moments)];
      any = new boolean[size(moments)];
    }

    @Override
    void add(int moment, int row, int bucket, int age, int day, double number, long category) {
      double value = cell.number() >= 0 ? number : 1;
      for (int b = 0; b < buckets - 1; b++) {
        int at = at(moment, row, b);
        any[at] = true;
        sums[at] += value * Math.pow(0.5, (double) age / cell.bounds()[b]);
      }
    }

    @Override
    double read(Aggregate aggregate, int moment, int row, int from, int to) {
      int at = at(moment, row, to - 1);
      return any[at] ? sums[at] : Double.NaN;
    }
  }
}
