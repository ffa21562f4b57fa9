package io.microtarget.jobs.town;

import java.math.BigInteger;

/**
 * Numbers that tell things apart without telling when or beside whom they were made.
 *
 * <p>Numbers of 7 digits are {@code (a * x + b) mod p} for a prime p, names of 13 letters a
 * permutation of 64 bits: both one to one, so nothing is given twice.
 */
final class Numbers {
  /** The largest prime below ten million. */
  private static final long PRIME = 9_999_991;

  /** Numbers of phones that nobody has, and never will: see {@link #phone}. */
  private static final String[] NOBODYS_PHONES = {
    "3023125", "4066969", "6990009", "8999998", "2214710"
  };

  private static final long PHONES =
      BigInteger.valueOf(NOBODYS_PHONES.length * 1_000_000L - 1_000)
          .nextProbablePrime()
          .longValue();

  private final long seed;

  Numbers(long seed) {
    this.seed = seed;
  }

  /** Seven digits; different for different {@code x} below 9,999,991. */
  String seven(String purpose, long x) {
    return padded(spread(purpose, x, PRIME), 7);
  }

  /** Of a loyalty card: 13 digits, the last one a check digit as of an EAN. */
  String card(long x) {
    return withCheckDigit("77000" + seven("card", x));
  }

  /**
   * An article number of the range 20 to 29, which shops give inside their walls (GS1 General
   * Specifications, restricted circulation numbers).
   */
  String gtin(int product) {
    return withCheckDigit("27" + padded(1_000_000_000L + product * 7L, 10));
  }

  /**
   * Country and area code, subscriber's number. The Bundesnetzagentur keeps 1,000 numbers in each
   * of five areas for films and books, which are never given to anybody (Mitteilung 148/2021,
   * Amtsblatt 7/2021). Three more digits behind them make 5,000,000, as many as E.164 allows.
   */
  String phone(long x) {
    long number = spread("phone", x, PHONES);
    int area = (int) (number % NOBODYS_PHONES.length);
    return NOBODYS_PHONES[area] + padded(number / NOBODYS_PHONES.length, 6);
  }

  /** Thirteen letters and digits for a place in a list of a quarter. */
  String name(String purpose, int quarter, long place) {
    long of =
        Chance.mixed(((long) quarter << 34 | place) ^ Chance.mixed(seed + purpose.hashCode()));
    var text = Long.toUnsignedString(of, 36);
    return "0".repeat(13 - text.length()) + text;
  }

  private long spread(String purpose, long x, long prime) {
    long a = 1 + Math.floorMod(Chance.hash(seed, 1, purpose), prime - 1);
    long b = Math.floorMod(Chance.hash(seed, 2, purpose), prime);
    return (a * (x % prime) + b) % prime;
  }

  static String padded(long number, int digits) {
    var text = Long.toString(number);
    return text.length() >= digits ? text : "0".repeat(digits - text.length()) + text;
  }

  private static String withCheckDigit(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      sum += (digits.charAt(i) - '0') * (i % 2 == 0 ? 1 : 3);
    }
    return digits + (10 - sum % 10) % 10;
  }
}
