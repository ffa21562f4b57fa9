package io.microtarget.journey;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Leaves out of the rows of a subject the steps that no person took and those that came twice.
 *
 * <p>Day by day: first the steps of a record that took too many that day, then those that came
 * twice at one moment, of which the first stays. Nothing that comes later changes what was decided
 * of an earlier day. At most the rows of a day are held, and of a machine no more than the
 * threshold.
 *
 * @param <T> a row, in the order of time; of equal rows the one that the lake learned first comes
 *     first
 */
public final class Sieve<T> {
  private final int mostStepsADay;
  private final Form<T> form;
  private final BiConsumer<T, Fate> told;
  private final HashMap<Long, Integer> stepsOf = new HashMap<>();
  private final HashSet<Long> ofMoment = new HashSet<>();
  private List<T> day = new ArrayList<>();
  private int today = Integer.MIN_VALUE;
  private int digital;

  /** What is read of a row. */
  public interface Form<T> {
    /** Days since 1970 in the zone of the business. */
    int day(T row);

    /** Microseconds since 1970. */
    long at(T row);

    /** Whether it is a step on a web site or in an app: only such steps make a machine. */
    boolean isDigital(T row);

    /** Hash of the record id. */
    long record(T row);

    /** Whether rows of its kind can come twice. */
    boolean canComeTwice(T row);

    /** The same for rows that are one step: {@link Doubles}. */
    long identity(T row);
  }

  /**
   * @param mostStepsADay steps of a record on a day above which it is a machine on that day
   * @param told is called once for each row with what becomes of it, day by day
   */
  public Sieve(int mostStepsADay, Form<T> form, BiConsumer<T, Fate> told) {
    this.mostStepsADay = mostStepsADay;
    this.form = form;
    this.told = told;
  }

  /** Takes the next row of the subject. */
  public void add(T row) {
    if (form.day(row) != today) {
      close();
      today = form.day(row);
    }
    if (form.isDigital(row) && isTooBusy(row)) {
      told.accept(row, Fate.BUSY_MACHINE);
    } else {
      day.add(row);
    }
  }

  /** Tells the rest; the next row may be of another subject. */
  public void close() {
    var moment = 0L;
    var first = 0;
    for (int i = 0; i < day.size(); i++) {
      var row = day.get(i);
      if (i == 0 || form.at(row) != moment) {
        moment = form.at(row);
        first = i;
        ofMoment.clear();
      } else if (ofMoment.isEmpty()) {
        day.subList(first, i).forEach(this::isNew);
      }
      told.accept(row, i == first || isNew(row) ? Fate.KEPT : Fate.DOUBLED);
    }
    day.clear();
    stepsOf.clear();
    digital = 0;
  }

  private boolean isNew(T row) {
    return !form.canComeTwice(row) || ofMoment.add(form.identity(row));
  }

  /** Records are told apart only on a day of so many steps that one of them may be a machine. */
  private boolean isTooBusy(T row) {
    digital++;
    if (digital <= mostStepsADay) {
      return false;
    }
    if (stepsOf.isEmpty()) {
      day.stream().filter(form::isDigital).forEach(earlier -> count(earlier));
    }
    int steps = count(row);
    if (steps == mostStepsADay + 1) {
      var others = new ArrayList<T>();
      for (var earlier : day) {
        if (form.isDigital(earlier) && form.record(earlier) == form.record(row)) {
          told.accept(earlier, Fate.BUSY_MACHINE);
        } else {
          others.add(earlier);
        }
      }
      day = others;
    }
    return steps > mostStepsADay;
  }

  private int count(T row) {
    return stepsOf.merge(form.record(row), 1, Integer::sum);
  }
}
