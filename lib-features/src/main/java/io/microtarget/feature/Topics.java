package io.microtarget.feature;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.udf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;

/**
 * Searches, pages and texts to topics, by tables in the settings. Capitals and small letters are
 * the same; which topic is the best is told by {@link TopicSearch}.
 *
 * <p>A UDF, since one regular expression a topic and page over every row was a third of all the
 * work of features where there are eight topics; most rows need none.
 */
final class Topics {
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
    var before = seen.putIfAbsent(key + " " + TopicSearch.folded(text), name);
    if (before != null) {
      problems.add(
          "features.topics.%s.%s: `%s` stands in %s too".formatted(name, key, text, before));
    }
  }

  /** Topic of a step on a site: of {@code search_term}, or of {@code url}, else {@code name}. */
  static Column ofSteps(Map<String, Topic> topics) {
    return best(topics, col("search_term"), coalesce(col("url"), col("name")));
  }

  /**
   * Topic of a text by terms; where none fits, what the source says.
   *
   * @param said the topic that the source says
   */
  static Column ofText(Map<String, Topic> topics, Column text, Column said) {
    return coalesce(best(topics, text, lit(null).cast("string")), said);
  }

  private static Column best(Map<String, Topic> topics, Column text, Column address) {
    if (topics.isEmpty()) {
      return lit(null).cast("string");
    }
    var search = new TopicSearch(topics);
    UDF2<String, String, String> find = search::of;
    return udf(find, DataTypes.StringType).apply(lower(text), lower(address));
  }
}
