package io.microtarget.identity;

import io.microtarget.vault.Email;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How two values of one field are compared: levels from "the same" (0) to "other" (the last). The
 * first that holds counts. Which weight a level has is estimated, not written here.
 *
 * <p>Comparison levels after Winkler (1990) and the structure of Splink; the limits were chosen
 * once on made-up data and are the same for everyone.
 *
 * @param between the levels between "the same" and "other"
 */
record Comparison(Field field, List<Level> between) {
  /** A pattern of a pair keeps four bits for a field, one value of which means "unknown". */
  static final int MOST_LEVELS = 14;

  /** Agreement of two values that are spelled alike. */
  static final int SAME = 0;

  private static final Level ONE_EDIT = new Level("one edit", v -> v.isWithin(1));

  /** Names with fewer letters in common are not asked for their sound, which is slow. */
  private static final double LEAST_TO_LISTEN = 0.6;

  private static final List<Level> NAME =
      List.of(
          new Level(
              "nearly the same or a short form",
              v ->
                  v.isWithin(1) && v.shorter() >= 3
                      || v.isAlike(0.92)
                      || PersonName.areForms(v.one, v.other)
                      || PersonName.areSameButParticle(v.one, v.other)),
          new Level(
              "much alike",
              v ->
                  v.isWithin(2) && v.shorter() >= 5
                      || v.isAlike(0.84)
                      || v.shorter() >= 3 && v.areAnagrams()),
          new Level(
              "alike or an initial",
              v ->
                  v.isAlike(0.75)
                      || v.isWithin(3) && v.shorter() >= 6
                      || v.shorter() >= 3
                          && v.isAlike(LEAST_TO_LISTEN)
                          && Sound.areAlike(v.one, v.other)
                      || v.shorter() == 1 && v.one.charAt(0) == v.other.charAt(0)));

  private static final List<Level> WORDS =
      List.of(
          new Level("nearly the same", v -> v.isWithin(1) && v.shorter() >= 4 || v.isAlike(0.95)),
          new Level("much alike", v -> v.isWithin(2) && v.shorter() >= 6 || v.isAlike(0.88)),
          new Level("alike", v -> v.isAlike(0.78) || v.isWithin(4) && v.shorter() >= 8));

  private static final List<Level> NUMBER =
      List.of(ONE_EDIT, new Level("two edits", v -> v.isWithin(2) && v.shorter() >= 6));

  /** Two numbers with check digits that fit are two cards, however little they differ. */
  private static final List<Level> CARD =
      List.of(
          new Level("one edit", v -> v.isWithin(1) && !areTwoCards(v)),
          new Level("two edits", v -> v.isWithin(2) && v.shorter() >= 6 && !areTwoCards(v)));

  /**
   * Namesakes have addresses that look alike, since these are made of their names. So letters alone
   * do not count: digits agree too, or it is one slip of the finger.
   */
  private static final List<Level> ADDRESS_OF_MAIL =
      List.of(
          new Level("the same mailbox", Comparison::areOneMailbox),
          new Level(
              "one edit, or three with the same digits",
              v ->
                  v.isWithin(1)
                      || v.isWithin(3) && digits(mailbox(v.one)).equals(digits(mailbox(v.other)))),
          new Level("same mailbox elsewhere", v -> mailbox(v.one).equals(mailbox(v.other))));

  private static final List<Level> DATE =
      List.of(
          new Level(
              "one edit, or day and month swapped", v -> v.isWithin(1) || isDayMonthSwapped(v)),
          new Level("two of day, month, year", v -> equalParts(v) == 2),
          new Level(
              "two edits, or one part and a near year",
              v -> v.isWithin(2) || equalParts(v) == 1 && isNearYear(yearsApart(v))),
          new Level("at most a year apart", v -> yearsApart(v) <= 1));

  private static final List<Level> POSTAL_CODE =
      List.of(
          ONE_EDIT,
          new Level("same region", v -> v.shorter() >= 2 && v.one.regionMatches(0, v.other, 0, 2)));

  private static final List<Level> HOUSE =
      List.of(
          new Level(
              "one edit, or another letter",
              v -> v.isWithin(1) && v.shorter() > 1 || digits(v.one).equals(digits(v.other))));

  private static final List<Level> DISTANCE =
      List.of(
          new Level("at most 50 m", v -> Position.metres(v.one, v.other) <= 50),
          new Level("at most 500 m", v -> Position.metres(v.one, v.other) <= 500),
          new Level("at most 5 km", v -> Position.metres(v.one, v.other) <= 5_000));

