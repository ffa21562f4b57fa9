package io.microtarget.report;

import io.microtarget.report.Html.Column;
import io.microtarget.report.ReportData.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From the population to the audience: what is left after each step, and its rule. */
final class Waterfall {
  private static final String WATERFALL =
      """
      {
        "encoding": {
          "y": {"field": "step", "type": "nominal", "sort": null, "title": null, "axis": {"labelLimit": 150}}
        },
        "layer": [
          {
            "mark": {"type": "bar", "height": {"band": 0.7}, "tooltip": true},
            "encoding": {
              "x": {"field": "from", "type": "quantitative", "title": "SUBJECTS", "axis": {"format": ",d", "tickCount": 4}},
              "x2": {"field": "to"},
              "color": {"field": "what", "type": "nominal",
                        "scale": {"domain": ["left", "dropped in the step"], "range": ["#4c82bd", "#e3a064"]}},
              "tooltip": [
                {"field": "step", "title": "step"}, {"field": "what", "title": "which"},
                {"field": "shown", "title": "number"}
              ]
            }
          },
          {
            "name": "ink",
            "mark": {"type": "text", "align": "left", "dx": 6},
            "encoding": {
              "x": {"field": "to", "type": "quantitative"},
              "text": {"condition": {"test": "width < 360", "field": "brief"}, "field": "label"}
            }
          }
        ]
      }
      """;

  private Waterfall() {}

  /** One bar a step: left, and beside it what the step dropped. */
  static Chart chart(List<Step> steps, String subjects, int minimum) {
    var rows = new ArrayList<Map<String, Object>>();
    for (var step : steps) {
      if (SmallCells.isSmall(step.left(), minimum)) {
        rows.add(bar(step, "left", 0, 0, "below " + minimum));
        continue;
      }
      long before = step.left() + step.dropped();
      rows.add(bar(step, "left", 0, step.left(), Words.count(step.left())));
      if (step.dropped() > 0) {
        rows.add(
            bar(step, "dropped in the step", step.left(), before, Words.count(step.dropped())));
      }
      label(rows, step);
    }
    long widest = steps.stream().mapToLong(s -> s.left() + s.dropped()).max().orElse(0);
    // Room for the figures to the right of the longest bar.
    var axis =
        "\"%s\", \"scale\": {\"domain\": [0, %d]}"
            .formatted(subjects, Math.max(1, Math.round(widest * 1.25)));
    return Chart.of(
            "chart-waterfall",
            "From everyone to the audience",
            "One bar per step: how many %s are left after it, and how many it dropped."
                .formatted(subjects),
            WATERFALL.replace("\"SUBJECTS\"", axis),
            rows)
        .tall(steps.size(), 34);
  }

  private static Map<String, Object> bar(Step step, String what, long from, long to, String shown) {
    var row = new LinkedHashMap<String, Object>();
    row.put("step", Words.title(step.name()));
    row.put("what", what);
    row.put("from", from);
    row.put("to", to);
    row.put("shown", shown);
    row.put("label", from == 0 && to == 0 ? shown : "");
    row.put("brief", from == 0 && to == 0 ? shown : "");
    return row;
  }

  /** Writes the figures beside the last bar of the step. */
  private static void label(List<Map<String, Object>> rows, Step step) {
    var last = rows.get(rows.size() - 1);
    var left = Words.count(step.left());
    var dropped = step.dropped() == 0 ? "" : " (−%s)".formatted(Words.count(step.dropped()));
    last.put("label", left + dropped);
    last.put("brief", left);
  }

  /** Steps with their rules in words. */
  static Html table(List<Step> steps, int minimum) {
    var rows = new ArrayList<List<String>>();
    for (var step : steps) {
      var isSmall = SmallCells.isSmall(step.left(), minimum);
      rows.add(
          List.of(
              Words.title(step.name()),
              SmallCells.text(step.left(), minimum),
              isSmall ? Words.NONE : Words.count(step.dropped()),
              isSmall ? Words.NONE : SmallCells.prose(step.rule(), minimum)));
    }
    return Html.table(
        "Steps and their rules",
        List.of(
            Column.text("Step"),
            Column.number("Left"),
            Column.number("Dropped"),
            Column.prose("Rule")),
        rows);
  }
}
