package io.microtarget.vault;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.ibm.icu.text.IDNA;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A second, coarser spelling, by which somebody who objected is found again however the address was
 * typed. It never makes one person of two records: it rather silences one too many.
 *
 * <p>E-mail: beyond {@link Email} without tags ({@code +news}), quotes and comments; full-width
 * letters as ASCII; umlauts and accents off, so that {@code müller}, {@code mueller} and {@code
 * muller} are one; at Google, where dots do not count and {@code googlemail.com} is {@code
 * gmail.com} (Google, "Getting messages sent to a dotted version of my address"), without dots.
 *
 * <p>Phone: the last ten digits of the national number, without country, trunk prefix and
 * extension, so that {@code +49 (0)30 …}, {@code 0049 30 …} and {@code 030 …} are one, whether or
 * not the country was known when a record was taken in. Equal numbers of two countries are one too.
 *
 * <p>Name and postal address in one text, for lists of people who want no letters: letters and
 * digits only, umlauts and accents off, {@code straße} as {@code str.}. Their order is that of the
 * settings; a middle name, a title or a nickname makes another one.
 */
final class Coarse {
  /** Types of identifiers that have a coarse spelling. */
  static final Set<String> TYPES = Set.of("email", "phone", Identifiers.POSTAL_ADDRESS);

  private static final IDNA IN_LETTERS = IDNA.getUTS46Instance(IDNA.DEFAULT);
  private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();
  private static final String UNKNOWN_REGION = "ZZ";
  private static final int LONGEST = 1000;
  private static final int SUBSCRIBER_DIGITS = 10;
  private static final int LEAST_DIGITS = 6;

  private static final Pattern COMMENT = Pattern.compile("\\([^()]*\\)");
  private static final Pattern QUOTES = Pattern.compile("[\"'`\u2018\u2019\u201c\u201d\\[\\]()]");
  private static final Pattern AT = Pattern.compile("\\s*[\\[({]\\s*(?:at|ät)\\s*[\\])}]\\s*");
  private static final Pattern DOT = Pattern.compile("\\s*[\\[({]\\s*(?:dot|punkt)\\s*[\\])}]\\s*");

  /** ä was written ae, or its dots were left out: both are a. */
  private static final Pattern VOWEL_AND_E = Pattern.compile("([aou])e+");

  /** As a word of its own or at the end of one, whole or shortened. */
  private static final Pattern STREET = Pattern.compile("str(?:asse|ase|\\.|(?![a-z]))");

  private static final Pattern NO_LETTER_OR_DIGIT = Pattern.compile("[^\\p{L}\\p{N}]");

  private static final Pattern TRUNK = Pattern.compile("\\(\\s*0\\s*\\)");
  private static final Pattern EXTENSION =
      Pattern.compile(
          "(?i)\\s*(?:;\\s*ext=|\\bext(?:ension|\\.)?|\\bx|#|\\bdurchwahl|\\bdw\\.?|\\bapp\\.)"
              + "\\s*:?\\s*\\d{1,7}\\s*$");
  private static final Pattern INTERNATIONAL = Pattern.compile("^[^\\d+]*(?:\\+|00)(?=\\D*[1-9])");

  private Coarse() {}

  /**
   * The coarse spelling; empty where there is none beside that of {@link Identifiers}.
   *
   * @param country ISO 3166, where phones without a prefix are at home; empty: not known
   */
  static String of(String type, String raw, String country) {
    if (raw.length() > LONGEST) {
      return "";
    }
    return switch (type) {
      case "email" -> email(plain(raw));
      case "phone" -> phone(plain(raw), country);
      case Identifiers.POSTAL_ADDRESS -> postal(plain(raw));
      default -> "";
    };
  }

  private static String email(String plain) {
    var typed = plain.toLowerCase(Locale.ROOT).replace("%40", "@");
    if (typed.indexOf('@') < 0) {
      typed = DOT.matcher(AT.matcher(typed).replaceAll("@")).replaceAll(".");
    }
    var address = Email.of(withoutQuotes(typed));
    int at = address.lastIndexOf('@');
    if (at < 0) {
      return "";
    }
    var domain = domain(address.substring(at + 1));
    var mailbox = Email.mailbox(address);
    // Before a and e are brought together, which a dot may stand between.
    var counting = domain.equals("gmail.com") ? mailbox.replace(".", "") : mailbox;
    return folded(counting) + "@" + domain;
  }

