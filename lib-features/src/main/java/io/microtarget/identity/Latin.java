package io.microtarget.identity;

import com.ibm.icu.text.Transliterator;
import java.text.Normalizer;
import java.util.Locale;

/**
 * Any writing in lower-case letters a to z: German vowels as people type them without an umlaut key
 * (ä as ae, ß as ss), other accents off, other scripts as passports write them (Russian by
 * BGN/PCGN, Greek by UNGEGN, the rest by ICU's {@code Any-Latin}).
 *
 * <p>Limits: Han is read as Chinese, also where it is Japanese; Arabic and Hebrew have no vowels.
 * ICU comes with Spark. Plain ASCII, nearly all of it, costs a look at each character.
 */
final class Latin {
  private static final int ASCII = 128;

  private Latin() {}

  /** Letters in a to z; characters that are no letters stay as they are. */
  static String of(String value) {
    if (isAscii(value)) {
      return value.toLowerCase(Locale.ROOT);
    }
    var composed = Normalizer.normalize(value, Normalizer.Form.NFKC);
    var lower = withoutUmlauts(composed.toLowerCase(Locale.ROOT));
    var plain = withoutAccents(lower);
    return hasForeignLetter(plain) ? withoutAccents(foreign(lower)) : plain;
  }

  private static boolean isAscii(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) >= ASCII) {
        return false;
      }
    }
    return true;
  }

  private static String withoutUmlauts(String lower) {
    var spelled = new StringBuilder(lower.length() + 8);
    for (int i = 0; i < lower.length(); i++) {
      switch (lower.charAt(i)) {
        case 'ä', 'æ' -> spelled.append("ae");
        case 'ö', 'ø', 'œ' -> spelled.append("oe");
        case 'ü' -> spelled.append("ue");
        case 'ß' -> spelled.append("ss");
        case 'ł' -> spelled.append('l');
        default -> spelled.append(lower.charAt(i));
      }
    }
    return spelled.toString();
  }

  private static String withoutAccents(String value) {
    var decomposed = Normalizer.normalize(value, Normalizer.Form.NFKD);
    var plain = new StringBuilder(decomposed.length());
    for (int i = 0; i < decomposed.length(); i++) {
      char c = decomposed.charAt(i);
      if (c < ASCII || !isMark(c)) {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  private static boolean isMark(char c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }

  private static boolean hasForeignLetter(String value) {
    return value.codePoints().anyMatch(c -> c >= ASCII && Character.isLetter(c));
  }

  private static String foreign(String value) {
    return Foreign.TO_LATIN.transliterate(value).toLowerCase(Locale.ROOT);
  }

  /** Rules of all scripts, read when the first value needs them. */
  private static final class Foreign {
    static final Transliterator TO_LATIN =
        Transliterator.getInstance("Russian-Latin/BGN; Greek-Latin/UNGEGN; Any-Latin; Latin-ASCII");
  }
}
