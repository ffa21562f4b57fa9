package io.microtarget.identity;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Names of persons in one spelling: without titles, accents, blanks and hyphens. {@code Dr. Anna
 * Müller-Lüdenscheidt} has the last name {@code muellerluedenscheidt}.
 */
final class PersonName {
  private static final Pattern NO_LETTER = Pattern.compile("[^a-z]+");
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Set<String> TITLES =
      Set.of("dr", "prof", "mr", "mrs", "ms", "herr", "frau", "dipl", "ing", "jr", "sr", "med");

  /** A line per name: what is written in full, then its short forms. */
  private static final String SHORT_FORMS =
      """
      alexander alex
      anthony tony
      benjamin ben
      charles charlie
      christopher chris
      daniel dan
      edward ed eddie
      elizabeth liz beth eliza
      friedrich fritz
      heinrich heinz
      jacob jake
      james jim jimmy
      johann hans
      joseph joe
      joshua josh
      katherine kate katie
      margaret maggie peggy
      matthew matt
      michael mike
      nicholas nick
      rebecca becky
      richard rick dick
      robert rob bob bobby
      samuel sam
      susan sue
      thomas tom tommy
      victoria vicky
      william will bill billy
      """;

  private static final Map<String, String> FULL_FORM = fullForms();

  /** First and last name of a person; either may be empty. */
  record Parts(String first, String last) {}

  private PersonName() {}

  /** Letters only; empty where nothing but titles is left. */
  static String of(String raw) {
    var spelled = new StringBuilder();
    for (var word : NO_LETTER.split(Spelling.ascii(raw).replace("'", ""))) {
      if (!TITLES.contains(word)) {
        spelled.append(word);
      }
    }
    return spelled.toString();
  }

  /**
   * Splits a name in one column: {@code Last, First} at the comma, else before the last word, which
   * is the last name.
   */
  static Parts parts(String fullName) {
    int comma = fullName.indexOf(',');
    if (comma >= 0) {
      return new Parts(of(fullName.substring(comma + 1)), of(fullName.substring(0, comma)));
    }
    var words = BLANKS.split(fullName.strip());
    int last = words.length - 1;
    var first = String.join(" ", Arrays.copyOf(words, last));
    return new Parts(of(first), of(words[last]));
  }

  /** Whether one is a short form of the other, or both are of the same name. */
  static boolean areForms(String one, String other) {
    var full = FULL_FORM.get(one);
    return full != null && full.equals(FULL_FORM.get(other));
  }

  private static Map<String, String> fullForms() {
    var full = new TreeMap<String, String>();
    SHORT_FORMS
        .lines()
        .map(BLANKS::split)
        .forEach(line -> Arrays.stream(line).forEach(form -> full.put(form, line[0])));
    return Map.copyOf(full);
  }
}
