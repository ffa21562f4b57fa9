package io.microtarget.feature;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Looks for the topic of a text and of an address, both in small letters.
 *
 * <p>A term fits whole words; between its words anything but letters and digits may stand. Of all
 * that fits the longest wins: the most characters of the text, of a page the most characters of its
 * pattern but {@code *}. Of equals it is the topic that comes first by name.
 *
 * <p>Overlapping matches are found: each term is looked for from each begin of a word. A regular
 * expression is asked only where the text has the first word of a term, or an address the begin of
 * a page: few texts have any.
 */
final class TopicSearch implements Serializable {
  private static final String WORD = "[\\p{L}\\p{M}\\p{N}]";
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
  private static final Pattern SCHEME = Pattern.compile("^[a-z][a-z0-9+.-]*://");
  private static final Pattern ASKED = Pattern.compile("[?#].*$");
  private static final Pattern SITE = Pattern.compile("^[^/]+");

  /**
   * The terms of a topic.
   *
   * @param first the first word of each, one of which every text that fits has
   */
  private record Terms(String topic, List<String> first, Pattern pattern) implements Serializable {
    /** Characters of the longest term in the text; 0 if none fits. */
    int longest(String text) {
      int longest = 0;
      if (first.stream().anyMatch(text::contains)) {
        for (var matcher = pattern.matcher(text); matcher.find(); ) {
          var term = matcher.group(1);
          longest = Math.max(longest, term.codePointCount(0, term.length()));
        }
      }
      return longest;
    }
  }

  /**
   * A page of a topic.
   *
   * @param begin what every address that fits begins with
   * @param length characters of the pattern but {@code *}
   */
  private record Page(String topic, String begin, Pattern pattern, boolean isPath, int length)
      implements Serializable {
    boolean isFit(String address) {
      return address.startsWith(begin) && pattern.matcher(address).find();
    }
  }

  private final List<Terms> terms = new ArrayList<>();
  private final List<Page> pages = new ArrayList<>();

  TopicSearch(Map<String, Topic> topics) {
    new TreeMap<>(topics)
        .forEach(
            (name, topic) -> {
              if (!topic.terms().isEmpty()) {
                terms.add(terms(name, topic));
              }
              topic.pages().forEach(page -> pages.add(page(name, page)));
            });
  }

  /**
   * The topic that fits best; null if none does.
   *
   * @param text may be null
   * @param address may be null
   */
  String of(String text, String address) {
    String best = null;
    int most = 0;
    if (text != null) {
      for (var one : terms) {
        int length = one.longest(text);
        if (length > most) {
          best = one.topic();
          most = length;
        }
      }
    }
    if (address != null) {
      var bare = replaced(ASKED, replaced(SCHEME, address));
      var path = replaced(SITE, bare);
      for (var page : pages) {
        if (isBetter(page, best, most) && page.isFit(page.isPath() ? path : bare)) {
          best = page.topic();
          most = page.length();
        }
      }
    }
    return best;
  }

  private static boolean isBetter(Page page, String best, int most) {
    return best == null
        || page.length() > most
        || page.length() == most && page.topic().compareTo(best) < 0;
  }

  private static String replaced(Pattern pattern, String text) {
    return pattern.matcher(text).replaceAll("");
  }

  private static Terms terms(String name, Topic topic) {
    var folded = topic.terms().stream().map(TopicSearch::folded).toList();
    var any =
        folded.stream()
            // From one word on the first alternative that fits is taken, and more words are longer.
            .sorted(Comparator.comparing(TopicSearch::words).reversed().thenComparing(t -> t))
            .map(TopicSearch::term)
            .collect(Collectors.joining("|"));
    // The lookahead eats nothing, so that the next word begins a match of its own.
    var pattern = "(?<!%s)(?=(%s)(?!%s))".formatted(WORD, any, WORD);
    var first = folded.stream().map(t -> BETWEEN.split(bare(t))[0]).toList();
    return new Terms(name, first, Pattern.compile(pattern));
  }

  private static Page page(String name, String page) {
    var folded = page.strip().toLowerCase(Locale.ROOT);
    return new Page(
        name,
        folded.split("\\*", -1)[0],
        Pattern.compile("^" + glob(folded) + "$"),
        folded.startsWith("/"),
        folded.replace("*", "").length());
  }

  private static String term(String folded) {
    var begin = folded.startsWith("*") ? WORD + "*" : "";
    var end = folded.endsWith("*") ? WORD + "*" : "";
    return BETWEEN
        .splitAsStream(bare(folded))
        .map(Pattern::quote)
        .collect(Collectors.joining(BETWEEN.pattern(), begin, end));
  }

  private static long words(String folded) {
    return BETWEEN.splitAsStream(folded.replace("*", "")).count();
  }

  /** Without the stars at its ends. */
  private static String bare(String folded) {
    return folded.replaceAll("^\\*|\\*$", "");
  }

  private static String glob(String page) {
    return Arrays.stream(page.split("\\*", -1))
        .map(part -> part.isEmpty() ? "" : Pattern.quote(part))
        .collect(Collectors.joining(".*"));
  }

  /** As terms and pages are compared. */
  static String folded(String text) {
    return text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
  }
}
