package io.microtarget.identity;

/**
 * One spelling of where somebody lives: postal code, street and house number.
 *
 * <p>Where a source has no house number of its own, it is the one that {@link Address} finds in the
 * street. Without one, or without a street or postal code, the address is unknown: neighbours of a
 * street are no household.
 */
final class Dwelling {
  private Dwelling() {}

  /** The address of raw values, of which any may be null; empty if it is unknown. */
  static String of(String rawStreet, String rawNumber, String rawCode) {
    var street = cut(rawStreet);
    var number = spelled(Field.HOUSE_NUMBER, rawNumber);
    if (number.isEmpty()) {
      var parts = Address.parts(street);
      number = Spelling.of(Field.HOUSE_NUMBER, parts.houseNumber());
      street = parts.street();
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
