package io.microtarget.identity;

import io.microtarget.vault.Junk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names of persons in one spelling: without titles, generations, accents, blanks and hyphens.
 * {@code Dr. Anna Müller-Lüdenscheidt} has the last name {@code muellerluedenscheidt}. Particles
 * belong to the last name ({@code vonderleyen}); German ranks before them do not, though since 1919
 * the law says so: people leave {@code Freiherr} out of forms.
 */
final class PersonName {
  private static final Pattern BLANKS = Pattern.compile("[\\s,;]+");

  /** Between words of one token, where the blank was saved: {@code Dr.med.Berg}. */
  private static final Pattern WITHIN = Pattern.compile("(?<=\\.)|[/()]");

  private static final Set<String> TITLES =
      words(
          "dr drs prof professor mr mrs ms miss mx sir herr herrn frau hr hrn frl fraeulein fam"
              + " familie dipl dipling diplinform diplkfm diplkff diplphys diplbetrw ing jr sr med"
              + " monsieur madame mme mlle signor signora senor senora");

  /** Titles only with a dot: without it they are names. */
  private static final Set<String> ABBREVIATED = words("mag hon rev fr bacc lic kfm kffr");

  /** Of which faculty, or for honour: only after a title. */
  private static final Set<String> OF_TITLE =
      words("rer nat phil jur pol oec publ habil vet theol univ sc h c hc mult e eh iur dent");

  /** After the name, with dots or without. */
  private static final Set<String> SUFFIXES =
      words("jr jun junior sr sen senior ii iii iv esq phd md mba llm bsc msc beng meng dds cpa");

  private static final Set<String> RANKS =
      words(
          "graf graefin grafin frhr freiherr freifrau freiin baron baronin baroness fuerst fuerstin"
              + " prinz prinzessin herzog herzogin ritter edler edle reichsgraf reichsfreiherr");

  private static final Set<String> PARTICLES =
      words(
          "von vom zu zum zur und van ter ten der den dem des de del della dello dei di da dos das"
              + " du la las los le af av auf am bin ibn al el op in aan t");

  /** With these alone no first name begins. */
  private static final Set<String> NEVER_FIRST = words("von vom zu zum zur");

  private static final Set<String> BEFORE_NAME =
      words(
          "von vom vonder vonden vondem vonundzu zu zum zur van vander vanden vande vant de dela"
              + " delos delas del della di da dos du la le af av al el ter ten opden opde");

  private static final int LEAST_WITHOUT_PARTICLE = 4;

  /** What follows is the name before the marriage. */
  private static final Set<String> BORN = words("geb geborene geborener nee");

  private static final Map<String, int[]> FORMS = forms();

  /** First and last name of a person; either may be empty. */
  record Parts(String first, String last) {}

  private PersonName() {}

  /** Letters only; empty where nothing but titles is left. */
  static String of(String raw) {
    return String.join("", wordsOf(raw));
  }

  /**
   * Splits a name in one column: {@code Last, First} at the comma, else before the last word, which
   * is the last name with the particles before it.
   */
  static Parts parts(String fullName) {
    var name = Spelling.cut(fullName);
    if (Junk.NAME.has(name)) {
      return new Parts("", "");
    }
    int comma = name.indexOf(',');
    if (comma >= 0) {
      var last = wordsOf(name.substring(0, comma));
      var first = wordsOf(name.substring(comma + 1));
      if (!SUFFIXES.containsAll(first)) {
        int particles = firstOfLast(first, first.size());
        var moved = first.subList(particles, first.size());
        return new Parts(
            String.join("", first.subList(0, particles)),
            String.join("", moved) + String.join("", last));
      }
    }
    var words = wordsOf(comma < 0 ? name : name.substring(0, comma));
    int from = firstOfLast(words, Math.max(0, words.size() - 1));
    return new Parts(
        String.join("", words.subList(0, from)),
        String.join("", words.subList(from, words.size())));
  }

  /** Whether one is a short form of the other, or both are of the same name. */
  static boolean areForms(String one, String other) {
    var names = FORMS.get(one);
    var others = FORMS.get(other);
    if (names == null || others == null) {
      return false;
    }
    return Arrays.stream(names).anyMatch(n -> Arrays.stream(others).anyMatch(o -> n == o));
  }

