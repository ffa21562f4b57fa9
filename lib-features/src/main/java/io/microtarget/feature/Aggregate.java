package io.microtarget.feature;

import java.util.Locale;

/** How the rows of a feature become one number. */
public enum Aggregate {
  /** Sum of {@code of}, whatever the order of the rows; unknown where it is infinite. */
  SUM,
  /** Rows; with {@code of}, rows where it is known. */
  COUNT,
  /** Distinct known values of {@code of}. */
  COUNT_DISTINCT,
  MIN,
  MAX,
  /** Sum over count. */
  AVG,
  /** Standard deviation of {@code of} in the sample (n - 1); unknown below two rows. */
  DEVIATION,
  /**
   * Value of the first row in the window where {@code of} is known; rows without a date come first.
   */
  FIRST,
  /** Value of the last row in the window where {@code of} is known. */
  LAST,
  /** Days from the first row's {@code event_date} to the moment. */
  DAYS_SINCE_FIRST,
  /** Days from the last row's {@code event_date} to the moment. */
  DAYS_SINCE_LAST,
  /**
   * {@code (a - b) / (a + b)}: a is the sum of {@code of} (or the rows, without it) in the window,
   * b in the one as long before it. From -1 (only before) over 0 (as before) to 1 (only lately)
   * where values are not negative; unknown where a + b is 0.
   */
  TREND,
  /**
   * Sum of {@code of} (or rows) that fulfil {@code where} or have the value of {@code by}, over
   * that of all rows; unknown where that is 0.
   */
  SHARE,
  /**
   * Shannon entropy in bits of the rows over the values of {@code of} (Shannon 1948); 0 where all
   * rows have one value, unknown without rows.
   */
  ENTROPY,
  /**
   * Share of the most frequent value of {@code of} in the rows: how faithful somebody is to one
   * shop or brand.
   */
  TOP_SHARE,
  /** Mean days from one day with a row to the next such day; unknown below two days. */
  GAP,
  /**
   * Regularity: burstiness of the gaps between days with a row, {@code (s - m) / (s + m)} of their
   * mean m and standard deviation s (Goh and Barabasi 2008, EPL 81, 48002): -1 like a clock, 0 by
   * chance, towards 1 in bursts. Unknown below three days.
   */
  BURSTINESS,
  /**
   * Sum of {@code of} (or of 1 a row) times {@code 0.5^(age / window)}, over all history: the
   * window is the half-life in days.
   */
  DECAY;

  /** Whether a value must be named by {@code of}. */
  boolean needsValue() {
    return switch (this) {
      case SUM, COUNT_DISTINCT, MIN, MAX, AVG, DEVIATION, FIRST, LAST, ENTROPY, TOP_SHARE -> true;
      case COUNT, DAYS_SINCE_FIRST, DAYS_SINCE_LAST, TREND, SHARE, GAP, BURSTINESS, DECAY -> false;
    };
  }

  /** Whether {@code of}, if given, must be a number. */
  boolean needsNumber() {
    return switch (this) {
      case SUM, MIN, MAX, AVG, DEVIATION, FIRST, LAST, TREND, SHARE, DECAY -> true;
      case COUNT,
          COUNT_DISTINCT,
          DAYS_SINCE_FIRST,
          DAYS_SINCE_LAST,
          ENTROPY,
          TOP_SHARE,
          GAP,
          BURSTINESS ->
          false;
    };
  }

  /** Whether no row means zero; of the others no row means unknown. */
  boolean isZeroWithoutRows() {
    return switch (this) {
      case SUM, COUNT, COUNT_DISTINCT, DECAY -> true;
      case MIN,
          MAX,
          AVG,
          DEVIATION,
          FIRST,
          LAST,
          DAYS_SINCE_FIRST,
          DAYS_SINCE_LAST,
          TREND,
          SHARE,
          ENTROPY,
          TOP_SHARE,
          GAP,
          BURSTINESS ->
          false;
    };
  }

  /** Whether it makes sense only for rows with a date. */
  boolean countsDays() {
    return this == DAYS_SINCE_FIRST
        || this == DAYS_SINCE_LAST
        || this == GAP
        || this == BURSTINESS
        || this == TREND
        || this == DECAY;
  }

  /** Whether all history is meant where no window is named. */
  boolean sinceEver() {
    return this == DAYS_SINCE_FIRST || this == DAYS_SINCE_LAST;
  }

  /** Whether all history has no meaning: there is nothing before it, or no half-life. */
  boolean needsWindow() {
    return this == TREND || this == DECAY;
  }

  /** Whether the aggregates of SQL do, as for rows of campaigns, pairs and everyone. */
  boolean isSimple() {
    return ordinal() <= AVG.ordinal() || sinceEver();
  }

  /** Its part of a feature's name. */
  String inName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
