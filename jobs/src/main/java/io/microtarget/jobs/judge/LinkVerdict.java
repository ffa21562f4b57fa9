package io.microtarget.jobs.judge;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.microtarget.identity.ExactLinks;
import io.microtarget.identity.LinkQuality;
import io.microtarget.identity.LinkQuality.Measure;
import io.microtarget.table.DataError;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a table of the truth says about the persons of a publication. Figures are about records that
 * both know; what the lake does not have it cannot link, so that is counted apart.
 *
 * @param known records in the truth
 * @param found of these, records of the publication
 * @param lostPairs true pairs with a record that is not in the publication
 * @param published persons as they were published
 * @param identifiers persons if shared identifiers alone had counted
 * @param seed of the intervals
 */
public record LinkVerdict(
    long known,
    long found,
    long lostPairs,
    LinkQuality published,
    LinkQuality identifiers,
    long seed) {

  /**
   * Judges links.
   *
   * @param truth {@code record_id, person}, each record once
   * @param links rows of {@code link}
   * @param matches rows of {@code match}
   * @throws DataError (gate) if no record of the truth is in the publication
   */
  public static LinkVerdict of(
      Dataset<Row> truth, Dataset<Row> links, Dataset<Row> matches, long seed) {
    var rows =
        truth
            .join(links.select("record_id", "unified_id"), new String[] {"record_id"}, "left")
            .join(ExactLinks.persons(matches), new String[] {"record_id"}, "left")
            .select(col("person"), col("unified_id"), coalesce(col("person_id"), col("record_id")))
            .toLocalIterator();
    var persons = new Labels();
    var known = new ArrayList<Integer>();
    var unified = new Labels();
    var exact = new Labels();
    var labels = new ArrayList<int[]>();
    while (rows.hasNext()) {
      var row = rows.next();
      int person = persons.of(row.getString(0));
      known.add(person);
      if (!row.isNullAt(1)) {
        labels.add(new int[] {person, unified.of(row.getString(1)), exact.of(row.getString(2))});
      }
    }
    if (labels.isEmpty()) {
      throw DataError.gate(
          "none of the %d records of the truth is in the publication; are its sources, id spaces and native ids those of the settings?"
              .formatted(known.size()));
    }
    var people = column(labels, 0);
    var published = LinkQuality.of(people, column(labels, 1), seed);
    return new LinkVerdict(
        known.size(),
        labels.size(),
        pairs(known) - published.truePairs(),
        published,
        LinkQuality.of(people, column(labels, 2), seed),
        seed);
  }

  /** What a person reads. */
  public List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(
        "%s records in the truth: %s in the publication, %s not (and with them %s true pairs)"
            .formatted(count(known), count(found), count(known - found), count(lostPairs)));
    lines.add(
        "%s records of %s persons: %s true pairs"
            .formatted(
                count(published.records()),
                count(published.persons()),
                count(published.truePairs())));
    lines.add("%-20s %-32s %s".formatted("", "as published", "by identifiers alone"));
    lines.add(row("linked pairs", q -> count(q.linkedPairs())));
    lines.add(row("of these right", q -> count(q.rightPairs())));
    for (var measure : Measure.values()) {
      lines.add(row(measure.key().replace('_', ' '), q -> figure(q, measure)));
    }
    lines.add(
        "in brackets the middle 95 %% of bootstrap samples of the true persons, seed %d"
            .formatted(seed));
    return lines;
  }

  /** One line of JSON. */
  public String json(Map<String, String> about) {
    var fields = new LinkedHashMap<String, Object>(about);
    fields.putAll(fields());
    try {
      return new ObjectMapper().writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same for a program. */
  Map<String, Object> fields() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("records_in_truth", known);
    fields.put("records_found", found);
    fields.put("records_not_found", known - found);
    fields.put("true_pairs_not_found", lostPairs);
    fields.put("seed", seed);
    fields.put("published", fields(published));
    fields.put("identifiers", fields(identifiers));
    return fields;
  }

  private String row(String name, java.util.function.Function<LinkQuality, String> cell) {
    return "%-20s %-32s %s".formatted(name, cell.apply(published), cell.apply(identifiers));
  }

  private static String figure(LinkQuality quality, Measure measure) {
    return Optional.ofNullable(quality.figures().get(measure))
        .map(f -> String.format(Locale.ROOT, "%.4f [%.4f, %.4f]", f.value(), f.low(), f.high()))
        .orElse("–");
  }

  private static Map<String, Object> fields(LinkQuality quality) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("records", quality.records());
    fields.put("persons", quality.persons());
    fields.put("clusters", quality.clusters());
    fields.put("true_pairs", quality.truePairs());
    fields.put("linked_pairs", quality.linkedPairs());
    fields.put("right_pairs", quality.rightPairs());
    fields.put("exact_persons", quality.exactPersons());
    for (var measure : Measure.values()) {
      var figure = quality.figures().get(measure);
      fields.put(
          measure.key(),
          figure == null
              ? null
              : Map.of(
                  "value", rounded(figure.value()),
                  "low", rounded(figure.low()),
                  "high", rounded(figure.high())));
    }
    return fields;
  }

  private static BigDecimal rounded(double share) {
    return BigDecimal.valueOf(share).setScale(6, RoundingMode.HALF_UP);
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static int[] column(List<int[]> labels, int index) {
    return labels.stream().mapToInt(label -> label[index]).toArray();
  }

  private static long pairs(List<Integer> persons) {
    var sizes = new HashMap<Integer, Long>();
    persons.forEach(person -> sizes.merge(person, 1L, Long::sum));
    return sizes.values().stream().mapToLong(n -> n * (n - 1) / 2).sum();
  }

  /** Numbers for names, in the order they come. */
  private static final class Labels {
    private final Map<String, Integer> numbers = new HashMap<>();

    int of(String name) {
      return numbers.computeIfAbsent(name, added -> numbers.size());
    }
  }
}
