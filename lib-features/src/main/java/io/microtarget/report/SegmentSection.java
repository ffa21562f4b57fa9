package io.microtarget.report;

import io.microtarget.report.Html.Column;
import io.microtarget.report.ReportData.Segment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Who the people are: segments, their sizes and rules, and what tells them apart. */
final class SegmentSection {
  /** Features in the picture; more would not fit a screen. */
  private static final int MOST_FEATURES = 18;

  /** Differences beyond this many standard deviations all have the darkest colour. */
  private static final double DARKEST = 2;

  private static final String HEAT_MAP =
      """
      {
        "encoding": {
          "y": {"field": "feature", "type": "nominal", "sort": null, "title": null,
                "axis": {"labelLimit": 165, "labelOverlap": false, "domain": false}},
          "x": {"field": "segment", "type": "nominal", "sort": null, "title": null,
                "axis": {"orient": "top", "labelAngle": 0, "domain": false, "labelFontWeight": "bold"}}
        },
        "resolve": {"scale": {"color": "independent"}},
        "layer": [
          {
            "mark": {"type": "rect", "stroke": "#ffffff", "strokeOpacity": 0.55, "tooltip": true},
            "encoding": {
              "color": {"field": "difference", "type": "quantitative",
                        "scale": {"domain": [-2, 0, 2], "range": ["#2f6db3", "#f7f7f5", "#d9731a"], "interpolate": "rgb", "clamp": true},
                        "legend": {"orient": "bottom", "title": "standard deviations", "gradientLength": 130,
                                   "gradientThickness": 10, "titleFontWeight": "normal", "titleFontSize": 12, "titleLimit": 300,
                                   "titleColor": "#566171", "format": "+.0f", "values": [-2, -1, 0, 1, 2]}},
              "tooltip": [
                {"field": "name", "title": "segment"}, {"field": "feature", "title": "feature"},
                {"field": "difference", "type": "quantitative", "format": "+.2f", "title": "difference"}
              ]
            }
          },
          {
            "name": "cell",
            "mark": {"type": "text", "fontSize": 11},
            "encoding": {
              "text": {"field": "difference", "type": "quantitative", "format": "+.1f"},
              "color": {"field": "ink", "type": "nominal", "legend": null,
                        "scale": {"domain": ["dark", "light"], "range": ["#1b2430", "#ffffff"]}}
            }
          }
        ]
      }
      """;

  private SegmentSection() {}

  static Section of(ReportData data) {
    var sets =
        data.segments().stream()
            .collect(Collectors.groupingBy(Segment::set, TreeMap::new, Collectors.toList()));
    if (sets.isEmpty()) {
      return new Section("segments", "Segments", "No segments were formed", List.of(), List.of());
    }
    var content = new ArrayList<Html>();
    var charts = new ArrayList<Chart>();
    for (var set : sets.entrySet()) {
      var chart = chart(set.getKey(), set.getValue(), charts.size() + 1, data.minimumCell());
      charts.add(chart);
      content.add(chart.place());
      content.add(table(set.getKey(), set.getValue(), data.minimumCell()));
    }
    content.add(
        Html.note(
            "A segment is a group of similar ones found in the data; its name comes from the two"
                + " features that tell it apart most. Feature by feature, 0 is the average of all"
                + " and ±1 a large difference."));
    return new Section(
        "segments",
        "Segments",
        finding(sets, data.run().subjects(), data.minimumCell()),
        content,
        charts);
  }

  private static String finding(Map<String, List<Segment>> sets, String subjects, int minimum) {
    var texts = new ArrayList<String>();
    for (var segments : sets.values()) {
      var largest = segments.get(0);
      // Not the sum of sizes that are rounded each.
      var total = Math.round(largest.size() / largest.share());
      texts.add(
          SmallCells.isSmall(largest.size(), minimum)
              ? Words.count(segments.size(), "segment", "segments")
              : "%s %s fall into %s; the largest is “%s” with %s"
                  .formatted(
                      Words.count(total),
                      subjects,
                      Words.count(segments.size(), "segment", "segments"),
                      Words.name(largest.name()),
                      Words.wholePercent(largest.share())));
    }
    return String.join(". ", texts);
  }

  private static Chart chart(String set, List<Segment> segments, int number, int minimum) {
    var rows = new ArrayList<Map<String, Object>>();
    for (var feature : telling(segments)) {
      for (int i = 0; i < segments.size(); i++) {
        var segment = segments.get(i);
        var difference = segment.difference().get(feature);
        if (difference != null
            && Double.isFinite(difference)
            && !SmallCells.isSmall(segment.size(), minimum)) {
          rows.add(cell(feature, mark(i), segment, difference));
        }
      }
    }
    return Chart.of(
            "chart-segments-" + number,
            "What tells the segments of “%s” apart".formatted(Words.name(set)),
            "Columns are the segments of the table below, rows the features that differ most; orange is"
                + " above the average of all, blue below, in standard deviations.",
            HEAT_MAP,
            rows)
        .tall(telling(segments).size(), 23);
  }

  private static Map<String, Object> cell(
      String feature, String mark, Segment segment, double difference) {
    var row = new LinkedHashMap<String, Object>();
    row.put("feature", Words.name(feature));
    row.put("segment", mark);
    row.put("name", mark + " " + Words.name(segment.name()));
    row.put("difference", Math.round(difference * 100) / 100.0 + 0.0);
    row.put("ink", Math.abs(difference) > 0.75 * DARKEST ? "light" : "dark");
    return row;
  }

  /** Features by falling largest difference, the most telling first. */
  private static List<String> telling(List<Segment> segments) {
    var largest = new TreeMap<String, Double>();
    for (var segment : segments) {
      segment.difference().forEach((f, d) -> largest.merge(f, Math.abs(d), Math::max));
    }
    return largest.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
        .limit(MOST_FEATURES)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static String mark(int index) {
    return index < 26 ? String.valueOf((char) ('A' + index)) : String.valueOf(index + 1);
  }

  private static Html table(String set, List<Segment> segments, int minimum) {
    var sizes = SmallCells.parts(segments.stream().map(Segment::size).toList(), minimum);
    var rows = new ArrayList<List<String>>();
    for (int i = 0; i < segments.size(); i++) {
      var segment = segments.get(i);
      var isShown = sizes.get(i).equals(Words.count(segment.size()));
      rows.add(
          List.of(
              mark(i),
              Words.title(segment.name()),
              sizes.get(i),
              isShown ? Words.percent(segment.share()) : Words.NONE,
              Words.name(segment.rule())));
    }
    return Html.table(
        "Segments of “%s”".formatted(Words.name(set)),
        List.of(
            Column.text(""),
            Column.prose("Segment"),
            Column.number("Size"),
            Column.number("Share"),
            Column.prose("Rule")),
        rows);
  }
}
