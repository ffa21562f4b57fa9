package io.microtarget.jobs.town;

/** Numbers as the files of the town write them. */
final class Cells {
  private Cells() {}

  /** {@code 1234,50} of 123450 cents. */
  static StringBuilder comma(StringBuilder text, long cents) {
    return money(text, cents, ',');
  }

  /** {@code 1234.50} of 123450 cents. */
  static StringBuilder point(StringBuilder text, long cents) {
    return money(text, cents, '.');
  }

  /** The number with so many digits behind the point. */
  static StringBuilder fixed(StringBuilder text, double value, int digits) {
    long scale = 1;
    for (int i = 0; i < digits; i++) {
      scale *= 10;
    }
    long number = Math.round(Math.abs(value) * scale);
    if (value < 0 && number > 0) {
      text.append('-');
    }
    text.append(number / scale);
    if (digits > 0) {
      text.append('.');
      var rest = Long.toString(number % scale);
      text.append("0".repeat(digits - rest.length())).append(rest);
    }
    return text;
  }

  static String fixed(double value, int digits) {
    return fixed(new StringBuilder(), value, digits).toString();
  }

  /** {@code 0,1234}; up to six digits where four do not do. */
  static String probability(double value) {
    var text = fixed(value, 6);
    var cut = text.endsWith("00") ? text.substring(0, text.length() - 2) : text;
    return cut.replace('.', ',');
  }

  private static StringBuilder money(StringBuilder text, long cents, char point) {
    if (cents < 0) {
      text.append('-');
    }
    long all = Math.abs(cents);
    text.append(all / 100).append(point);
    return text.append((char) ('0' + all / 10 % 10)).append((char) ('0' + all % 10));
  }
}
