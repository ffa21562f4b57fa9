package io.microtarget.feature;

import io.microtarget.journey.Fate;
import io.microtarget.journey.Sieve;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * One pass over the rows of all tables, sorted by subject and time: every feature at every moment.
 *
 * <p>In: rows of {@link Tall}. The moments of a key come before its rows, so each row is added to
 * what the moments after it remember, and is then forgotten: the memory does not grow with the rows
 * of a subject. A moment sees only rows of earlier days, and rows without a day. Steps of machines
 * and steps that came twice are left out as from journeys ({@link Sieve}), for which the steps of a
 * day are held until it is over.
 *
 * <p>Out: {@code moment STRUCT} as it came in, {@code features BINARY} ({@link Packed}) in the
 * order of the outputs, rounded to 6 decimals; NaN where unknown or infinite.
 *
 * <p>Choice: not conditional aggregates of SQL, of which every count of distinct values is a
 * shuffle of its own, and every row one for each moment after it (decision 0015 has the figures).
 *
 * @param cells by tag of the table, from 1
 * @param numbers how many numbers a row of each table has
 * @param categories how many categories
 * @param mostStepsADay steps of a record on a day above which it is a machine on that day; 0 where
 *     rows of no table are steps
 */
record Sweep(
    List<List<Cell>> cells,
    List<Integer> numbers,
    List<Integer> categories,
    List<Output> outputs,
    int mostStepsADay)
    implements MapPartitionsFunction<Row, Row>, Serializable {
  /** Day of a row that has none. */
  static final int UNDATED = Integer.MIN_VALUE;

  /**
   * A feature, read from a cell.
   *
   * @param tag of the table
   * @param cell position of the cell among those of the table
   * @param row row of the cell
   * @param middle of a trend: where the window ends and the one before it begins; of a share: end
   *     (exclusive) of the buckets of {@code whole}, which may have other bounds
   * @param to end (exclusive) of its buckets
   * @param whole of a share: the cell of all rows
   * @param empty value where no row counts; NaN for unknown
   */
  record Output(
      Aggregate aggregate, int tag, int cell, int row, int middle, int to, int whole, double empty)
      implements Serializable {}

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Subjects(rows);
  }

  /**
   * What a row says of itself as a step.
   *
   * @param record where the record of a step stands, and behind it the identity
   * @param areThere whether rows have them
   */
  private record Marks(int record, boolean areThere) implements Sieve.Form<Row> {
    @Override
    public int day(Row row) {
      return row.getInt(Tall.DAY);
    }

    @Override
    public long at(Row row) {
      return row.getLong(Tall.TIME);
    }

    @Override
    public boolean isDigital(Row row) {
      return !row.isNullAt(record);
    }

    @Override
    public long record(Row row) {
      return row.getLong(record);
    }

    @Override
    public boolean canComeTwice(Row row) {
      return areThere && !row.isNullAt(record + 1);
    }

    @Override
    public long identity(Row row) {
      return row.getLong(record + 1);
    }
  }

  /** Keys one after the other; holds the rows of moments of one key only. */
  private final class Subjects implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final Cell[][] ofTag;
    private final Memory[][] memories;
    private final double[] number;
    private final long[] category;
    private final boolean[] isKnown;
    private final Marks marks;
    private final ArrayDeque<Row> ready = new ArrayDeque<>();
    private Row next;

    /** The first day of which anything is known of the subject. */
    private int known;

    Subjects(Iterator<Row> rows) {
      this.ofTag = cells.stream().map(c -> c.toArray(Cell[]::new)).toArray(Cell[][]::new);
      this.memories =
          cells.stream()
              .map(ofTable -> ofTable.stream().map(Memory::of).toArray(Memory[]::new))
              .toArray(Memory[][]::new);
      this.number = new double[numbers.stream().mapToInt(n -> n).max().orElse(0)];
      this.category = new long[categories.stream().mapToInt(n -> n).max().orElse(0)];
      this.isKnown = new boolean[category.length];
      this.marks = new Marks(Tall.NUMBERS + number.length + category.length, mostStepsADay > 0);
      this.rows =
          new Untied(
              rows, marks.areThere() ? OptionalInt.of(marks.record() + 2) : OptionalInt.empty());
      advance();
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && next != null) {
        neighbours();
      }
      return !ready.isEmpty();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.poll();
    }

    private void advance() {
      next = rows.hasNext() ? rows.next() : null;
    }

    /** Rows that lie among each other in the order of their days: mostly those of one key. */
    private void neighbours() {
      long near = Tall.near(next);
      var moments = new ArrayList<Row>();
      while (isNear(near) && next.getInt(Tall.TAG) == Tall.MOMENT) {
        moments.add(next);
        advance();
      }
      if (moments.isEmpty() || isOfSame(moments.get(0), moments.get(moments.size() - 1))) {
        var days = begin(moments);
        var sieve = sieve(days);
        for (; isNear(near); advance()) {
          if (!moments.isEmpty() && isOfSame(moments.get(0), next)) {
            take(next, days, sieve);
          }
        }
        sieve.close();
        end(moments, days);
        return;
      }
      // Hashes that agree in most bits: one pair among a million subjects, so its rows are held.
      var held = new ArrayList<Row>();
      for (; isNear(near); advance()) {
        held.add(next);
      }
      for (int from = 0, to; from < moments.size(); from = to) {
        var first = moments.get(from);
        for (to = from; to < moments.size() && isOfSame(first, moments.get(to)); ) {
          to++;
        }
        var ofKey = moments.subList(from, to);
        var days = begin(ofKey);
        var sieve = sieve(days);
        held.stream().filter(row -> isOfSame(first, row)).forEach(row -> take(row, days, sieve));
        sieve.close();
        end(ofKey, days);
      }
    }

    private boolean isNear(long near) {
      return next != null && Tall.near(next) == near;
    }

    private boolean isOfSame(Row one, Row other) {
      return one.getLong(Tall.KEY) == other.getLong(Tall.KEY)
          && one.getLong(Tall.CHECK) == other.getLong(Tall.CHECK);
    }

    /** Forgets the subject before; the days of the moments, each once. */
    private int[] begin(List<Row> moments) {
      var days = new int[moments.size()];
      for (int i = 0; i < days.length; i++) {
        days[i] = moments.get(i).getInt(Tall.DAY);
      }
      Arrays.sort(days);
      int size = 0;
      for (int i = 0; i < days.length; i++) {
        if (i == 0 || days[i] != days[i - 1]) {
          days[size++] = days[i];
        }
      }
      for (int tag = 0; tag < memories.length; tag++) {
        for (int i = 0; i < memories[tag].length; i++) {
          memories[tag][i].reset(size * ofTag[tag][i].rows());
        }
      }
      known = Integer.MAX_VALUE;
      return Arrays.copyOf(days, size);
    }

    private Sieve<Row> sieve(int[] days) {
      return new Sieve<>(
          mostStepsADay,
          marks,
          (row, fate) -> {
            if (fate == Fate.KEPT) {
              add(row, days);
            }
          });
    }

    private void take(Row row, int[] days, Sieve<Row> sieve) {
      known = Math.min(known, day(row));
      if (marks.canComeTwice(row)) {
        sieve.add(row);
      } else {
        add(row, days);
      }
    }

    private void end(List<Row> moments, int[] days) {
      var made = new byte[days.length][];
      for (var moment : moments) {
        if (moment.getLong(Tall.MASK) == Tall.ONLY_OF_KNOWN && known >= moment.getInt(Tall.DAY)) {
          continue;
        }
        int at = Arrays.binarySearch(days, moment.getInt(Tall.DAY));
        if (made[at] == null) {
          made[at] = features(at);
        }
        ready.add(RowFactory.create(moment.getStruct(Tall.PAYLOAD), made[at]));
      }
    }

    private void add(Row row, int[] days) {
      int tag = row.getInt(Tall.TAG) - 1;
      int day = day(row);
      if (day != UNDATED && day >= days[days.length - 1]) {
        return;
      }
      long mask = row.getLong(Tall.MASK);
      read(row, tag);
      int first = 0;
      while (day != UNDATED && days[first] <= day) {
        first++;
      }
      for (int i = 0; i < memories[tag].length; i++) {
        var cell = ofTag[tag][i];
        if (cell.where() >= 0 && (mask >>> cell.where() & 1) == 0) {
          continue;
        }
        double value = cell.number() < 0 ? 1 : number[cell.number()];
        if (Double.isNaN(value) || (cell.category() >= 0 && !isKnown[cell.category()])) {
          continue;
        }
        int place = 0;
        if (cell.by() >= 0) {
          place = isKnown[cell.by()] ? cell.rowOf(category[cell.by()]) : -1;
          if (place < 0) {
            continue;
          }
        }
        long counted = cell.category() < 0 ? 0 : category[cell.category()];
        for (int m = first; m < days.length; m++) {
          int age = day == UNDATED ? 0 : days[m] - day;
          int bucket = cell.bucketOf(age);
          if (bucket < 0) {
            break; // The moments after this one are further away still.
          }
          int group = m * cell.rows() + place;
          memories[tag][i].add(group, bucket, age, day != UNDATED, value, counted);
        }
      }
    }

    private int day(Row row) {
      return row.isNullAt(Tall.DAY) ? UNDATED : row.getInt(Tall.DAY);
    }

    private void read(Row row, int tag) {
      int at = Tall.NUMBERS;
      for (int i = 0; i < numbers.get(tag); i++) {
        double value = row.isNullAt(at + i) ? Double.NaN : row.getDouble(at + i);
        number[i] = Double.isInfinite(value) ? Double.NaN : value;
      }
      int widest = number.length;
      for (int i = 0; i < categories.get(tag); i++) {
        isKnown[i] = !row.isNullAt(at + widest + i);
        category[i] = isKnown[i] ? row.getLong(at + widest + i) : 0;
      }
    }

    private byte[] features(int moment) {
      var features = new double[outputs.size()];
      for (int i = 0; i < features.length; i++) {
        features[i] = Numbers.rounded(value(outputs.get(i), moment));
      }
      return Packed.of(features);
    }

    private double value(Output output, int moment) {
      double value =
          switch (output.aggregate()) {
            case SHARE -> share(output, moment);
            case TREND -> trend(output, moment);
            default -> read(output, output.aggregate(), moment, 0, output.to());
          };
      return Double.isNaN(value) ? output.empty() : value;
    }

    private double read(Output output, Aggregate aggregate, int moment, int from, int to) {
      int tag = output.tag() - 1;
      int group = moment * ofTag[tag][output.cell()].rows() + output.row();
      return memories[tag][output.cell()].read(aggregate, group, from, to);
    }

    private double share(Output output, int moment) {
      int tag = output.tag() - 1;
      var kept = kept(output);
      // The whole is one row of its cell, so that its group is the moment.
      double all = memories[tag][output.whole()].read(kept, moment, 0, output.middle());
      return all == 0 ? Double.NaN : orZero(read(output, kept, moment, 0, output.to())) / all;
    }

    private double trend(Output output, int moment) {
      var kept = kept(output);
      double late = orZero(read(output, kept, moment, 0, output.middle()));
      double early = orZero(read(output, kept, moment, output.middle(), output.to()));
      return late + early == 0 ? Double.NaN : (late - early) / (late + early);
    }

    /** What a share or a trend is of: numbers, or rows. */
    private Aggregate kept(Output output) {
      int number = ofTag[output.tag() - 1][output.cell()].number();
      return number < 0 ? Aggregate.COUNT : Aggregate.SUM;
    }

    private double orZero(double value) {
      return Double.isNaN(value) ? 0 : value;
    }
  }
}