  private static final Set<String> GOOGLE = Set.of("gmail.com", "googlemail.com");

  private static final Map<Field, Comparison> ALL = all();

  Comparison {
    between = List.copyOf(between);
    if (between.size() + 2 > MOST_LEVELS) {
      throw new IllegalArgumentException(
          "%s has %d levels, more than %d".formatted(field.key(), between.size() + 2, MOST_LEVELS));
    }
  }

  /** The comparison of a field, the same for every business. */
  static Comparison of(Field field) {
    return ALL.get(field);
  }

  /** How many levels there are, with "the same" and "other". */
  int size() {
    return between.size() + 2;
  }

  /** The level of two known values: 0 (the same) to {@code size() - 1} (other). */
  int level(String one, String other) {
    if (one.equals(other)) {
      return SAME;
    }
    var likeness = new Likeness(one, other);
    for (int i = 0; i < between.size(); i++) {
      if (between.get(i).holds().test(likeness)) {
        return i + 1;
      }
    }
    return size() - 1;
  }

  /** What a level is called in a report. */
  String label(int level) {
    if (level == SAME) {
      return "the same";
    }
    return level == size() - 1 ? "other" : between.get(level - 1).label();
  }

  private static Map<Field, Comparison> all() {
    var all = new EnumMap<Field, Comparison>(Field.class);
    for (var field : Field.values()) {
      all.put(field, new Comparison(field, levels(field)));
    }
    return all;
  }

  private static List<Level> levels(Field field) {
    return switch (field) {
      case FIRST_NAME, LAST_NAME -> NAME;
      case BIRTH_DATE -> DATE;
      case EMAIL -> ADDRESS_OF_MAIL;
      case PHONE, NATIONAL_ID -> NUMBER;
      case CARD -> CARD;
      case STREET, ADDRESS_EXTRA, CITY -> WORDS;
      case HOUSE_NUMBER -> HOUSE;
      case POSTAL_CODE -> POSTAL_CODE;
      case STATE -> List.of();
      case POSITION -> DISTANCE;
    };
  }

  private static boolean areTwoCards(Likeness cards) {
    return cards.edits() == 1
        && cards.one.length() == cards.other.length()
        && CheckDigit.fits(cards.one)
        && CheckDigit.fits(cards.other);
  }

  /** By what mail servers do: a tag after a plus is no other mailbox, nor at Google are dots. */
  private static boolean areOneMailbox(Likeness mails) {
    var domain = domain(mails.one);
    return domain.equals(domain(mails.other))
        && undotted(Email.mailbox(mails.one), domain)
            .equals(undotted(Email.mailbox(mails.other), domain));
  }

  private static String undotted(String mailbox, String domain) {
    return GOOGLE.contains(domain) ? mailbox.replace(".", "") : mailbox;
  }

  private static String domain(String address) {
    var domain = address.substring(address.lastIndexOf('@') + 1);
    return GOOGLE.contains(domain) ? "gmail.com" : domain;
  }

  private static String mailbox(String address) {
    return address.substring(0, address.indexOf('@'));
  }

  private static String digits(String value) {
    var digits = new StringBuilder();
    value.chars().filter(c -> c >= '0' && c <= '9').forEach(c -> digits.append((char) c));
    return digits.toString();
  }

  private static boolean isDayMonthSwapped(Likeness dates) {
    return isSame(dates, 0, 4)
        && dates.one.regionMatches(4, dates.other, 6, 2)
        && dates.one.regionMatches(6, dates.other, 4, 2);
  }

  private static int equalParts(Likeness dates) {
    return (isSame(dates, 0, 4) ? 1 : 0)
        + (isSame(dates, 4, 6) ? 1 : 0)
        + (isSame(dates, 6, 8) ? 1 : 0);
  }

  private static boolean isSame(Likeness dates, int from, int to) {
    return dates.one.regionMatches(from, dates.other, from, to - from);
  }

  private static int yearsApart(Likeness dates) {
    return Math.abs(year(dates.one) - year(dates.other));
  }

  /** The same year, its neighbour, or another decade by one digit. */
  private static boolean isNearYear(int years) {
    return years <= 1 || years == 10;
  }

  private static int year(String date) {
    return Integer.parseInt(date, 0, 4, 10);
  }
}
