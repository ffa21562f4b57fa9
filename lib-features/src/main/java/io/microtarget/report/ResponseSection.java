package io.microtarget.report;

import io.microtarget.report.Html.Column;
import io.microtarget.report.ReportData.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the score finds those who answer, judged on contacts it had not seen. */
final class ResponseSection {
  private static final String JUDGED = "backtest";
  private static final int MOST_INPUTS = 12;

  private ResponseSection() {}

  static Section of(ReportData data) {
    var models = Evidence.byModel(data.figures());
    if (models.isEmpty()) {
      return new Section(
          "response", "Response", "No response model was asked for", List.of(), List.of());
    }
    var content = new ArrayList<Html>();
    var charts = new ArrayList<Chart>();
    for (var model : models) {
      if (models.size() > 1) {
        content.add(
            Html.element("h3", "%s: %s".formatted(Words.title(model.model()), finding(model))));
      }
      add(model, data.minimumCell(), content, charts);
    }
    var heading =
        models.size() == 1
            ? finding(models.get(0))
            : "%d of %d scores find those who answer"
                .formatted(
                    models.stream().filter(m -> m.hasVerdict("signal")).count(), models.size());
    return new Section("response", "Response", heading, content, charts);
  }

  private static String finding(Evidence model) {
    if (model.hasVerdict("signal")) {
      return model
          .found(2)
          .map(
              share ->
                  "The score finds those who answer: the best fifth of the list reaches %s of them"
                      .formatted(Words.wholePercent(share)))
          .orElse("The score finds those who answer");
    }
    if (model.hasVerdict("no signal")) {
      return "The score does not tell who will answer: do not rely on its order";
    }
    if (model.hasVerdict("no model")) {
      return "No score yet: too few answers to learn from";
    }
    return "The score is not proven yet: no later contacts to judge it on";
  }

  private static void add(Evidence model, int minimum, List<Html> content, List<Chart> charts) {
    content.add(Html.element("p", sentence(SmallCells.prose(model.verdict(), minimum))));
    content.add(Html.element("p", "soft", meaning(model)));
    content.add(figures(model));
    var responders = model.single(JUDGED, "responders").flatMap(Figure::value).orElse(0.0);
    if (SmallCells.isSmall(Math.round(responders), minimum)) {
      content.add(
          Html.note("Fewer than %d answered, so no curve by tenth is shown.".formatted(minimum)));
    } else {
      content.add(drift(model));
      draw(model, content, charts);
    }
    content.add(selection(model));
    content.add(inputs(model));
  }

  private static String meaning(Evidence model) {
    if (model.hasVerdict("no backtest")) {
      return "The score was trained on past contacts, but there are no later, closed contacts to judge it"
          + " on. The scores are published all the same; how far they can be trusted stays open until"
          + " a run finds such contacts.";
    }
    if (model.hasVerdict("no model")) {
      return "With so few answers any score would be chance. Once more contacts have closed, the next"
          + " run tries again.";
    }
    return "Judged once, on contacts that began after the training ended. AUC is the chance that"
        + " somebody who answered stands above somebody who did not: 0.5 is a coin, 1 is perfect.";
  }

  /** That later contacts answer more or less often than those of the training, and what follows. */
  private static Html drift(Evidence model) {
    return model
        .single(JUDGED, "drift")
        .flatMap(Figure::label)
        .map(
            found ->
                new Html(
                    "<p class=\"banner\" role=\"note\"><strong>Drift: %s.</strong> The order of the score was judged across that change; its chances are not those of later contacts.</p>"
                        .formatted(Html.escape(SmallCells.shares(found)))))
        .orElse(Html.EMPTY);
  }

  private static Html figures(Evidence model) {
    var items = new ArrayList<Html>();
    single(model, "auc").ifPresent(f -> items.add(item("AUC", f, Words.figure(f.value()))));
    single(model, "auc_baseline")
        .ifPresent(
            f -> items.add(item("AUC of the simple regression", f, Words.figure(f.value()))));
    single(model, "auc_difference")
        .ifPresent(f -> items.add(item("Difference, paired", f, signed(f.value().orElseThrow()))));
    single(model, "base_rate")
        .ifPresent(
            f ->
                items.add(
                    new Html(
                        "<div><dt>Answered on average</dt><dd>%s<small>of %s later contacts</small></dd></div>"
                            .formatted(
                                Words.percent(f.value().orElseThrow()),
                                Words.count(f.count().orElse(0L))))));
    single(model, "ece")
        .ifPresent(f -> items.add(item("Error of the chances", f, Words.figure(f.value()))));
    return items.isEmpty() ? Html.EMPTY : Html.within("dl", "figures", Html.join(items));
  }

