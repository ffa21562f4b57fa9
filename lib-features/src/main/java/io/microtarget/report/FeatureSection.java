package io.microtarget.report;

import io.microtarget.report.FeatureFacts.Feature;
import io.microtarget.report.Html.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is known of each: how many features, how well they are filled, which are left out. */
final class FeatureSection {
  private static final int MOST_BARS = 20;
  private static final int MOST_EXAMPLES = 3;
  private static final String REPEATS = "repeats ";

  private static final String BARS =
      """
      {
        "mark": {"type": "bar", "height": {"band": 0.7}, "color": "#4c6a92", "tooltip": true},
        "encoding": {
          "y": {"field": "feature", "type": "nominal", "sort": null, "title": null,
                "axis": {"labelLimit": 320, "labelOverlap": false}},
          "x": {"field": "missing", "type": "quantitative", "title": "per cent without a value",
                "scale": {"domain": [0, 100]}},
          "tooltip": [
            {"field": "feature", "title": "feature"},
            {"field": "missing", "type": "quantitative", "title": "per cent without a value"}
          ]
        }
      }
      """;

  private FeatureSection() {}

  static Section of(ReportData data) {
    var facts = data.features();
    if (facts.features().isEmpty()) {
      return new Section("features", "Features", "No features were made", List.of(), List.of());
    }
    var content = new ArrayList<Html>();
    var charts = new ArrayList<Chart>();
    var bars = bars(facts, data.minimumCell());
    if (!bars.isEmpty()) {
      var chart =
          Chart.of(
                  "chart-features",
                  "What is missing most",
                  "Usable features that are unknown of the most %ss, in per cent of them."
                      .formatted(data.run().subject()),
                  BARS,
                  bars)
              .tall(bars.size(), 20);
      charts.add(chart);
      content.add(chart.place());
    }
    content.add(reasons(facts));
    content.add(Html.folded("All features and what they mean", all(facts, data.minimumCell())));
    content.add(
        Html.note(
            "A feature is left out of models and segments that name none where nearly all have the"
                + " same value, or where it says what another one says (correlation over 0.99)."));
    return new Section("features", "Features", finding(facts), content, charts);
  }

  private static String finding(FeatureFacts facts) {
    int all = facts.features().size();
    int usable = facts.usable().size();
    return usable == all
        ? "%s, each says something of its own".formatted(Words.count(all, "feature", "features"))
        : "%s of %s say something of their own"
            .formatted(Words.count(usable), Words.count(all, "feature", "features"));
  }

  private static Html reasons(FeatureFacts facts) {
    var byReason =
        facts.features().stream()
            .filter(f -> f.reason().isPresent())
            .collect(
                Collectors.groupingBy(FeatureSection::sort, TreeMap::new, Collectors.toList()));
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("usable", Words.count(facts.usable().size()), examples(facts.usable())));
    byReason.entrySet().stream()
        .sorted(Comparator.comparingInt(e -> -e.getValue().size()))
        .forEach(
            e ->
                rows.add(
                    List.of(e.getKey(), Words.count(e.getValue().size()), examples(e.getValue()))));
    return Html.table(
        "Which features are of use",
        List.of(Column.text("Verdict"), Column.number("Features"), Column.prose("For example")),
        rows);
  }

  /** The reason without the name in it. */
  private static String sort(Feature feature) {
    var reason = feature.reason().orElseThrow();
    return reason.startsWith(REPEATS) ? "repeats another" : reason;
  }

  private static String examples(List<Feature> features) {
    return features.stream()
        .limit(MOST_EXAMPLES)
        .map(
            f ->
                f.reason().filter(r -> r.startsWith(REPEATS)).isPresent()
                    ? f.name() + " " + f.reason().get()
                    : f.name())
        .collect(Collectors.joining(", "));
  }

  private static List<Map<String, Object>> bars(FeatureFacts facts, int minimum) {
    return facts.usable().stream()
        .filter(f -> percent(f, facts.subjects(), minimum) > 0)
        .sorted(
            Comparator.comparingLong((Feature f) -> -percent(f, facts.subjects(), minimum))
                .thenComparing(Feature::name))
        .limit(MOST_BARS)
        .map(
            f -> {
              var row = new LinkedHashMap<String, Object>();
              row.put("feature", f.name());
              row.put("missing", percent(f, facts.subjects(), minimum));
              return (Map<String, Object>) row;
            })
        .toList();
  }

  private static Html all(FeatureFacts facts, int minimum) {
    var rows =
        facts.features().stream()
            .map(
                f ->
                    List.of(
                        f.name(),
                        f.meaning(),
                        f.missingShare().isEmpty()
                            ? Words.NONE
                            : percent(f, facts.subjects(), minimum) + " %",
                        f.reason().orElse("usable")))
            .toList();
    return Html.table(
        "Feature dictionary",
        List.of(
            Column.text("Feature"),
            Column.prose("Meaning"),
            Column.number("Missing"),
            Column.prose("Verdict")),
        rows);
  }

  /** Whole per cents of those without a value; a small group without or with one counts as none. */
  private static long percent(Feature feature, long subjects, int minimum) {
    long missing = Math.round(feature.missingShare().orElse(0.0) * subjects);
    if (subjects == 0 || missing < minimum) {
      return 0;
    }
    if (subjects - missing < minimum) {
      return 100;
    }
    return Math.round(100.0 * SmallCells.round(missing) / SmallCells.round(subjects));
  }
}
