package io.microtarget.journey;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many rows of each source became what, and how many touchpoints the kept ones became. */
final class Counts {
  private final Map<List<String>, long[]> bySource =
      new TreeMap<>(java.util.Comparator.comparing(List::toString));

  void add(Step step, Fate fate) {
    of(step)[fate.ordinal()]++;
  }

  void addTouchpoint(Step step) {
    of(step)[Fate.values().length]++;
  }

  /** {@code [source, kind]} to a number for each fate, and then that of touchpoints. */
  Map<List<String>, long[]> bySource() {
    return bySource;
  }

  private long[] of(Step step) {
    return bySource.computeIfAbsent(
        List.of(step.source(), step.kind()), key -> new long[Fate.values().length + 1]);
  }
}
