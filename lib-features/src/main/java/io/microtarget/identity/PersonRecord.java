package io.microtarget.identity;

import java.util.Arrays;
import java.util.Map;

/**
 * What one record says of a person, field by field in one spelling; an empty text where it says
 * nothing. Clear values: lives only where the vault is open.
 */
final class PersonRecord {
  /** What a level of two names speaks for the alignment of their records; other: against. */
  private static final int EXACT = 3;

  private final String[] values = new String[Field.values().length];

  private PersonRecord() {
    Arrays.fill(values, "");
  }

  /** A record of raw values, as its source has them. */
  static PersonRecord of(Map<Field, String> raw) {
    var made = new PersonRecord();
    raw.forEach((field, value) -> made.values[field.ordinal()] = Spelling.of(field, value));
    return made;
  }

  /** A record of values that are in their one spelling already; empty ones are unknown. */
  static PersonRecord spelled(Map<Field, String> values) {
    var made = new PersonRecord();
    values.forEach((field, value) -> made.values[field.ordinal()] = value);
    return made;
  }

  /** A record of values that are in their one spelling already, in the order of the fields. */
  static PersonRecord ofSpelled(scala.collection.Seq<String> values) {
    var made = new PersonRecord();
    for (int i = 0; i < made.values.length; i++) {
      made.values[i] = values.apply(i);
    }
    return made;
  }

  /** A record of values that are in their one spelling already, in the order of the fields. */
  static PersonRecord ofSpelled(String[] values) {
    var made = new PersonRecord();
    System.arraycopy(values, 0, made.values, 0, made.values.length);
    return made;
  }

  /** The value in its one spelling; empty if the record does not know it. */
  String value(Field field) {
    return values[field.ordinal()];
  }

  boolean knows(Field field) {
    return !values[field.ordinal()].isEmpty();
  }

  /**
   * The {@link Pattern} of two records. First and last names are compared crosswise if that agrees
   * better: people swap them in forms, and some languages write the last name first.
   */
  long compare(PersonRecord other) {
    long pattern = names(other);
    for (var field : Field.values()) {
      if (field != Field.FIRST_NAME && field != Field.LAST_NAME) {
        pattern = with(pattern, field, level(field, other, field));
      }
    }
    return pattern;
  }

  private long names(PersonRecord other) {
    int first = level(Field.FIRST_NAME, other, Field.FIRST_NAME);
    int last = level(Field.LAST_NAME, other, Field.LAST_NAME);
    int straight = speaks(first) + speaks(last);
    if (straight < 2 * EXACT) {
      int firstAsLast = level(Field.FIRST_NAME, other, Field.LAST_NAME);
      int lastAsFirst = level(Field.LAST_NAME, other, Field.FIRST_NAME);
      if (speaks(firstAsLast) + speaks(lastAsFirst) > straight) {
        return Pattern.swapped(names(firstAsLast, lastAsFirst));
      }
    }
    return names(first, last);
  }

  private static long names(int first, int last) {
    return with(with(Pattern.EMPTY, Field.FIRST_NAME, first), Field.LAST_NAME, last);
  }

  private static long with(long pattern, Field field, int level) {
    return level == Pattern.UNKNOWN ? pattern : Pattern.with(pattern, field, level);
  }

  private static int speaks(int level) {
    return level == Pattern.UNKNOWN ? 0 : EXACT - level;
  }

  private int level(Field field, PersonRecord other, Field otherField) {
    var one = value(field);
    var two = other.value(otherField);
    return one.isEmpty() || two.isEmpty() ? Pattern.UNKNOWN : Comparison.of(field).level(one, two);
  }
}
