package io.microtarget.feature;

import java.util.Arrays;

/**
 * What a {@link Cell} remembers of the rows of one key, apart for each moment, row of the cell and
 * bucket (the span between two bounds). Rows come in the order of time, so the first and the last
 * are known without a look at clocks.
 */
interface Memory {
  /** What it is of. */
  Cell cell();

  /** Forgets everything and makes room for so many moments. */
  void reset(int moments);

  /**
   * A row that counts.
   *
   * @param age days to the moment; 0 for a row without a date
   * @param day of the row since 1970; {@link Sweep#UNDATED} without one
   */
  void add(int moment, int row, int bucket, int age, int day, double number, long category);

  /**
   * The aggregate over the buckets from {@code from} (inclusive) to {@code to} (exclusive); NaN
   * where it is unknown.
   */
  double read(Aggregate aggregate, int moment, int row, int from, int to);

  static Memory of(Cell cell) {
    return switch (cell.kept()) {
      case TOTAL -> new Totals(cell, Grid.of(cell));
      case EXTREMES -> new Extremes(cell, Grid.of(cell));
      case SPREAD -> new Spread(cell, Grid.of(cell));
      case ENDS -> new Ends(cell, Grid.of(cell));
      case AGES -> new Ages(cell, Grid.of(cell));
      case TALLY -> new Tallies(cell, Grid.of(cell));
      case DAYS -> new Days(cell, Grid.of(cell));
      case FADING -> new Fading(cell, Grid.of(cell));
    };
  }

  private static IllegalStateException unread(Aggregate aggregate) {
    return new IllegalStateException("no cell keeps what %s needs".formatted(aggregate));
  }

  /** Where the numbers of moments, rows and buckets stand in one array. */
  record Grid(int rows, int buckets) {
    static Grid of(Cell cell) {
      return new Grid(cell.rows(), cell.bounds().length);
    }

    int at(int moment, int row, int bucket) {
      return (moment * rows + row) * buckets + bucket;
    }

    int size(int moments) {
      return moments * rows * buckets;
    }

    /** Where a moment and row stand if buckets are not told apart. */
    int group(int moment, int row) {
      return moment * rows + row;
    }
  }

  /** Sums without loss by their order (Neumaier 1974, ZAMM 54, 39-51), and counts. */
  final class Totals implements Memory {
    private final Cell cell;
    private final Grid grid;
    private double[] sums = {};
    private double[] lost = {};
    private long[] counts = {};

    Totals(Cell cell, Grid grid) {
      this.cell = cell;
      this.grid = grid;
    }

    @Override
    public Cell cell() {
      return cell;
    }

