package io.microtarget.identity;

/**
 * Whether a number ends in a check digit that fits: Luhn (ISO/IEC 7812-1, cards of 13 to 19 digits)
 * or GS1 (EAN of 8 or 13 digits).
 *
 * <p>A number whose digit does not fit is a number all the same: cards of customers often have
 * none, and one in ten fits by chance. But of two numbers that both fit, neither is a slip of the
 * other: one wrong digit never fits.
 */
final class CheckDigit {
  private CheckDigit() {}

  static boolean fits(String number) {
    int length = number.length();
    for (int i = 0; i < length; i++) {
      if (number.charAt(i) < '0' || number.charAt(i) > '9') {
        return false;
      }
    }
    boolean isEan = (length == 8 || length == 13) && gs1(number) % 10 == 0;
    return isEan || length >= 13 && length <= 19 && luhn(number) % 10 == 0;
  }

  private static int luhn(String number) {
    int sum = 0;
    for (int i = number.length() - 1, place = 0; i >= 0; i--, place++) {
      int digit = number.charAt(i) - '0';
      int doubled = place % 2 == 1 ? 2 * digit : digit;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum;
  }

  private static int gs1(String number) {
    int sum = 0;
    for (int i = number.length() - 1, place = 0; i >= 0; i--, place++) {
      sum += (number.charAt(i) - '0') * (place % 2 == 1 ? 3 : 1);
    }
    return sum;
  }
}
