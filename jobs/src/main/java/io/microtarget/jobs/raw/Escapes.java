package io.microtarget.jobs.raw;

import java.util.Optional;

/**
 * Escapes of JSON that stand for no character: half of a pair of surrogates alone (<a
 * href="https://www.rfc-editor.org/rfc/rfc8259#section-8.2">RFC 8259, 8.2</a>), which a parser
 * would turn into a question mark in silence, and the character 0, which no text has.
 */
final class Escapes {
  private Escapes() {}

  /**
   * A rule id if there is such an escape.
   *
   * @param json bytes in a charset that has ASCII in it
   */
  static Optional<String> fault(byte[] json) {
    int high = -1;
    for (int i = 0; i + 1 < json.length; i++) {
      if (json[i] != '\\') {
        continue;
      }
      if (json[i + 1] != 'u' || i + 5 >= json.length) {
        // What is escaped, such as a backslash, begins no escape.
        i++;
        continue;
      }
      int unit = unit(json, i + 2);
      if (unit == 0) {
        return Optional.of(Records.NUL);
      }
      var isPaired = high >= 0 && high == i - 6 && isLow(unit);
      if ((high >= 0 && !isPaired) || (high < 0 && isLow(unit))) {
        return Optional.of(Records.SURROGATE);
      }
      high = isHigh(unit) ? i : -1;
      i += 5;
    }
    return high >= 0 ? Optional.of(Records.SURROGATE) : Optional.empty();
  }

  private static boolean isHigh(int unit) {
    return unit >= Character.MIN_HIGH_SURROGATE && unit <= Character.MAX_HIGH_SURROGATE;
  }

  private static boolean isLow(int unit) {
    return unit >= Character.MIN_LOW_SURROGATE && unit <= Character.MAX_LOW_SURROGATE;
  }

  /** The code unit of four hexadecimal digits; -1 if they are none. */
  private static int unit(byte[] json, int at) {
    int unit = 0;
    for (int i = at; i < at + 4; i++) {
      int digit = Character.digit(json[i], 16);
      if (digit < 0) {
        return -1;
      }
      unit = 16 * unit + digit;
    }
    return unit;
  }
}