    @Override
    public void reset(int moments) {
      int size = grid.size(moments);
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
    public void add(
        int moment, int row, int bucket, int age, int day, double number, long category) {
      int at = grid.at(moment, row, bucket);
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
    public double read(Aggregate aggregate, int moment, int row, int from, int to) {
      long count = 0;
      double sum = 0;
      double rest = 0;
      for (int b = from; b < to; b++) {
        int at = grid.at(moment, row, b);
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

  final class Extremes implements Memory {
    private final Cell cell;
    private final Grid grid;
    private double[] least = {};
    private double[] most = {};

    Extremes(Cell cell, Grid grid) {
      this.cell = cell;
      this.grid = grid;
    }

    @Override
    public Cell cell() {
      return cell;
    }

    @Override
    public void reset(int moments) {
      if (least.length < grid.size(moments)) {
        least = new double[grid.size(moments)];
        most = new double[grid.size(moments)];
      }
      Arrays.fill(least, 0, grid.size(moments), Double.POSITIVE_INFINITY);
      Arrays.fill(most, 0, grid.size(moments), Double.NEGATIVE_INFINITY);
    }

    @Override
    public void add(
        int moment, int row, int bucket, int age, int day, double number, long category) {
      int at = grid.at(moment, row, bucket);
      least[at] = Math.min(least[at], number);
      most[at] = Math.max(most[at], number);
    }

    @Override
    public double read(Aggregate aggregate, int moment, int row, int from, int to) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (int b = from; b < to; b++) {
        low = Math.min(low, least[grid.at(moment, row, b)]);
        high = Math.max(high, most[grid.at(moment, row, b)]);
      }
      return low > high ? Double.NaN : aggregate == Aggregate.MIN ? low : high;
    }
  }

  /** Welford 1962; parts are put together as by Chan, Golub and LeVeque 1979. */
  final class Spread implements Memory {
    private final Cell cell;
    private final Grid grid;
    private long[] counts = {};
    private double[] means = {};
    private double[] squares = {};

    Spread(Cell cell, Grid grid) {
      this.cell = cell;
      this.grid = grid;
    }

    @Override
    public Cell cell() {
      return cell;
    }

    @Override
    public void reset(int moments) {
      counts = new long[grid.size(moments)];
      means = new double[grid.size(moments)];
      squares = new double[grid.size(moments)];
    }

    @Override
    public void add(
        int moment, int row, int bucket, int age, int day, double number, long category) {
      int at = grid.at(moment, row, bucket);
      counts[at]++;
      double off = number - means[at];
      means[at] += off / counts[at];
      squares[at] += off * (number - means[at]);
    }

    @Override
    public double read(Aggregate aggregate, int moment, int row, int from, int to) {
      long count = 0;
      double mean = 0;
      double square = 0;
      for (int b = from; b < to; b++) {
        int at = grid.at(moment, row, b);
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

  final class Ends implements Memory {
    private final Cell cell;
    private final Grid grid;
    private double[] first = {};
    private double[] last = {};

    Ends(Cell cell, Grid grid) {
      this.cell = cell;
      this.grid = grid;
    }

    @Override
    public Cell cell() {
      return cell;
    }

    @Override
    public void reset(int moments) {
      first = new double[grid.size(moments)];
      last = new double[grid.size(moments)];
      Arrays.fill(first, Double.NaN);
      Arrays.fill(last, Double.NaN);
    }

    @Override
    public void add(
        int moment, int row, int bucket, int age, int day, double number, long category) {
      int at = grid.at(moment, row, bucket);
      if (Double.isNaN(first[at])) {
        first[at] = number;
      }
      last[at] = number;
    }

    @Override
    public double read(Aggregate aggregate, int moment, int row, int from, int to) {
      double found = Double.NaN;
      // A higher bucket is older: the last value of the youngest, the first of the oldest.
      for (int b = from; b < to; b++) {
        int at = grid.at(moment, row, b);
        if (aggregate == Aggregate.FIRST && !Double.isNaN(first[at])) {
          found = first[at];
        } else if (aggregate == Aggregate.LAST && Double.isNaN(found)) {
          found = last[at];
        }
      }
      return found;
    }
  }

  final class Ages implements Memory {
    private final Cell cell;
    private final Grid grid;
    private int[] least = {};
    private int[] most = {};

    Ages(Cell cell, Grid grid) {
      this.cell = cell;
      this.grid = grid;
    }

    @Override
    public Cell cell() {
      return cell;
    }

    @Override
    public void reset(int moments) {
      if (least.length < grid.size(moments)) {
        least = new int[grid.size(moments)];
        most = new int[grid.size(moments)];
      }
      Arrays.fill(least, 0, grid.size(moments), Integer.MAX_VALUE);
      Arrays.fill(most, 0, grid.size(moments), -1);
    }

    @Override
    public void add(
        int moment, int row, int bucket, int age, int day, double number, long category) {
      if (day != Sweep.UNDATED) {
        int at = grid.at(moment, row, bucket);
        least[at] = Math.min(least[at], age);
        most[at] = Math.max(most[at], age);
      }
    }

    @Override
    public double read(Aggregate aggregate, int moment, int row, int from, int to) {
      int low = Integer.MAX_VALUE;
      int high = -1;
      for (int b = from; b < to; b++) {
        low = Math.min(low, least[grid.at(moment, row, b)]);
        high = Math.max(high, most[grid.at(moment, row, b)]);
      }
      return high < 0 ? Double.NaN : aggregate == Aggregate.DAYS_SINCE_LAST ? low : high;
    }
  }

  final class Tallies implements Memory {
    private final Cell cell;
    private final Grid grid;
    private Tally[] tallies = {};

    Tallies(Cell cell, Grid grid) {
      this.cell = cell;
      this.grid = grid;
    }

    @Override
    public Cell cell() {
      return cell;
    }

    @Override
    public void reset(int moments) {
      int size = grid.size(moments) / grid.buckets();
      for (int i = 0; i < Math.min(size, tallies.length); i++) {
        tallies[i].clear();
      }
      if (tallies.length < size) {
        int before = tallies.length;
        tallies = Arrays.copyOf(tallies, size);
        for (int i = before; i < size; i++) {
          tallies[i] = new Tally(grid.buckets());
        }
      }
    }

    @Override
    public void add(
        int moment, int row, int bucket, int age, int day, double number, long category) {
      tallies[grid.group(moment, row)].add(category, bucket);
    }

    @Override
    public double read(Aggregate aggregate, int moment, int row, int from, int to) {
      var tally = tallies[grid.group(moment, row)];
      return switch (aggregate) {
        case COUNT_DISTINCT -> tally.distinct(from, to);
        case ENTROPY -> tally.entropy(from, to);
        case TOP_SHARE -> tally.topShare(from, to);
        default -> throw unread(aggregate);
      };
    }
  }

  /** Days with a row; their gaps are looked at from a day on, so windows need no buckets. */
  final class Days implements Memory {
    private final Cell cell;
    private final Grid grid;
    private DayList[] lists = {};

    Days(Cell cell, Grid grid) {
      this.cell = cell;
      this.grid = grid;
    }

    @Override
    public Cell cell() {
      return cell;
    }

    @Override
    public void reset(int moments) {
      int size = grid.size(moments) / grid.buckets();
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
    public void add(
        int moment, int row, int bucket, int age, int day, double number, long category) {
      if (day != Sweep.UNDATED) {
        lists[grid.group(moment, row)].add(age);
      }
    }

    @Override
    public double read(Aggregate aggregate, int moment, int row, int from, int to) {
      var list = lists[grid.group(moment, row)];
      int most = cell.bounds()[to - 1];
      return aggregate == Aggregate.GAP ? list.gap(most) : list.burstiness(most);
    }
  }

  /** One sum a bound, which is its half-life; all rows count for each. */
  final class Fading implements Memory {
    private final Cell cell;
    private final Grid grid;
    private double[] sums = {};
    private boolean[] any = {};

    Fading(Cell cell, Grid grid) {
      this.cell = cell;
      this.grid = grid;
    }

    @Override
    public Cell cell() {
      return cell;
    }

    @Override
    public void reset(int moments) {
      sums = new double[grid.size(moments)];
      any = new boolean[grid.size(moments)];
    }

    @Override
    public void add(
        int moment, int row, int bucket, int age, int day, double number, long category) {
      double value = cell.number() >= 0 ? number : 1;
      for (int b = 0; b < grid.buckets() - 1; b++) {
        int at = grid.at(moment, row, b);
        any[at] = true;
        sums[at] += value * Math.pow(0.5, (double) age / cell.bounds()[b]);
      }
    }

    @Override
    public double read(Aggregate aggregate, int moment, int row, int from, int to) {
      int at = grid.at(moment, row, to - 1);
      return any[at] ? sums[at] : Double.NaN;
    }
  }
}
