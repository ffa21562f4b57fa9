package io.microtarget.identity;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a value of a record tells about a person, whatever a source calls the column: the kinds of
 * evidence by which records are compared.
 */
public enum Field {
  FIRST_NAME,
  LAST_NAME,
  BIRTH_DATE,
  EMAIL,
  PHONE,
  CARD,
  NATIONAL_ID,
  STREET,
  HOUSE_NUMBER,
  ADDRESS_EXTRA,
  POSTAL_CODE,
  CITY,
  STATE,

  /** Latitude and longitude in degrees (WGS 84), apart by a comma. */
  POSITION;

  /**
   * What members of one household may have in common though they are different persons; how often
   * they do, e-mail addresses hardly ever or one couple in ten, is fitted.
   */
  static final Set<Field> OF_HOUSEHOLD =
      fixed(
          LAST_NAME,
          EMAIL,
          PHONE,
          STREET,
          HOUSE_NUMBER,
          ADDRESS_EXTRA,
          POSTAL_CODE,
          CITY,
          STATE,
          POSITION);

  /** Meant for one person each: a value of many records is a placeholder. */
  static final Set<Field> IDENTIFIERS = fixed(EMAIL, PHONE, CARD, NATIONAL_ID);

  /** One follows from another among strangers too: their chance agreement is counted together. */
  static final Set<Field> OF_PLACE = fixed(POSTAL_CODE, CITY, STATE, POSITION);

  /** Where agreement on a rare value says more than on a frequent one. */
  static final Set<Field> WEIGHED_BY_FREQUENCY =
      fixed(
          FIRST_NAME,
          LAST_NAME,
          BIRTH_DATE,
          STREET,
          HOUSE_NUMBER,
          ADDRESS_EXTRA,
          POSTAL_CODE,
          CITY);

  /** As settings and reports write it: {@code first-name}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Set<Field> fixed(Field first, Field... others) {
    return Collections.unmodifiableSet(EnumSet.of(first, others));
  }
}
