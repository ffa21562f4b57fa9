package io.microtarget.journey;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * Goes over the rows of one subject in the order of time and makes its touchpoints.
 *
 * <p>Day by day: {@link Sieve} leaves out the steps of machines and those that came twice, then the
 * lines of a basket become one. Nothing that comes later changes what was made of an earlier day.
 */
final class Walk {
  private final Counts counts;
  private final Sieve<Step> sieve;
  private final List<Touch> touches = new ArrayList<>();
  private final HashMap<List<String>, Touch> together = new HashMap<>();
  private int today = Integer.MIN_VALUE;

  /**
   * @param mostStepsADay steps of a record on a day above which it is a machine on that day
   * @param counts what becomes of the rows is added to it
   */
  Walk(int mostStepsADay, Counts counts) {
    this.counts = counts;
    this.sieve = new Sieve<>(mostStepsADay, Step.FORM, this::told);
  }

  /** Takes the next row. */
  void add(Step step) {
    if (step.at() == null) {
      counts.add(step, Fate.TIMELESS);
    } else if (step.isSaid()) {
      counts.add(step, Fate.SAID_MACHINE);
    } else {
      sieve.add(step);
    }
  }

  /** The touchpoints of all rows that were taken. */
  List<Touch> touches() {
    sieve.close();
    return touches;
  }

  private void told(Step step, Fate fate) {
    counts.add(step, fate);
    if (fate == Fate.KEPT) {
      keep(step);
    }
  }

  private void keep(Step step) {
    if (step.day() != today) {
      today = step.day();
      together.clear();
    }
    var touch = step.together() == null ? null : together.get(key(step));
    if (touch != null) {
      touch.join(step);
      return;
    }
    touch = new Touch(step);
    touches.add(touch);
    counts.addTouchpoint(step);
    if (step.together() != null) {
      together.put(key(step), touch);
    }
  }

  private static List<String> key(Step step) {
    return List.of(step.kind(), step.source(), step.together());
  }
}
