package io.microtarget.jobs.town;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/**
 * Names of people and streets from syllables, so that nobody real is meant. A few are common and
 * many are rare: the chance of a rank falls with its square root.
 */
final class Names {
  private static final String[] SYLLABLES =
      ("bra bel dor dun fal fen gro gul hol har jal kes kor lau lim mor mul nor nes pal pim quo ras rul sel sum"
              + " tal tor ul vor wes wil yor zan zel brü dör grö hüb käl lüt möl näs rüb süd tör wüs")
          .split(" ");
  private static final String[] FEMALE = {"ina", "ela", "ise", "une", "ara", "ette", "ia"};
  private static final String[] MALE = {"ub", "o", "ert", "is", "wig", "an", "ulf"};
  private static final String[] LAST = {
    "mann", "ker", "busch", "stedt", "ling", "horn", "bach", "ner", "sen", "ow", "groß", "hauer"
  };
  private static final String[] STREETS = {
    "weg", "straße", "gasse", "allee", "platz", "stieg", "ring"
  };
  private static final List<String> DOMAINS =
      List.of(
          "post.example", "brief.test", "mail.example", "example.org", "example.net", "netz.test");

  private final List<String> female;
  private final List<String> male;
  private final List<String> last;

  Names(long seed) {
    female = words(Chance.of(seed, 1, "names"), 140, 1, FEMALE);
    male = words(Chance.of(seed, 2, "names"), 140, 1, MALE);
    last = words(Chance.of(seed, 3, "names"), 4_000, 2, LAST);
  }

  String female(Chance chance) {
    return common(female, chance);
  }

  String male(Chance chance) {
    return common(male, chance);
  }

  String last(Chance chance) {
    return common(last, chance);
  }

  static String street(Chance chance) {
    return word(chance, 2) + STREETS[chance.below(STREETS.length)];
  }

  /** An address below a domain that nobody can own (RFC 2606, RFC 6761). */
  static String email(String first, String last, long number, Chance chance) {
    var name = ascii(chance.happens(0.7) ? first + "." + last : first.charAt(0) + last);
    var tail = chance.happens(0.8) ? Long.toString(number % 100_000) : "." + number;
    return name + tail + "@" + chance.one(DOMAINS);
  }

  /** Capitalised word of so many syllables. */
  static String word(Chance chance, int syllables) {
    var word = new StringBuilder();
    for (int i = 0; i < syllables; i++) {
      word.append(SYLLABLES[chance.below(SYLLABLES.length)]);
    }
    word.setCharAt(0, Character.toUpperCase(word.charAt(0)));
    return word.toString();
  }

  /** The text with one letter left out, doubled, or changed for the next. */
  static String mistyped(String text, Chance chance) {
    if (text.length() < 3) {
      return text;
    }
    int at = 1 + chance.below(text.length() - 2);
    var typed = new StringBuilder(text);
    switch (chance.below(3)) {
      case 0 -> typed.deleteCharAt(at);
      case 1 -> typed.insert(at, text.charAt(at));
      default -> {
        typed.setCharAt(at, text.charAt(at + 1));
        typed.setCharAt(at + 1, text.charAt(at));
      }
    }
    return typed.toString();
  }

  static String ascii(String text) {
    return text.toLowerCase(Locale.ROOT)
        .replace("ä", "ae")
        .replace("ö", "oe")
        .replace("ü", "ue")
        .replace("ß", "ss");
  }

  private static String common(List<String> words, Chance chance) {
    double share = chance.uniform();
    return words.get((int) (words.size() * share * share));
  }

  private static List<String> words(Chance chance, int count, int syllables, String[] endings) {
    var words = new LinkedHashSet<String>();
    while (words.size() < count) {
      words.add(word(chance, syllables) + endings[chance.below(endings.length)]);
    }
    return new ArrayList<>(words);
  }
}
