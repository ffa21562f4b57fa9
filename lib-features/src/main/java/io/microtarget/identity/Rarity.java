package io.microtarget.identity;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * How much rarer than the average the value is on which two records agree: two persons named
 * Lovelock are less likely by chance than two named Smith.
 *
 * <p>In bits, {@code log2(u(the same) / share of the value)}, added to the weight of an exact
 * agreement. A share counts at least two records, the two that agree. Winkler, Frequency-Based
 * Matching in Fellegi-Sunter Model of Record Linkage, 2000.
 */
final class Rarity implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double LOG_2 = StrictMath.log(2);

  /** Records that have a value which is counted nowhere: the two that are compared. */
  private static final long LEAST = 2;

  private final Map<Field, Map<String, Long>> records;
  private final Map<Field, Long> known;

  /**
   * @param records field to value to records that have it; values of at most two records may be
   *     left out
   * @param known field to records that have any value
   */
  Rarity(Map<Field, Map<String, Long>> records, Map<Field, Long> known) {
    this.records = Map.copyOf(records);
    this.known = Map.copyOf(known);
  }

  /** Fields of a pattern that agree on a value which may be rare. */
  static Set<Field> agreeing(long pattern) {
    var agreeing = EnumSet.noneOf(Field.class);
    for (var field : Field.WEIGHED_BY_FREQUENCY) {
      if (Pattern.level(pattern, field) == Comparison.SAME && !isTold(field, pattern)) {
        agreeing.add(field);
      }
    }
    return agreeing;
  }

  /** {@code log2(1 / share)} of the value of each field that agrees. */
  Map<Field, Double> surprise(PersonRecord one, long pattern) {
    var surprise = new EnumMap<Field, Double>(Field.class);
    for (var field : agreeing(pattern)) {
      surprise.put(field, -StrictMath.log(share(field, one, pattern)) / LOG_2);
    }
    return surprise;
  }

  /** A city says nothing more of who knows its postal code. */
  private static boolean isTold(Field field, long pattern) {
    return field == Field.CITY && Pattern.level(pattern, Field.POSTAL_CODE) == Comparison.SAME;
  }

  /** Share of records with the value; of swapped names among first and last names together. */
  private double share(Field field, PersonRecord one, long pattern) {
    boolean isName = field == Field.FIRST_NAME || field == Field.LAST_NAME;
    var value = one.value(field);
    if (isName && Pattern.isSwapped(pattern)) {
      long either = count(Field.FIRST_NAME, value) + count(Field.LAST_NAME, value);
      return share(either, known(Field.FIRST_NAME) + known(Field.LAST_NAME));
    }
    return share(count(field, value), known(field));
  }

  private static double share(long records, long known) {
    return Math.max(records, LEAST) / (double) Math.max(known, LEAST);
  }

  private long count(Field field, String value) {
    return records.getOrDefault(field, Map.of()).getOrDefault(value, 0L);
  }

  private long known(Field field) {
    return known.getOrDefault(field, 0L);
  }
}
