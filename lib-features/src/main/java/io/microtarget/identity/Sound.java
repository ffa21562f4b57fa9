package io.microtarget.identity;

import java.util.Set;
import org.apache.commons.codec.language.ColognePhonetic;
import org.apache.commons.codec.language.DoubleMetaphone;
import org.apache.commons.codec.language.Soundex;

/**
 * How a name sounds, so that Meyer and Maier have one code. Names are in their one spelling.
 *
 * <p>Soundex: Russell, US patent 1,261,167 (1918). Cologne phonetics: Postel, Die Kölner Phonetik,
 * IBM-Nachrichten 19 (1969). Double Metaphone: Philips, C/C++ Users Journal 18 (2000). All as
 * Apache Commons Codec computes them.
 */
enum Sound {
  SOUNDEX,
  COLOGNE;

  private static final Set<String> GERMAN = Set.of("DE", "AT", "CH", "LI");
  private static final Soundex RUSSELL = new Soundex();
  private static final ColognePhonetic POSTEL = new ColognePhonetic();
  private static final DoubleMetaphone METAPHONE = new DoubleMetaphone();
  private static final int LEAST_CODE = 2;

  /** The one for names of a country: ISO 3166, empty where it is not known. */
  static Sound of(String country) {
    return GERMAN.contains(country) ? COLOGNE : SOUNDEX;
  }

  /** The code of a name, letters a to z. */
  String code(String name) {
    return this == COLOGNE ? POSTEL.colognePhonetic(name) : RUSSELL.soundex(name);
  }

  /**
   * Whether two names sound the same in German or in English; codes of one sound say too little.
   */
  static boolean areAlike(String one, String other) {
    return areOne(POSTEL.colognePhonetic(one), POSTEL.colognePhonetic(other))
        || areOne(METAPHONE.doubleMetaphone(one), METAPHONE.doubleMetaphone(other));
  }

  private static boolean areOne(String one, String other) {
    return one.length() >= LEAST_CODE && one.equals(other);
  }
}
