package io.microtarget.feature;

import java.util.Arrays;

/** Different days with a row before a moment, as ages, in the order of time: the oldest first. */
final class DayList {
  private static final int FEWEST_GAPS = 2;

  private int[] ages = new int[8];
  private int size;

  void clear() {
    size = 0;
  }

  void add(int age) {
    if (size > 0 && ages[size - 1] == age) {
      return;
    }
    if (size == ages.length) {
      ages = Arrays.copyOf(ages, 2 * size);
    }
    ages[size++] = age;
  }

  /** Mean gap in days among those of at most an age; NaN below two days. */
  double gap(int most) {
    int first = first(most);
    return size - first < 2
        ? Double.NaN
        : (double) (ages[first] - ages[size - 1]) / (size - first - 1);
  }

  /** {@code (s - m) / (s + m)} of the gaps among those of at most an age; NaN below two gaps. */
  double burstiness(int most) {
    int first = first(most);
    int gaps = size - first - 1;
    if (gaps < FEWEST_GAPS) {
      return Double.NaN;
    }
    double mean = gap(most);
    double square = 0;
    for (int i = first; i + 1 < size; i++) {
      double off = ages[i] - ages[i + 1] - mean;
      square += off * off;
    }
    double deviation = Math.sqrt(square / gaps);
    return (deviation - mean) / (deviation + mean);
  }

  private int first(int most) {
    int first = 0;
    while (first < size && ages[first] > most) {
      first++;
    }
    return first;
  }
}
