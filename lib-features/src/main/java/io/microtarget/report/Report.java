package io.microtarget.report;

import io.microtarget.report.Html.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The report as one HTML page that needs nothing beside it: data in, who is who, journeys,
 * features, segments, response, decision, past campaigns, and how the run went.
 *
 * <p>Pure: the same data give the same text. The page allows its own scripts and style by hash and
 * no address at all; every value is escaped.
 */
public final class Report {
  private Report() {}

  /** The page; UTF-8 when it is written. */
  public static String html(ReportData exact) {
    var data = Rounded.of(exact);
    var sections =
        List.of(
            DataSection.of(data.run()),
            IdentitySection.of(data),
            FeatureSection.of(data),
            JourneySection.of(data.journeys()),
            SegmentSection.of(data),
            ResponseSection.of(data),
            DecisionSection.of(data),
            PastSection.of(data));
    var charts = sections.stream().flatMap(s -> s.charts().stream()).toList();
    var style = Assets.style();
    var scripts = Assets.scripts();
    var page = new ArrayList<String>();
    page.add("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">");
    page.add(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">"
            .formatted(Assets.policy(scripts, style)));
    page.add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    page.add("<meta name=\"referrer\" content=\"no-referrer\">");
    page.add("<title>%s</title>".formatted(Html.escape(title(data.run()))));
    page.add("<style>" + style + "</style>\n</head>\n<body>");
    page.add(header(data.run(), sections).markup());
    page.add("<main>");
    sections.forEach(section -> page.add(section.html().markup()));
    page.add("</main>");
    page.add(footer(data).markup());
    page.add("<script type=\"application/json\" id=\"charts\">" + Chart.json(charts) + "</script>");
    scripts.forEach(script -> page.add("<script>" + script + "</script>"));
    page.add("</body>\n</html>\n");
    return String.join("\n", page);
  }

  private static String title(RunFacts run) {
    return "%s, as of %s".formatted(run.business(), run.clocks().asOf());
  }

  private static Html header(RunFacts run, List<Section> sections) {
    var links = new StringBuilder();
    for (var section : sections) {
      links.append(
          "<li><a href=\"#%s\">%s</a></li>".formatted(section.id(), Html.escape(section.topic())));
    }
    return Html.within(
        "header",
        "top",
        Html.join(
            Html.element("p", "eyebrow", "Microtarget report"),
            Html.element("h1", run.business()),
            Html.element(
                "p",
                "soft",
                "What was known before %s. Status: %s."
                    .formatted(run.clocks().asOf(), Words.name(run.status()))),
            new Html("<nav aria-label=\"Sections\"><ul>" + links + "</ul></nav>"),
            new Html(
                "<noscript><p class=\"banner\">The pictures need JavaScript; the tables hold the same"
                    + " figures.</p></noscript>")));
  }

  private static Html footer(ReportData data) {
    var run = data.run();
    var clocks = run.clocks();
    var facts =
        List.of(
            fact("Run", run.runId()),
            fact("Status", Words.name(run.status())),
            fact("As of", "%s, midnight in %s".formatted(clocks.asOf(), clocks.zone())),
            fact("Known at", clocks.knownAt().toString()),
            fact("Product version", run.productVersion()),
            fact(
                "Counts of people",
                "rounded to %d, so that they need not add up; below %d they are not shown"
                    .formatted(SmallCells.BASE, data.minimumCell())),
            fact(
                "Time", seconds(run.stages().stream().mapToDouble(RunFacts.Stage::seconds).sum())));
    var parts = new ArrayList<Html>();
    parts.add(Html.element("h2", "About this run"));
    parts.add(Html.within("dl", "facts", Html.join(facts)));
    if (!run.stages().isEmpty()) {
      parts.add(Html.folded("Time and rows by stage", stages(run)));
    }
    if (!run.checksums().isEmpty()) {
      parts.add(Html.folded("Checksums of the published tables", checksums(run)));
    }
    parts.add(Html.folded("Licences of the drawing libraries", licences()));
    return Html.within("footer", "end", Html.join(parts));
  }

  private static Html fact(String name, String value) {
    return Html.join(Html.element("dt", name), Html.element("dd", value));
  }

  private static Html stages(RunFacts run) {
    var rows = new ArrayList<List<String>>();
    for (var stage : run.stages()) {
      rows.add(
          List.of(
              stage.name(),
              Words.count(stage.rowsIn()),
              Words.count(stage.rowsOut()),
              seconds(stage.seconds())));
    }
    return Html.table(
        "Stages",
        List.of(
            Column.text("Stage"),
            Column.number("Rows in"),
            Column.number("Rows out"),
            Column.number("Time")),
        rows);
  }

  private static Html checksums(RunFacts run) {
    var rows =
        run.checksums().entrySet().stream().map(e -> List.of(e.getKey(), e.getValue())).toList();
    return Html.table(
        "Content checksums (sum of hashes)",
        List.of(Column.text("Table"), Column.text("Checksum")),
        rows);
  }

  private static Html licences() {
    var parts = new ArrayList<Html>();
    for (var library : Assets.LIBRARIES) {
      parts.add(Html.element("h3", library));
      parts.add(Html.element("pre", Assets.licence(library).strip()));
    }
    return Html.join(parts);
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%,.1f s", seconds);
  }
}
