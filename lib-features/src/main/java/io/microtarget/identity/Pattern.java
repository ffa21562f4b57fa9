package io.microtarget.identity;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * How two records agree, field by field, in one number: four bits a field, 0 where one of them does
 * not know it, else the level + 1. One more bit says that first and last name stand swapped.
 *
 * <p>Pairs with equal patterns have equal weight; a million pairs have some ten thousand patterns.
 */
final class Pattern {
  /** The level of a field that one of the two records does not know. */
  static final int UNKNOWN = -1;

  /** No field is known to both. */
  static final long EMPTY = 0;

  private static final int BITS = 4;
  private static final long SWAPPED = 1L << 62;

  private Pattern() {}

  /** The pattern with a level for a field that had none. */
  static long with(long pattern, Field field, int level) {
    return pattern | (long) (level + 1) << BITS * field.ordinal();
  }

  /** The level of a field, or {@link #UNKNOWN}. */
  static int level(long pattern, Field field) {
    return (int) (pattern >>> BITS * field.ordinal() & 0xF) - 1;
  }

  static long swapped(long pattern) {
    return pattern | SWAPPED;
  }

  static boolean isSwapped(long pattern) {
    return (pattern & SWAPPED) != 0;
  }

  /** Only levels: what counts for the model. */
  static long levels(long pattern) {
    return pattern & ~SWAPPED;
  }

  /** As a report writes it: {@code first-name=the same; city=other}. */
  static String text(long pattern, Set<Field> fields) {
    return fields.stream()
        .filter(field -> level(pattern, field) != UNKNOWN)
        .map(f -> "%s=%s".formatted(f.key(), Comparison.of(f).label(level(pattern, f))))
        .collect(Collectors.joining("; "));
  }
}
