package io.microtarget.identity;

import java.util.Map;
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

  /** The address of raw values by {@link Field#key}; empty if it is unknown. */
  static String of(Map<String, String> raw) {
    var street = of(raw, Field.STREET);
    var number = of(raw, Field.HOUSE_NUMBER);
    if (Spelling.of(Field.HOUSE_NUMBER, number).isEmpty()) {
      var last = NUMBER_LAST.matcher(street);
      var first = NUMBER_FIRST.matcher(street);
      if (last.matches()) {
        number = last.group(2);
        street = last.group(1);
      } else if (first.matches()) {
        number = first.group(1);
        street = first.group(2);
      }
    }
    var parts =
        new String[] {
          Spelling.of(Field.POSTAL_CODE, of(raw, Field.POSTAL_CODE)),
          Spelling.of(Field.STREET, street),
          Spelling.of(Field.HOUSE_NUMBER, number)
        };
    for (var part : parts) {
      if (part.isEmpty()) {
        return "";
      }
    }
    return String.join("|", parts);
  }

  private static String of(Map<String, String> raw, Field field) {
    var value = raw.get(field.key());
    if (value == null) {
      return "";
    }
    var stripped = value.length() > Spelling.LONGEST ? value.substring(0, Spelling.LONGEST) : value;
    return stripped.strip();
  }
}
