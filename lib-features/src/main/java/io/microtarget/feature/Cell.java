package io.microtarget.feature;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Rows of one table that are looked at in one way, as the pass over a subject's rows sees them.
 * Features of several windows and aggregates share a cell.
 *
 * @param kept what is remembered of the rows
 * @param where bit of the condition in the mask of a row; -1: every row counts
 * @param by position of the category that tells the rows apart; -1: none does
 * @param values hashes of the categories told apart, sorted; row {@code i} of the cell is the i-th
 * @param hasOther whether rows of another known category make one more row of the cell
 * @param number position of the number that is looked at; -1: rows are only counted
 * @param category position of the category whose values are counted; -1: none
 * @param bounds ends of the windows in days, ascending; {@link #ALL} for all history
 */
record Cell(
    Kept kept,
    int where,
    int by,
    long[] values,
    boolean hasOther,
    int number,
    int category,
    int[] bounds)
    implements Serializable {
  /** The end of a window without one. */
  static final int ALL = Integer.MAX_VALUE;

  /** What is remembered of rows. */
  enum Kept {
    /** Sum and count. */
    TOTAL,
    /** Least and greatest number. */
    EXTREMES,
    /** Mean and squared distance from it. */
    SPREAD,
    /** First and last number. */
    ENDS,
    /** Age of the first and the last row. */
    AGES,
    /** How often each value of the category came. */
    TALLY,
    /** Days with a row. */
    DAYS,
    /** Sums that fade with the age, one a bound. */
    FADING
  }

  /** Rows of the cell that are told apart. */
  int rows() {
    return by < 0 ? 1 : values.length + (hasOther ? 1 : 0);
  }

  /** The row that a category counts for; -1 if for none. */
  int rowOf(long hash) {
    int found = Arrays.binarySearch(values, hash);
    return found >= 0 ? found : hasOther ? values.length : -1;
  }

  /** Position of the first bound that an age is within; -1 if it is beyond all. */
  int bucketOf(int age) {
    for (int i = 0; i < bounds.length; i++) {
      if (age <= bounds[i]) {
        return i;
      }
    }
    return -1;
  }
}
