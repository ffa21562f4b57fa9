package io.microtarget.report;

import io.microtarget.report.Html.Column;
import io.microtarget.report.IdentityFacts.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What agreement is worth: weights by field and level, patterns, and how the weights lie. */
final class LinkWeights {
  private static final String BITS =
      """
      {
        "height": 230,
        "layer": [
          {
            "mark": {"type": "bar", "tooltip": true, "binSpacing": 1},
            "encoding": {
              "x": {"field": "from", "type": "quantitative", "bin": {"binned": true, "step": 1},
                    "title": "match weight in bits", "axis": {"format": "d", "tickMinStep": 1, "tickCount": 8}},
              "x2": {"field": "to"},
              "y": {"field": "pairs", "type": "quantitative", "title": "compared pairs",
                    "scale": {"type": "symlog", "constant": 10},
                    "axis": {"format": ",d", "values": [10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000]}},
              "color": {"field": "side", "type": "nominal",
                        "scale": {"domain": ["two persons", "at the threshold", "one person"],
                                  "range": ["#9aa7b5", "#dca42c", "#4c82bd"]}},
              "tooltip": [
                {"field": "weight", "title": "bits"}, {"field": "shown", "title": "pairs"},
                {"field": "side", "title": "taken for"}
              ]
            }
          },
          {
            "mark": {"type": "rule", "color": "#d9534f", "strokeWidth": 2, "strokeDash": [5, 3]},
            "encoding": {
              "x": {"field": "threshold", "aggregate": "min", "type": "quantitative"}
            }
          }
        ]
      }
      """;

  private LinkWeights() {}

  /** One bar a bit; nothing where every bar would be of too few pairs. */
  static Optional<Chart> chart(IdentityFacts facts, int minimum) {
    var bins = facts.of("bits").stream().filter(b -> b.count().isPresent()).toList();
    var shown = SmallCells.parts(bins.stream().map(b -> b.count().get()).toList(), minimum);
    double threshold = facts.summary("threshold-bits").orElse(0.0);
    var rows = new ArrayList<Map<String, Object>>();
    boolean isAnyShown = false;
    for (int i = 0; i < bins.size(); i++) {
      long pairs = bins.get(i).count().get();
      boolean isShown = pairs > 0 && shown.get(i).equals(Words.count(pairs));
      isAnyShown |= isShown;
      int from = bins.get(i).position();
      var row = new LinkedHashMap<String, Object>();
      row.put("from", from);
      row.put("to", from + 1);
      row.put("weight", "%d to %d".formatted(from, from + 1));
      row.put("pairs", isShown ? pairs : 0);
      row.put("shown", shown.get(i));
      row.put("side", side(from, threshold));
      row.put("threshold", threshold);
      rows.add(row);
    }
    return isAnyShown
        ? Optional.of(
            Chart.of(
                "chart-weights",
                "How much speaks for one person",
                "Compared pairs by their match weight, on a scale of powers of ten; to the right of"
                    + " the dashed line two records are taken for one person.",
                BITS,
                rows))
        : Optional.empty();
  }

  private static String side(int from, double threshold) {
    if (from + 1 <= threshold) {
      return "two persons";
    }
    return from >= threshold ? "one person" : "at the threshold";
  }

  /** What each level of agreement says. */
  static Html table(IdentityFacts facts) {
    var m = byLevel(facts.of("m"));
    var u = byLevel(facts.of("u"));
    var h = facts.hasHouseholds() ? byLevel(facts.of("h")) : Map.<String, Double>of();
    var columns =
        new ArrayList<>(
            List.of(
                Column.text("Field"),
                Column.text("Agreement"),
                Column.number("If one person"),
                Column.number("If strangers")));
    if (!h.isEmpty()) {
      columns.add(Column.number("If one household"));
    }
    columns.add(Column.number("Bits"));
    var rows = new ArrayList<List<String>>();
    for (var weight : facts.of("weight")) {
      var level = level(weight);
      var row = new ArrayList<String>();
      row.add(Words.title(weight.name().replace('-', ' ')));
      row.add(weight.label().orElse(""));
      row.add(chance(m.get(level)));
      row.add(chance(u.get(level)));
      if (!h.isEmpty()) {
        row.add(chance(h.get(level)));
      }
      row.add(weight.value().map(LinkWeights::bits).orElse(Words.NONE));
      rows.add(row);
    }
    return rows.isEmpty() ? Html.EMPTY : Html.table("Match weights", columns, rows);
  }

  /** The most frequent ways in which two records agree, without those of too few pairs. */
  static Html patterns(IdentityFacts facts, int minimum) {
    var patterns = new ArrayList<>(facts.of("pattern"));
    patterns.removeIf(p -> p.count().isEmpty());
    long all = facts.summary("compared-pairs").orElse(0.0).longValue();
    patterns.removeIf(p -> SmallCells.isSmall(p.count().get(), minimum));
    // What is left of the known sum must not be a small number either.
    while (!patterns.isEmpty() && SmallCells.isSmall(all - pairs(patterns), minimum)) {
      patterns.remove(patterns.size() - 1);
    }
    var rows =
        patterns.stream()
            .map(
                p ->
                    List.of(
                        p.label().orElse(""),
                        Words.count(p.count().get()),
                        p.value().map(LinkWeights::bits).orElse(Words.NONE)))
            .toList();
    return rows.isEmpty()
        ? Html.EMPTY
        : Html.folded(
            "The most frequent patterns of agreement",
            Html.table(
                "Patterns of agreement",
                List.of(Column.prose("Pattern"), Column.number("Pairs"), Column.number("Bits")),
                rows));
  }

  private static long pairs(List<Entry> patterns) {
    return patterns.stream().mapToLong(p -> p.count().orElse(0L)).sum();
  }

  private static Map<String, Double> byLevel(List<Entry> entries) {
    var values = new LinkedHashMap<String, Double>();
    entries.forEach(e -> e.value().ifPresent(value -> values.put(level(e), value)));
    return values;
  }

  private static String level(Entry entry) {
    return entry.name() + " " + entry.position();
  }

  /** {@code +12.3}. */
  static String bits(double bits) {
    var text = String.format(Locale.ROOT, "%+.1f", bits + 0.0);
    return text.replace('-', '−');
  }

  /** {@code 12.3 %}, or of a rare case {@code 1 in 25,000}. */
  private static String chance(Double probability) {
    if (probability == null) {
      return Words.NONE;
    }
    return probability > 0 && probability < 0.0005
        ? "1 in " + Words.count(Math.round(1 / probability))
        : sure(probability);
  }

  /** {@code 12.3 %}; what is not sure is not told as 100 %. */
  static String sure(double share) {
    return share < 1 && share >= 0.9995 ? "over 99.9 %" : Words.percent(share);
  }
}
