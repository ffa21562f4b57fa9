package io.microtarget.feature;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.regexp_extract_all;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;

/**
 * Searches, pages and texts to topics, by tables in the settings: one expression a row.
 *
 * <p>Capitals and small letters are the same. A term fits whole words; between its words anything
 * but letters and digits may stand. Of all that fits the longest wins: the most characters of the
 * text, of a page the most characters of its pattern but {@code *}. Of equals it is the topic that
 * comes first by name.
 *
 * <p>Per topic one regular expression, so the cost of a row grows with the topics and the length of
 * the text. Overlapping matches are found: each term is looked for from each begin of a word.
 */
final class Topics {
  private static final String WORD = "[\\p{L}\\p{M}\\p{N}]";
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

  private Topics() {}

  /**
   * Checks the table.
   *
   * @return what is wrong, each problem with its key
   */
  static List<String> problems(Map<String, Topic> topics) {
    var problems = new ArrayList<String>();
    var seen = new HashMap<String, String>();
    new TreeMap<>(topics)
        .forEach(
            (name, topic) -> {
              if (!name.matches("[a-z][a-z0-9_-]*")) {
                problems.add(
                    "features.topics: `%s` must be of small letters, digits, - and _"
                        .formatted(name));
              }
              topic.terms().forEach(t -> single("terms", t, name, seen, problems));
              topic.pages().forEach(p -> single("pages", p, name, seen, problems));
            });
    return problems;
  }

  private static void single(
      String key, String text, String name, Map<String, String> seen, List<String> problems) {
    var before = seen.putIfAbsent(key + " " + folded(text), name);
    if (before != null) {
      problems.add(
          "features.topics.%s.%s: `%s` stands in %s too".formatted(name, key, text, before));
    }
  }

  /** Topic of a step on a site: of {@code search_term}, or of {@code url}, else {@code name}. */
  static Column ofSteps(Map<String, Topic> topics) {
    var found = new ArrayList<Column>();
    new TreeMap<>(topics)
        .forEach(
            (name, topic) -> {
              if (!topic.terms().isEmpty()) {
                found.add(ofTerms(name, topic, col("search_term")));
              }
              if (!topic.pages().isEmpty()) {
                found.addAll(ofPages(name, topic, coalesce(col("url"), col("name"))));
              }
            });
    return best(found);
  }

  /**
   * Topic of texts by terms; where none fits, what the source says.
   *
   * @param said the topic that the source says
   */
  static Column ofTexts(Map<String, Topic> topics, List<Column> texts, Column said) {
    var found = new ArrayList<Column>();
    new TreeMap<>(topics)
        .forEach(
            (name, topic) -> {
              if (!topic.terms().isEmpty()) {
                texts.forEach(text -> found.add(ofTerms(name, topic, text)));
              }
            });
    return coalesce(best(found), said);
  }

  private static Column ofTerms(String name, Topic topic, Column text) {
    var any =
        topic.terms().stream()
            .map(Topics::folded)
            // From one word on the first alternative that fits is taken, and more words are longer.
            .sorted(Comparator.comparing(Topics::words).reversed().thenComparing(t -> t))
            .map(Topics::term)
            .collect(Collectors.joining("|"));
    // The lookahead eats nothing, so that the next word begins a match of its own.
    var pattern = "(?<!%s)(?=(%s)(?!%s))".formatted(WORD, any, WORD);
    var matches = regexp_extract_all(lower(text), lit(pattern), lit(1));
    var longest = array_max(transform(matches, m -> length(m)));
    return fit(longest, name);
  }

  private static List<Column> ofPages(String name, Topic topic, Column address) {
    var site = regexp_replace(lower(address), "^[a-z][a-z0-9+.-]*://", "");
    var bare = regexp_replace(site, "[?#].*$", "");
    var path = regexp_replace(bare, "^[^/]+", "");
    var found = new ArrayList<Column>();
    for (var page : topic.pages()) {
      var folded = page.strip().toLowerCase(Locale.ROOT);
      var pattern = "^" + glob(folded) + "$";
      var isFit = (folded.startsWith("/") ? path : bare).rlike(pattern);
      found.add(fit(when(isFit, lit(folded.replace("*", "").length())), name));
    }
    return found;
  }

  /** {@code STRUCT<less, topic>}, the least of which is the best; null where nothing fits. */
  private static Column fit(Column length, String name) {
    return when(length.isNotNull(), struct(negate(length).as("less"), lit(name).as("topic")));
  }

  /** The topic of the greatest length; of equal lengths the first name. */
  private static Column best(List<Column> found) {
    if (found.isEmpty()) {
      return lit(null).cast("string");
    }
    return array_min(array(found.toArray(Column[]::new))).getField("topic");
  }

  private static String term(String folded) {
    var begin = folded.startsWith("*") ? WORD + "*" : "";
    var end = folded.endsWith("*") ? WORD + "*" : "";
    return BETWEEN
        .splitAsStream(folded.replaceAll("^\\*|\\*$", ""))
        .map(Pattern::quote)
        .collect(Collectors.joining(BETWEEN.pattern(), begin, end));
  }

  private static long words(String folded) {
    return BETWEEN.splitAsStream(folded.replace("*", "")).count();
  }

  private static String glob(String page) {
    return Arrays.stream(page.split("\\*", -1))
        .map(part -> part.isEmpty() ? "" : Pattern.quote(part))
        .collect(Collectors.joining(".*"));
  }

  private static String folded(String text) {
    return text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
  }
}
