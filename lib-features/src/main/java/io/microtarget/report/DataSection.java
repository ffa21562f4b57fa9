package io.microtarget.report;

import io.microtarget.report.Html.Column;
import io.microtarget.report.RunFacts.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** What came in, and where every row of it went. Rows are not people, so small counts are shown. */
final class DataSection {
  /** What can become of a raw row, in the order of the stack. */
  private enum Fate {
    KEPT("kept", Source::kept),
    FILTERED("filtered", Source::filtered),
    QUARANTINED("quarantined", Source::quarantined),
    DUPLICATES("duplicates", Source::duplicates),
    LATE("late", Source::late);

    private final String word;
    private final ToLongFunction<Source> rows;

    Fate(String word, ToLongFunction<Source> rows) {
      this.word = word;
      this.rows = rows;
    }
  }

  private static final String BALANCE =
      """
      {
        "mark": {"type": "bar", "height": {"band": 0.72}, "tooltip": true},
        "encoding": {
          "y": {"field": "source", "type": "nominal", "sort": null, "title": null, "axis": {"labelLimit": 170}},
          "x": {"field": "share", "type": "quantitative", "stack": "zero", "title": "share of the rows that came in",
                "scale": {"domain": [0, 1]}, "axis": {"format": ".0%", "tickCount": 5}},
          "color": {"field": "fate", "type": "nominal",
                    "scale": {"domain": ["kept", "filtered", "quarantined", "duplicates", "late"],
                              "range": ["#4c82bd", "#9aa7b5", "#d9534f", "#dca42c", "#9b74b5"]},
                    "legend": {"columns": 3}},
          "order": {"field": "order", "type": "quantitative"},
          "tooltip": [
            {"field": "source", "title": "source"}, {"field": "fate", "title": "rows"},
            {"field": "rows", "type": "quantitative", "format": ",d", "title": "number"},
            {"field": "share", "type": "quantitative", "format": ".3%", "title": "share"}
          ]
        }
      }
      """;

  private DataSection() {}

  static Section of(RunFacts run) {
    var sources = run.sources();
    if (sources.isEmpty()) {
      return new Section("data", "Data in", "No source was read", List.of(), List.of());
    }
    var chart =
        Chart.of(
                "chart-balance",
                "What became of the rows of each source",
                "One bar per source: the share of its rows that was kept, filtered by the settings, set"
                    + " aside as faulty, already known, or too late.",
                BALANCE,
                fates(sources))
            .tall(sources.size(), 28);
    return new Section(
        "data",
        "Data in",
        finding(sources),
        List.of(Html.element("p", balance(sources)), chart.place(), table(sources)),
        List.of(chart));
  }

  private static String finding(List<Source> sources) {
    long off = sources.stream().filter(s -> s.missing() != 0).count();
    var rows = Words.count(total(sources, Source::in), "row", "rows");
    var from = Words.count(sources.size(), "source", "sources");
    return off > 0
        ? "%s do not balance: of %s some cannot be accounted for"
            .formatted(Words.count(off, "source", "sources"), rows)
        : "Every one of %s from %s is accounted for".formatted(rows, from);
  }

  private static String balance(List<Source> sources) {
    return "%s came in = %s kept + %s filtered by the settings + %s quarantined as faulty + %s duplicates + %s late."
        .formatted(
            Words.count(total(sources, Source::in)),
            Words.count(total(sources, Source::kept)),
            Words.count(total(sources, Source::filtered)),
            Words.count(total(sources, Source::quarantined)),
            Words.count(total(sources, Source::duplicates)),
            Words.count(total(sources, Source::late)));
  }

  private static long total(List<Source> sources, ToLongFunction<Source> rows) {
    return sources.stream().mapToLong(rows).sum();
  }

  private static List<Map<String, Object>> fates(List<Source> sources) {
    var rows = new ArrayList<Map<String, Object>>();
    for (var source : sources) {
      for (var fate : Fate.values()) {
        var row = new LinkedHashMap<String, Object>();
        long number = fate.rows.applyAsLong(source);
        row.put("source", source.name());
        row.put("fate", fate.word);
        row.put("rows", number);
        row.put("share", source.in() == 0 ? 0.0 : (double) number / source.in());
        row.put("order", fate.ordinal());
        rows.add(row);
      }
    }
    return rows;
  }

  private static Html table(List<Source> sources) {
    var columns = new ArrayList<Column>();
    columns.add(Column.text("Source"));
    columns.add(Column.number("Rows in"));
    for (var fate : Fate.values()) {
      columns.add(Column.number(Words.title(fate.word)));
    }
    columns.add(Column.text("Balance"));
    var rows = new ArrayList<List<String>>();
    for (var source : sources) {
      var row = new ArrayList<String>();
      row.add(source.name());
      row.add(Words.count(source.in()));
      for (var fate : Fate.values()) {
        row.add(Words.count(fate.rows.applyAsLong(source)));
      }
      row.add(source.missing() == 0 ? "exact" : "off by " + Words.count(source.missing()));
      rows.add(row);
    }
    return Html.table("Rows by source", columns, rows);
  }
}
