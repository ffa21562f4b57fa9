package io.microtarget.identity;

import java.util.regex.Pattern;

/**
 * One spelling of where somebody lives: postal code, street and house number.
 *
 * <p>Where a source has no house number of its own, it is the number that the street ends with, as
 * in German, or else begins with, as in English. Without one, or without a street or postal code,
 * the address is unknown: neighbours of a street are no household.
 */
final class Address {
  private static final Pattern NUMBER_LAST =
      Pattern.compile("(.*\\S)\\s+(\\d+\\s?\\p{L}?(?:\\s?[-/]\\s?\\d+\\s?\\p{L}?)?)");

  private static final Pattern NUMBER_FIRST = Pattern.compile("(\\d+\\p{L}?),?\\s+(\\S.*)");

  private Address() {}

  /** The address of raw values, of which any may be null; empty if it is unknown. */
  static String of(String rawStreet, String rawNumber, String rawCode) {
    var street = cut(rawStreet);
    var number = spelled(Field.HOUSE_NUMBER, rawNumber);
    if (number.isEmpty()) {
      var last = NUMBER_LAST.matcher(street);
      var first = NUMBER_FIRST.matcher(street);
      if (last.matches()) {
        number = Spelling.of(Field.HOUSE_NUMBER, last.group(2));
        street = last.group(1);
      } else if (first.matches()) {
        number = Spelling.of(Field.HOUSE_NUMBER, first.group(1));
        street = first.group(2);
      }
    }
    var code = spelled(Field.POSTAL_CODE, rawCode);
    if (number.isEmpty() || street.isEmpty() || code.isEmpty()) {
      return "";
    }
    var spelledStreet = Spelling.of(Field.STREET, street);
    return spelledStreet.isEmpty() ? "" : code + "|" + spelledStreet + "|" + number;
  }

  private static String spelled(Field field, String raw) {
    return raw == null ? "" : Spelling.of(field, raw);
  }

  private static String cut(String raw) {
    if (raw == null) {
      return "";
    }
    return (raw.length() > Spelling.LONGEST ? raw.substring(0, Spelling.LONGEST) : raw).strip();
  }
}
