package io.microtarget.vault;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;

/**
 * Phone numbers in one spelling, for the hashes of identifiers and for comparing alike.
 *
 * <p>Without a country: the last {@value #SUBSCRIBER_DIGITS} digits without leading zeros, so that
 * +49, 0049 and 0 agree. With one: ITU-T E.164 ({@code +4915123456789}, an extension after {@code
 * x}), as Google's libphonenumber reads the number in that country; where it is no valid number, as
 * without a country. The two never meet, as only one begins with a plus; by the coarser spelling
 * ({@link Identifiers#coarseSpelling}) they do.
 */
public final class Phone {
  private static final int SUBSCRIBER_DIGITS = 10;
  private static final int LEAST_DIGITS = 6;

  /** As long as the library reads. */
  private static final int LONGEST = 250;

  private Phone() {}

  /**
   * The one spelling; empty for placeholders: no six digits, at most two different ones, or listed
   * in {@link Junk#PHONE}.
   *
   * @param country ISO 3166, where numbers without a prefix are at home; empty: not known
   */
  public static String of(String raw, String country) {
    var digits = digits(raw);
    var last = digits.substring(Math.max(0, digits.length() - SUBSCRIBER_DIGITS));
    var subscriber = withoutZeros(last);
    if (isPlaceholder(subscriber) || Junk.PHONE.has(digits) || isRounded(raw)) {
      return "";
    }
    if (country.isEmpty() || raw.length() > LONGEST) {
      return subscriber;
    }
    var international = international(raw, country);
    return international.isEmpty() ? subscriber : international;
  }

  /** Whether phones of a country can be told: two letters of ISO 3166. */
  public static boolean isCountry(String country) {
    return PhoneNumberUtil.getInstance().getSupportedRegions().contains(country);
  }

  private static String international(String raw, String country) {
    var library = PhoneNumberUtil.getInstance();
    try {
      var number = library.parse(raw, country);
      if (!library.isValidNumber(number)) {
        return "";
      }
      var spelled = library.format(number, PhoneNumberFormat.E164);
      return number.hasExtension() ? spelled + "x" + number.getExtension() : spelled;
    } catch (NumberParseException noNumber) {
      return "";
    }
  }

  private static boolean isPlaceholder(String subscriber) {
    return subscriber.length() < LEAST_DIGITS
        || subscriber.chars().distinct().count() <= 2
        || Junk.PHONE.has(subscriber);
  }

  /** A spreadsheet wrote 4.91512E+11 and lost the rest. */
  private static boolean isRounded(String raw) {
    int e = Math.max(raw.lastIndexOf("E+"), raw.lastIndexOf("e+"));
    return e > 0 && Character.isDigit(raw.charAt(e - 1));
  }

  private static String digits(String raw) {
    var digits = new StringBuilder(Math.min(raw.length(), 20));
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c >= '0' && c <= '9') {
        digits.append(c);
      }
    }
    return digits.toString();
  }

  private static String withoutZeros(String digits) {
    int from = 0;
    while (from < digits.length() && digits.charAt(from) == '0') {
      from++;
    }
    return digits.substring(from);
  }
}
