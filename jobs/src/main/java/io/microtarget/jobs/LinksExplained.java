package io.microtarget.jobs;

import io.microtarget.identity.ExactLinks;
import io.microtarget.identity.MatchWaterfall;
import io.microtarget.identity.WeakestLink;
import io.microtarget.identity.WeakestLink.Link;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * Why the records of one person are one: their links, each with a waterfall of bits by field.
 *
 * @param numbers of the person's records, by id
 * @param weights field to label to bits
 */
record LinksExplained(Map<String, Integer> numbers, Map<String, Map<String, Double>> weights) {
  /** A person of more links has most of them told by their number only. */
  private static final int MOST_LINKS = 100;

  /**
   * The lines of the links.
   *
   * @param matches rows of {@code match}; others than between these records are passed over
   */
  List<String> lines(List<Row> matches) {
    var own =
        matches.stream()
            .filter(m -> numbers.containsKey(m.<String>getAs("one")))
            .filter(m -> numbers.containsKey(m.<String>getAs("other")))
            .toList();
    var lines = new ArrayList<String>();
    for (var match : own.subList(0, Math.min(MOST_LINKS, own.size()))) {
      link(match, lines);
    }
    if (own.size() > MOST_LINKS) {
      lines.add("  links    and %d more".formatted(own.size() - MOST_LINKS));
    }
    weakest(own, lines);
    return lines;
  }

  private void link(Row match, List<String> lines) {
    Double bits = match.getAs("bits");
    String ground = match.getAs("ground");
    var pair = pair(match.getAs("one"), match.getAs("other"));
    if (bits == null) {
      lines.add("  link     %s by the same %s".formatted(pair, ground));
      return;
    }
    String agreement = match.getAs("agreement");
    var waterfall = MatchWaterfall.of(agreement == null ? "" : agreement, bits, weights);
    lines.add(
        "  link     %s %s: %s, probability %s"
            .formatted(pair, ground, inBits(bits), probability(waterfall.probability())));
    var unknown = new TreeSet<String>();
    for (var part : waterfall.parts()) {
      if (part.label().equals(MatchWaterfall.UNKNOWN)) {
        unknown.add(part.field());
      } else {
        lines.add(step(part.bits(), "%s: %s".formatted(part.field(), part.label())));
      }
    }
    lines.add(step(waterfall.rest(), "prior, rarity and place"));
    if (!unknown.isEmpty()) {
      lines.add(step(0, "unknown: " + String.join(", ", unknown)));
    }
  }

  private void weakest(List<Row> matches, List<String> lines) {
    var links = matches.stream().map(LinksExplained::weighed).toList();
    var found = WeakestLink.of(links);
    found.ifPresent(
        weakest ->
            lines.add(
                "  weakest  %s %s: %s between %s and %s"
                    .formatted(
                        pair(weakest.link().one(), weakest.link().other()),
                        Double.isInfinite(weakest.link().bits())
                            ? "by a shared identifier"
                            : "with " + inBits(weakest.link().bits()),
                        weakest.across() == 1
                            ? "the only link"
                            : "the strongest of %d links".formatted(weakest.across()),
                        numbered(weakest.side()),
                        numbered(weakest.others()))));
    var alone = new TreeSet<>(numbers.keySet());
    alone.removeAll(found.map(WeakestLink::side).orElseGet(TreeSet::new));
    alone.removeAll(found.map(WeakestLink::others).orElseGet(TreeSet::new));
    if (!alone.isEmpty()) {
      lines.add(
          "  links    none of this publication joins %s to the others".formatted(numbered(alone)));
    }
  }

  private static Link weighed(Row match) {
    Double bits = match.getAs("bits");
    boolean isIdentifier = !ExactLinks.COMPARED.equals(match.getAs("ground")) || bits == null;
    return new Link(
        match.getAs("one"), match.getAs("other"), isIdentifier ? Double.POSITIVE_INFINITY : bits);
  }

  private String pair(String one, String other) {
    int first = numbers.get(one);
    int second = numbers.get(other);
    return "%d – %d".formatted(Math.min(first, second), Math.max(first, second));
  }

  private String numbered(Collection<String> records) {
    return records.stream()
        .map(numbers::get)
        .sorted()
        .map(String::valueOf)
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String step(double bits, String why) {
    return String.format(Locale.ROOT, "             %+7.2f  %s", bits + 0.0, why);
  }

  private static String inBits(double bits) {
    return String.format(Locale.ROOT, "%.2f bits", bits + 0.0);
  }

  /** Near 1 the digits that differ from it. */
  private static String probability(double probability) {
    return probability > 0.9999 ? "over 0.9999" : String.format(Locale.ROOT, "%.4f", probability);
  }
}
