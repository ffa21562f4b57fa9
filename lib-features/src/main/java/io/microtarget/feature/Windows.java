package io.microtarget.feature;

import java.util.List;

/** Spans of days before a moment as settings write them: {@code [28, 91, all]}. */
final class Windows {
  /** The span without a begin. */
  static final int ALL = 0;

  private static final String ALL_WORD = "all";
  private static final int LONGEST = 36_500;

  private Windows() {}

  /**
   * Days of each window; {@link #ALL} for {@code all}.
   *
   * @throws IllegalArgumentException says what is wrong with one
   */
  static List<Integer> days(List<String> windows) {
    return windows.stream().map(Windows::days).toList();
  }

  private static int days(String window) {
    if (window.equals(ALL_WORD)) {
      return ALL;
    }
    if (!window.matches("\\d{1,9}") || Integer.parseInt(window) < 1) {
      throw new IllegalArgumentException(
          "windows-days must be days from 1 on, or `all` for all history, not " + window);
    }
    int days = Integer.parseInt(window);
    if (days > LONGEST) {
      throw new IllegalArgumentException(
          "windows-days: a window of %d days is longer than 100 years; write `all`"
              .formatted(days));
    }
    return days;
  }

  /** As the last part of a feature's name. */
  static String name(int days) {
    return days == ALL ? ALL_WORD : days + "d";
  }
}
