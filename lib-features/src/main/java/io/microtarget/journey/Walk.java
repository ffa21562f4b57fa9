package io.microtarget.journey;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/**
 * Goes over the rows of one subject in the order of time and makes its touchpoints.
 *
 * <p>Day by day: the steps of a record that took too many that day are left out, then those that
 * came twice at one moment, and the lines of a basket become one. Nothing that comes later changes
 * what was made of an earlier day. At most the rows of a day are held beside the touchpoints, and
 * of a machine no more than the threshold.
 */
final class Walk {
  private final int mostStepsADay;
  private final Counts counts;
  private final List<Touch> touches = new ArrayList<>();
  private final HashMap<Long, Integer> stepsOf = new HashMap<>();
  private List<Step> day = new ArrayList<>();
  private int today = Integer.MIN_VALUE;

  /**
   * @param mostStepsADay steps of a record on a day above which it is a machine on that day
   * @param counts what becomes of the rows is added to it
   */
  Walk(int mostStepsADay, Counts counts) {
    this.mostStepsADay = mostStepsADay;
    this.counts = counts;
  }

  /** Takes the next row. */
  void add(Step step) {
    if (step.at() == null) {
      counts.add(step, Fate.TIMELESS);
      return;
    }
    if (step.day() != today) {
      close();
      today = step.day();
    }
    if (step.isSaid()) {
      counts.add(step, Fate.SAID_MACHINE);
    } else if (step.isDigital() && isTooBusy(step)) {
      counts.add(step, Fate.BUSY_MACHINE);
    } else {
      day.add(step);
    }
  }

  /** The touchpoints of all rows that were taken. */
  List<Touch> touches() {
    close();
    return touches;
  }

  private boolean isTooBusy(Step step) {
    int steps = stepsOf.merge(step.record(), 1, Integer::sum);
    if (steps == mostStepsADay + 1) {
      var others = new ArrayList<Step>();
      for (var earlier : day) {
        if (earlier.isDigital() && earlier.record() == step.record()) {
          counts.add(earlier, Fate.BUSY_MACHINE);
        } else {
          others.add(earlier);
        }
      }
      day = others;
    }
    return steps > mostStepsADay;
  }

  private void close() {
    var ofMoment = new HashSet<Long>();
    var together = new HashMap<List<String>, Touch>();
    var moment = Long.MIN_VALUE;
    for (var step : day) {
      if (step.at() != moment) {
        moment = step.at();
        ofMoment.clear();
      }
      if (step.identity() != null && !ofMoment.add(step.identity())) {
        counts.add(step, Fate.DOUBLED);
        continue;
      }
      counts.add(step, Fate.KEPT);
      var touch = step.together() == null ? null : together.get(key(step));
      if (touch != null) {
        touch.join(step);
        continue;
      }
      touch = new Touch(step);
      touches.add(touch);
      counts.addTouchpoint(step);
      if (step.together() != null) {
        together.put(key(step), touch);
      }
    }
    day.clear();
    stepsOf.clear();
  }

  private static List<String> key(Step step) {
    return List.of(step.kind(), step.source(), step.together());
  }
}