  /** Quotes, comments and brackets off the address itself; a name before it may hold anything. */
  private static String withoutQuotes(String typed) {
    int open = typed.lastIndexOf('<');
    int close = typed.indexOf('>', open + 1);
    var address = open >= 0 && close > open ? typed.substring(open + 1, close) : typed;
    return QUOTES.matcher(COMMENT.matcher(address).replaceAll("")).replaceAll("");
  }

  private static String postal(String plain) {
    var typed = STREET.matcher(folded(plain)).replaceAll("str");
    return NO_LETTER_OR_DIGIT.matcher(typed).replaceAll("");
  }

  private static String domain(String typed) {
    var letters = IN_LETTERS.nameToUnicode(typed, new StringBuilder(), new IDNA.Info()).toString();
    var domain = folded(letters);
    return domain.equals("googlemail.com") ? "gmail.com" : domain;
  }

  private static String phone(String plain, String country) {
    var typed = EXTENSION.matcher(TRUNK.matcher(plain).replaceAll(" ")).replaceAll("");
    var fine = Phone.of(typed, country);
    if (fine.isEmpty()) {
      return "";
    }
    var home = country.isEmpty() ? "+" : "+" + PHONES.getCountryCodeForRegion(country);
    var national =
        home.length() > 1 && fine.startsWith(home)
            ? last(fine.substring(home.length()).replaceFirst("x.*", ""))
            : national(fine.startsWith("+") ? fine : international(typed, country, fine));
    return national.length() < LEAST_DIGITS ? "" : national;
  }

  /** With a plus and the country where both can be told, else as it is. */
  private static String international(String typed, String country, String fine) {
    var prefix = INTERNATIONAL.matcher(typed);
    if (prefix.find()) {
      return "+" + digits(typed.substring(prefix.end()));
    }
    var digits = digits(typed);
    var code = country.isEmpty() ? "" : String.valueOf(PHONES.getCountryCodeForRegion(country));
    var isWithCode = !code.isEmpty() && digits.startsWith(code) && isValid("+" + digits);
    return isWithCode ? "+" + digits : fine;
  }

  private static String national(String number) {
    if (!number.startsWith("+")) {
      return number;
    }
    try {
      // As a number, so without the zeros that some countries keep before it.
      return last(String.valueOf(PHONES.parse(number, UNKNOWN_REGION).getNationalNumber()));
    } catch (NumberParseException noNumber) {
      return Phone.of(number, "");
    }
  }

  private static String last(String digits) {
    return digits
        .substring(Math.max(0, digits.length() - SUBSCRIBER_DIGITS))
        .replaceFirst("^0+", "");
  }

  private static boolean isValid(String number) {
    try {
      return PHONES.isValidNumber(PHONES.parse(number, UNKNOWN_REGION));
    } catch (NumberParseException noNumber) {
      return false;
    }
  }

  private static String digits(String text) {
    return text.replaceAll("[^0-9]", "");
  }

  /** Full-width and other forms of characters as the plain ones, without those of no width. */
  private static String plain(String raw) {
    var isPlain = raw.chars().allMatch(c -> c < 128);
    return isPlain
        ? raw.strip()
        : Normalizer.normalize(raw, Normalizer.Form.NFKC).replaceAll("\\p{Cf}", "").strip();
  }

  private static String folded(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    var isPlain = lower.chars().allMatch(c -> c < 128);
    return VOWEL_AND_E.matcher(isPlain ? lower : withoutAccents(lower)).replaceAll("$1");
  }

  private static String withoutAccents(String lower) {
    return Normalizer.normalize(lower, Normalizer.Form.NFKD)
        .replaceAll("\\p{M}", "")
        .replace("ß", "ss")
        .replace("æ", "ae")
        .replace("œ", "oe")
        .replace('ø', 'o')
        .replace('ł', 'l')
        .replace('đ', 'd')
        .replace('ı', 'i');
  }
}
