package io.microtarget.feature;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What is about a topic: an entry of {@code features.topics}.
 *
 * @param terms words or groups of words in what is searched for or written; {@code *} stands for
 *     any further letters of a word, at its begin or end
 * @param pages addresses; {@code *} stands for anything. One that begins with {@code /} is a path
 *     on whatever site, any other begins with the name of the site
 */
public record Topic(List<String> terms, List<String> pages) {
  private static final int LONGEST = 100;
  private static final int MOST_STARS = 4;
  private static final Pattern TERM =
      Pattern.compile("\\*?[\\p{L}\\p{M}\\p{N}][^*]*\\*?", Pattern.UNICODE_CHARACTER_CLASS);

  public Topic {
    terms = List.copyOf(terms);
    pages = List.copyOf(pages);
    if (terms.isEmpty() && pages.isEmpty()) {
      throw new IllegalArgumentException("terms or pages must name at least one");
    }
    for (var term : terms) {
      check("terms", term);
      if (!TERM.matcher(term.strip()).matches()) {
        throw new IllegalArgumentException(
            "terms: `%s` must begin with a letter or a digit; * may stand before or after it only"
                .formatted(term));
      }
    }
    for (var page : pages) {
      check("pages", page);
      if (page.chars().filter(c -> c == '*').count() > MOST_STARS) {
        throw new IllegalArgumentException(
            "pages: `%s` has more than %d times *".formatted(page, MOST_STARS));
      }
      if (page.replaceAll("[*/]", "").isBlank()) {
        throw new IllegalArgumentException("pages: `%s` fits every page".formatted(page));
      }
    }
  }

  private static void check(String key, String text) {
    if (text.isBlank() || text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "%s: `%s` must have 1 to %d characters".formatted(key, text, LONGEST));
    }
  }
}