  private static Optional<Figure> single(Evidence model, String metric) {
    return model.single(JUDGED, metric).filter(f -> f.value().isPresent());
  }

  private static Html item(String name, Figure figure, String value) {
    var range =
        Words.interval(figure.low(), figure.high())
            .map(i -> "<small>95 %: " + Html.escape(i) + "</small>")
            .orElse("");
    return new Html(
        "<div><dt>%s</dt><dd>%s%s</dd></div>"
            .formatted(Html.escape(name), Html.escape(value), range));
  }

  private static String signed(double value) {
    return (value > 0 ? "+" : "") + Words.figure(value).replace('-', '−');
  }

  private static void draw(Evidence model, List<Html> content, List<Chart> charts) {
    int number = charts.size() + 1;
    if (ResponseCharts.has(model, "gains")) {
      var gains = ResponseCharts.gains(model, number);
      charts.add(gains);
      content.add(gains.place());
    }
    var pair = new ArrayList<Html>();
    if (ResponseCharts.has(model, "lift")) {
      var lift = ResponseCharts.lift(model, number);
      charts.add(lift);
      pair.add(lift.place());
    }
    if (!model.calibration().isEmpty()) {
      var calibration = ResponseCharts.calibration(model, number);
      charts.add(calibration);
      pair.add(calibration.place());
    }
    if (!pair.isEmpty()) {
      content.add(Html.within("div", "pair", Html.join(pair)));
      content.add(Html.folded("Table of the tenths", tenths(model)));
    }
  }

  private static Html tenths(Evidence model) {
    var calibration = model.calibration();
    var rows = new ArrayList<List<String>>();
    for (var lift : model.points(JUDGED, "lift")) {
      var point =
          calibration.stream().filter(p -> p.get("tenth").equals(lift.position())).findFirst();
      rows.add(
          List.of(
              String.valueOf(lift.position()),
              lift.count().map(Words::count).orElse(Words.NONE),
              Words.figure(lift.value()),
              Words.interval(lift.low(), lift.high()).orElse(Words.NONE),
              model.found(lift.position()).map(Words::percent).orElse(Words.NONE),
              point.map(p -> Words.percent((Double) p.get("predicted"))).orElse(Words.NONE),
              point.map(p -> Words.percent((Double) p.get("observed"))).orElse(Words.NONE)));
    }
    return Html.table(
        "Later contacts by tenth of the score",
        List.of(
            Column.text("Tenth"),
            Column.number("Contacts"),
            Column.number("Lift"),
            Column.number("95 % interval"),
            Column.number("Responders reached"),
            Column.number("Chance given"),
            Column.number("Answered")),
        rows);
  }

  /** What was chosen inside the training part, and between what. */
  private static Html selection(Evidence model) {
    var rows = new ArrayList<List<String>>();
    addTried(model, "auc", "over folds and blocks of time", rows);
    addTried(model, "auc_held_out", "on a part left out", rows);
    addTried(model, "auc_last_block", "on the last block of time", rows);
    var chosen = model.single("selection", "chosen").flatMap(Figure::label);
    if (rows.isEmpty() && chosen.isEmpty()) {
      return Html.EMPTY;
    }
    var sentence =
        chosen
            .map(
                c ->
                    "Chosen inside the training part, before any later contact was read: "
                        + c
                        + ".")
            .orElse("Tried inside the training part, before any later contact was read.");
    return Html.join(
        Html.element("p", sentence),
        rows.isEmpty()
            ? Html.EMPTY
            : Html.folded(
                "Table of the models tried",
                Html.table(
                    "Models tried on the training part",
                    List.of(
                        Column.prose("Model"),
                        Column.text("Judged"),
                        Column.number("AUC"),
                        Column.number("95 % interval")),
                    rows)));
  }

  private static void addTried(Evidence model, String metric, String how, List<List<String>> rows) {
    for (var tried : model.points("selection", metric)) {
      rows.add(
          List.of(
              tried.label().orElse(Words.NONE),
              how,
              Words.figure(tried.value()),
              Words.interval(tried.low(), tried.high()).orElse(Words.NONE)));
    }
  }

  private static Html inputs(Evidence model) {
    var rows =
        model.points("refit", "coefficient").stream()
            .limit(MOST_INPUTS)
            .map(
                f ->
                    List.of(
                        Words.name(f.label().orElse(Words.NONE)), signed(f.value().orElseThrow())))
            .toList();
    return rows.isEmpty()
        ? Html.EMPTY
        : Html.folded(
            "Table of what weighs most in the score",
            Html.table(
                "What weighs most in the score",
                List.of(Column.text("Feature"), Column.number("Weight")),
                rows));
  }

  private static String sentence(String verdict) {
    return "Verdict: " + verdict + (verdict.endsWith(".") ? "" : ".");
  }
}