  /**
   * Whether they differ by a particle only, which many leave out: {@code vonberg}, {@code berg}.
   */
  static boolean areSameButParticle(String one, String other) {
    boolean isOneLonger = one.length() > other.length();
    var longer = isOneLonger ? one : other;
    var shorter = isOneLonger ? other : one;
    return shorter.length() >= LEAST_WITHOUT_PARTICLE
        && longer.endsWith(shorter)
        && BEFORE_NAME.contains(longer.substring(0, longer.length() - shorter.length()));
  }

  /** Where the particles begin that end before a word; the first word is none of them. */
  private static int firstOfLast(List<String> words, int last) {
    int from = last;
    while (from > 0
        && PARTICLES.contains(words.get(from - 1))
        && (from > 1 || NEVER_FIRST.contains(words.get(0)))) {
      from--;
    }
    return from;
  }

  /** The words of a name that are no titles, letters only. */
  private static List<String> wordsOf(String raw) {
    var plain = Latin.of(raw);
    if (isOneWord(plain)) {
      boolean isTitle = TITLES.contains(plain) && !SUFFIXES.contains(plain);
      return isTitle ? List.of() : List.of(plain);
    }
    var words = new ArrayList<String>();
    boolean isAfterTitle = false;
    for (var token : BLANKS.split(withoutAsides(plain))) {
      if (SUFFIXES.contains(letters(token)) && !words.isEmpty()) {
        continue;
      }
      for (var piece : WITHIN.split(token)) {
        var word = letters(piece);
        if (BORN.contains(word) && !words.isEmpty() && !isLast(token, plain)) {
          return withoutRanks(words);
        }
        boolean isDotted = piece.endsWith(".");
        isAfterTitle =
            TITLES.contains(word)
                || isDotted && ABBREVIATED.contains(word)
                || isAfterTitle && OF_TITLE.contains(word)
                || isAfterTitle && word.isEmpty();
        if (!isAfterTitle && !word.isEmpty()) {
          words.add(word);
        }
      }
    }
    return withoutRanks(words);
  }

  private static boolean isLast(String token, String text) {
    return text.endsWith(token);
  }

  /** A count is one only before {@code von}; Mr Graf is not. */
  private static List<String> withoutRanks(List<String> words) {
    for (int i = words.size() - 2; i >= 0; i--) {
      if (RANKS.contains(words.get(i)) && PARTICLES.contains(words.get(i + 1))) {
        words.remove(i);
      }
    }
    return words;
  }

  private static boolean isOneWord(String plain) {
    for (int i = 0; i < plain.length(); i++) {
      if (plain.charAt(i) < 'a' || plain.charAt(i) > 'z') {
        return false;
      }
    }
    return !plain.isEmpty();
  }

  /** Nicknames and maiden names in brackets say more than one name. */
  private static String withoutAsides(String plain) {
    int open = plain.indexOf('(');
    int close = plain.indexOf(')', open + 1);
    return open > 0 && close > 0 ? plain.substring(0, open) + plain.substring(close + 1) : plain;
  }

  private static String letters(String text) {
    var letters = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'a' && c <= 'z') {
        letters.append(c);
      }
    }
    return letters.toString();
  }

  private static Set<String> words(String text) {
    return Set.of(text.split(" "));
  }

  /** A form to the numbers of the lines in which it stands. */
  private static Map<String, int[]> forms() {
    var lines = lines();
    var found = new HashMap<String, Set<Integer>>();
    for (int i = 0; i < lines.size(); i++) {
      for (var form : BLANKS.split(lines.get(i))) {
        found.computeIfAbsent(form, f -> new HashSet<>()).add(i);
      }
    }
    var forms = new HashMap<String, int[]>();
    found.forEach((form, of) -> forms.put(form, of.stream().mapToInt(n -> n).sorted().toArray()));
    return Map.copyOf(forms);
  }

  private static List<String> lines() {
    try (InputStream in = PersonName.class.getResourceAsStream("nicknames.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
