package io.microtarget.feature;

/** How the rows of a feature become one number. */
public enum Aggregate {
  /** Sum of {@code of}; each row's value is rounded to 6 decimals, then added exactly. */
  SUM,
  /** Rows; with {@code of}, rows where it is known. */
  COUNT,
  /** Distinct known values of {@code of}. */
  COUNT_DISTINCT,
  MIN,
  MAX,
  /** Sum over count. */
  AVG,
  /** Days from the first row's {@code event_date} to the moment. */
  DAYS_SINCE_FIRST,
  /** Days from the last row's {@code event_date} to the moment. */
  DAYS_SINCE_LAST;

  /** Whether a value must be named by {@code of}. */
  boolean needsValue() {
    return switch (this) {
      case SUM, COUNT_DISTINCT, MIN, MAX, AVG -> true;
      case COUNT, DAYS_SINCE_FIRST, DAYS_SINCE_LAST -> false;
    };
  }

  /** Whether {@code of} must be a number. */
  boolean needsNumber() {
    return switch (this) {
      case SUM, MIN, MAX, AVG -> true;
      case COUNT, COUNT_DISTINCT, DAYS_SINCE_FIRST, DAYS_SINCE_LAST -> false;
    };
  }

  /** Whether no row means zero; of the others no row means unknown. */
  boolean isZeroWithoutRows() {
    return switch (this) {
      case SUM, COUNT, COUNT_DISTINCT -> true;
      case MIN, MAX, AVG, DAYS_SINCE_FIRST, DAYS_SINCE_LAST -> false;
    };
  }

  boolean countsDays() {
    return this == DAYS_SINCE_FIRST || this == DAYS_SINCE_LAST;
  }
}
