package io.microtarget.identity;

import io.microtarget.vault.Email;
import io.microtarget.vault.Junk;
import io.microtarget.vault.Phone;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One spelling of each value, so that equal things compare as equal: lower case, letters a to z
 * ({@link Latin}), no punctuation. An empty text stands for "unknown".
 *
 * <p>Placeholders that are listed ({@link Junk}) or have too little content (a phone of one or two
 * different digits) are unknown; those that only their frequency betrays go by {@link
 * IdentitySettings#cap}. Values are cut after {@value #LONGEST} characters: nothing longer tells
 * who a person is, and comparing is quadratic.
 */
final class Spelling {
  static final int LONGEST = 100;

  private static final Pattern NO_LETTER_OR_DIGIT = Pattern.compile("[^a-z0-9]+");
  private static final Pattern STREET =
      Pattern.compile("stra(?:ss|ß)e\\b|(?<=[a-z]{4})street\\b|str\\.?(?=\\s|$)");
  private static final Pattern APOSTROPHE = Pattern.compile("(?<=[a-z])['’`´](?=[a-z])");
  private static final Pattern WORD = Pattern.compile("[a-z]+");
  private static final Pattern SQUARE = Pattern.compile("(?<=[a-z]{3})pl\\.|^pl\\.(?=\\s)");
  private static final Pattern NUMBER_SIGN =
      Pattern.compile("^(?:hausnummer|hausnr|hnr|nr|no|number|#)[.:\\s]*(?=\\d)");
  private static final Pattern OF_SPREADSHEET = Pattern.compile("(?<=\\d)[.,]0$");
  private static final Pattern ROUNDED = Pattern.compile("\\d[.,]\\d+[eE]\\+?\\d+");
  private static final Pattern COUNTRY_OF_POSTAL_CODE =
      Pattern.compile(
          "(?i)(?:d|de|a|at|ch|cz|dk|f|fr|b|be|l|lu|i|it|pl|es|us)\\s*[-–\\s]\\s*(\\d[\\d\\s-]*)");
  private static final Pattern ZIP_PLUS_4 = Pattern.compile("(\\d{5})[-\\s]?\\d{4}");

  /**
   * Abbreviations in addresses, to the word in full: typing errors are then counted in a word of
   * its true length. Streets alone are shortened, as German glues them to the name.
   */
  private static final Map<String, String> LONG_WORDS =
      Map.ofEntries(
          Map.entry("street", "str"),
          Map.entry("st", "str"),
          Map.entry("ave", "avenue"),
          Map.entry("av", "avenue"),
          Map.entry("rd", "road"),
          Map.entry("blvd", "boulevard"),
          Map.entry("bvd", "boulevard"),
          Map.entry("dr", "drive"),
          Map.entry("ln", "lane"),
          Map.entry("ct", "court"),
          Map.entry("pl", "place"),
          Map.entry("sq", "square"),
          Map.entry("hwy", "highway"),
          Map.entry("pkwy", "parkway"),
          Map.entry("ter", "terrace"),
          Map.entry("tce", "terrace"),
          Map.entry("cres", "crescent"),
          Map.entry("cct", "circuit"),
          Map.entry("cir", "circle"),
          Map.entry("gr", "grove"),
          Map.entry("n", "north"),
          Map.entry("s", "south"),
          Map.entry("e", "east"),
          Map.entry("w", "west"),
          Map.entry("ne", "northeast"),
          Map.entry("nw", "northwest"),
          Map.entry("se", "southeast"),
          Map.entry("sw", "southwest"));

  private static final Set<String> SAINTS = Set.of("st", "saint", "sankt");

  private Spelling() {}

  /** The comparable spelling of a raw value; empty where it tells nothing. */
  static String of(Field field, String raw) {
    return of(field, raw, "");
  }

  /**
   * The comparable spelling of a raw value; empty where it tells nothing.
   *
   * @param country where phones without a prefix are at home, ISO 3166; empty: not known
   */
  static String of(Field field, String raw, String country) {
    var value = cut(raw);
    return switch (field) {
      case FIRST_NAME, LAST_NAME -> Junk.NAME.has(value) ? "" : PersonName.of(value);
      case BIRTH_DATE -> BirthDate.of(value, country);
      case EMAIL -> email(value);
      case PHONE -> Phone.of(value, country);
      case CARD, NATIONAL_ID -> number(value);
      case STREET -> known(value) ? street(Latin.of(value)) : "";
      case HOUSE_NUMBER -> known(value) ? text(house(Latin.of(value))) : "";
      case POSTAL_CODE -> known(value) ? withoutZeros(text(withoutCountry(value))) : "";
      case CITY -> known(value) ? text(city(Latin.of(value))) : "";
      case ADDRESS_EXTRA, STATE -> known(value) ? text(Latin.of(value)) : "";
      case POSITION -> Position.of(value);
    };
  }

  /** The beginning of a value, without half a character at its end and with blanks for controls. */
  static String cut(String raw) {
    int end = Math.min(raw.length(), LONGEST);
    if (end < raw.length() && Character.isHighSurrogate(raw.charAt(end - 1))) {
      end--;
    }
    for (int i = 0; i < end; i++) {
      if (Character.isISOControl(raw.charAt(i))) {
        return withoutControls(raw, end);
      }
    }
    return raw.substring(0, end);
  }

  private static String withoutControls(String raw, int end) {
    var plain = raw.substring(0, end).toCharArray();
    for (int i = 0; i < plain.length; i++) {
      plain[i] = Character.isISOControl(plain[i]) ? ' ' : plain[i];
    }
    return new String(plain);
  }

  private static boolean known(String value) {
    return !Junk.TEXT.has(value);
  }

  private static String text(String latin) {
    return NO_LETTER_OR_DIGIT.matcher(latin).replaceAll("");
  }

  private static String email(String value) {
    var spelled = Email.of(value);
    return spelled.indexOf('@') > 0 ? spelled : "";
  }

  private static String number(String value) {
    if (Junk.NUMBER.has(value) || ROUNDED.matcher(value.strip()).matches()) {
      return "";
    }
    var spelled = withoutZeros(text(Latin.of(withoutDecimals(value))));
    boolean isPlaceholder =
        spelled.length() > 1 && spelled.chars().distinct().count() == 1 || Junk.NUMBER.has(spelled);
    return isPlaceholder ? "" : spelled;
  }

  private static String street(String latin) {
    var joined = APOSTROPHE.matcher(latin).replaceAll("");
    var shortened = STREET.matcher(joined).replaceAll("str");
    shortened = SQUARE.matcher(shortened).replaceAll("platz");
    var spelled = new StringBuilder();
    var words = WORD.matcher(shortened);
    while (words.find()) {
      var word = words.group();
      boolean isSaint = words.start() == 0 && SAINTS.contains(word);
      words.appendReplacement(spelled, isSaint ? "st" : LONG_WORDS.getOrDefault(word, word));
    }
    words.appendTail(spelled);
    return text(spelled.toString());
  }

  private static String house(String latin) {
    return NUMBER_SIGN.matcher(withoutDecimals(latin)).replaceFirst("");
  }

  private static String withoutCountry(String value) {
    var code = withoutDecimals(value);
    var prefixed = COUNTRY_OF_POSTAL_CODE.matcher(code);
    if (prefixed.matches()) {
      code = prefixed.group(1);
    }
    var zip = ZIP_PLUS_4.matcher(code);
    return Latin.of(zip.matches() ? zip.group(1) : code);
  }

  private static String city(String latin) {
    for (var saint : SAINTS) {
      if (latin.startsWith(saint) && latin.length() > saint.length()) {
        char next = latin.charAt(saint.length());
        if (next == ' ' || next == '.' || next == '-') {
          return "st" + latin.substring(saint.length());
        }
      }
    }
    return latin;
  }

  private static String withoutDecimals(String value) {
    return OF_SPREADSHEET.matcher(value.strip()).replaceFirst("");
  }

  private static String withoutZeros(String value) {
    int from = 0;
    while (from < value.length() && value.charAt(from) == '0') {
      from++;
    }
    return value.substring(from);
  }
}
