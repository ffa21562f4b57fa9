package io.microtarget.identity;

import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * One spelling of each value, so that equal things compare as equal: lower case, letters without
 * accents (ä as ae, ß as ss), no punctuation. An empty text stands for "unknown".
 *
 * <p>Placeholders with too little content (a phone of one or two different digits) are unknown;
 * those that only their frequency betrays go by {@link IdentitySettings#cap}. Values are cut after
 * {@value #LONGEST} characters: nothing longer tells who a person is, and comparing is quadratic.
 */
final class Spelling {
  static final int LONGEST = 100;

  private static final int SUBSCRIBER_DIGITS = 10;
  private static final int LEAST_DIGITS = 6;
  private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
  private static final Pattern NO_LETTER_OR_DIGIT = Pattern.compile("[^a-z0-9]+");
  private static final Pattern NO_DIGIT = Pattern.compile("[^0-9]+");
  private static final Pattern LEADING_ZEROS = Pattern.compile("^0+");
  private static final Pattern STREET =
      Pattern.compile("stra(?:ss|ß)e\\b|\\bstreet\\b|str\\.?(?=\\s|$)");

  private Spelling() {}

  /** The comparable spelling of a raw value; empty where it tells nothing. */
  static String of(Field field, String raw) {
    var value = raw.length() > LONGEST ? raw.substring(0, LONGEST) : raw;
    return switch (field) {
      case FIRST_NAME, LAST_NAME -> PersonName.of(value);
      case BIRTH_DATE -> BirthDate.of(value);
      case EMAIL -> email(value);
      case PHONE -> phone(value);
      case CARD, NATIONAL_ID, POSTAL_CODE -> LEADING_ZEROS.matcher(text(value)).replaceFirst("");
      case STREET -> text(STREET.matcher(ascii(value)).replaceAll("str"));
      case HOUSE_NUMBER, ADDRESS_EXTRA, CITY, STATE -> text(value);
    };
  }

  /** Lower case and without accents; German vowels as people type them without an umlaut key. */
  static String ascii(String value) {
    var lower = value.toLowerCase(java.util.Locale.ROOT);
    var spelled = new StringBuilder(lower.length() + 8);
    for (int i = 0; i < lower.length(); i++) {
      switch (lower.charAt(i)) {
        case 'ä', 'æ' -> spelled.append("ae");
        case 'ö', 'ø' -> spelled.append("oe");
        case 'ü' -> spelled.append("ue");
        case 'ß' -> spelled.append("ss");
        case 'ł' -> spelled.append('l');
        default -> spelled.append(lower.charAt(i));
      }
    }
    var plain = Normalizer.normalize(spelled, Normalizer.Form.NFKD);
    return ACCENTS.matcher(plain).replaceAll("");
  }

  private static String text(String value) {
    return NO_LETTER_OR_DIGIT.matcher(ascii(value)).replaceAll("");
  }

  private static String email(String value) {
    var spelled = value.strip().toLowerCase(java.util.Locale.ROOT);
    return spelled.indexOf('@') > 0 ? spelled : "";
  }

  /** As {@code vault.Identifiers} spells it: +49, 0049 and 0 agree, and so do their hashes. */
  private static String phone(String value) {
    var digits = NO_DIGIT.matcher(value).replaceAll("");
    var last = digits.substring(Math.max(0, digits.length() - SUBSCRIBER_DIGITS));
    var subscriber = LEADING_ZEROS.matcher(last).replaceFirst("");
    return subscriber.length() >= LEAST_DIGITS && subscriber.chars().distinct().count() > 2
        ? subscriber
        : "";
  }
}
