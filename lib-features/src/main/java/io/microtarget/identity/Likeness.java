package io.microtarget.identity;

import java.util.Arrays;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/**
 * How alike two values are. Each measure is computed when a level first asks for it: most pairs
 * need one.
 *
 * <p>Jaro-Winkler: Winkler, String Comparator Metrics and Enhanced Decision Rules in the
 * Fellegi-Sunter Model of Record Linkage, 1990, as Apache Commons Text computes it. Edits:
 * insertion, deletion, substitution, and swap of neighbours (optimal string alignment; Damerau, A
 * Technique for Computer Detection and Correction of Spelling Errors, CACM 7, 1964), which Commons
 * Text has only without the swap.
 */
final class Likeness {
  /** More edits than this are not told apart. */
  static final int MOST_EDITS = 4;

  private static final JaroWinklerSimilarity JARO_WINKLER = new JaroWinklerSimilarity();
  private static final int UNKNOWN = -1;
  private static final int LETTERS = 64;
  private static final int PREFIX = 4;
  private static final double PREFIX_WEIGHT = 0.1;
  private static final double ROUNDING = 1e-9;

  final String one;
  final String other;
  private int edits = UNKNOWN;
  private int leastEdits = UNKNOWN;
  private double jaroWinkler = UNKNOWN;

  Likeness(String one, String other) {
    this.one = one;
    this.other = other;
  }

  boolean areEqual() {
    return one.equals(other);
  }

  /** Characters of the shorter value. */
  int shorter() {
    return Math.min(one.length(), other.length());
  }

  /** 0 (nothing in common) to 1 (equal). */
  double jaroWinkler() {
    if (jaroWinkler == UNKNOWN) {
      jaroWinkler = JARO_WINKLER.apply(one, other);
    }
    return jaroWinkler;
  }

  /** Whether {@link #jaroWinkler} is at least so much; the letters often say no already. */
  boolean isAlike(double least) {
    if (jaroWinkler == UNKNOWN && mostAlike() < least - ROUNDING) {
      return false;
    }
    return jaroWinkler() >= least;
  }

  /** Jaro-Winkler if all letters in common were in order, near their place and at the beginning. */
  private double mostAlike() {
    if (one.isEmpty() || other.isEmpty()) {
      return 1;
    }
    double common = Math.max(one.length(), other.length()) - leastEdits();
    double jaro = (common / one.length() + common / other.length() + 1) / 3;
    int prefix = 0;
    while (prefix < PREFIX && prefix < shorter() && one.charAt(prefix) == other.charAt(prefix)) {
      prefix++;
    }
    return jaro + PREFIX_WEIGHT * prefix * (1 - jaro);
  }

  /** Edits between the two; {@link #MOST_EDITS} + 1 stands for any greater number. */
  int edits() {
    if (edits == UNKNOWN) {
      edits = edits(one, other);
    }
    return edits;
  }

  /**
   * Whether there are at most so many edits; quicker than to count them where the letters already
   * say no: an edit changes one letter of the bag of letters, a swap none.
   *
   * @param most up to {@link #MOST_EDITS}
   */
  boolean isWithin(int most) {
    if (edits == UNKNOWN && leastEdits() > most) {
      return false;
    }
    return edits() <= most;
  }

  /**
   * Letters of one that the other has not, or the other way round, whichever are more: the bag
   * distance (Bartolini, Ciaccia, Patella, String Matching with Metric Trees Using an Approximate
   * Distance, SPIRE 2002). Letters that share a place are taken for one, which only lessens it.
   */
  private int leastEdits() {
    if (leastEdits == UNKNOWN) {
      var letters = new int[LETTERS];
      for (int i = 0; i < one.length(); i++) {
        letters[one.charAt(i) % LETTERS]++;
      }
      for (int i = 0; i < other.length(); i++) {
        letters[other.charAt(i) % LETTERS]--;
      }
      int more = 0;
      int less = 0;
      for (int difference : letters) {
        more += Math.max(difference, 0);
        less += Math.max(-difference, 0);
      }
      leastEdits = Math.max(more, less);
    }
    return leastEdits;
  }

  /** Whether both have the same letters in some order. */
  boolean areAnagrams() {
    return one.length() == other.length() && Arrays.equals(sorted(one), sorted(other));
  }

  private static char[] sorted(String value) {
    var letters = value.toCharArray();
    Arrays.sort(letters);
    return letters;
  }

  private static int edits(String one, String other) {
    int beyond = MOST_EDITS + 1;
    if (Math.abs(one.length() - other.length()) > MOST_EDITS) {
      return beyond;
    }
    var before = new int[other.length() + 1];
    var above = new int[other.length() + 1];
    var row = new int[other.length() + 1];
    Arrays.setAll(above, j -> j);
    for (int i = 1; i <= one.length(); i++) {
      row[0] = i;
      int least = i;
      for (int j = 1; j <= other.length(); j++) {
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int cost = Math.min(above[j - 1] + (same ? 0 : 1), Math.min(above[j], row[j - 1]) + 1);
        if (i > 1 && j > 1 && isSwap(one, i, other, j)) {
          cost = Math.min(cost, before[j - 2] + 1);
        }
        row[j] = cost;
        least = Math.min(least, cost);
      }
      if (least >= beyond) {
        return beyond;
      }
      var spare = before;
      before = above;
      above = row;
      row = spare;
    }
    return Math.min(above[other.length()], beyond);
  }

  private static boolean isSwap(String one, int i, String other, int j) {
    return one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
  }
}
