package io.microtarget.report;

import io.microtarget.report.Html.Column;
import io.microtarget.report.ReportData.Contacts;
import io.microtarget.report.ReportData.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whom to contact: from the population to the audience, and what it is expected to bring. */
final class DecisionSection {
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
              "x": {"field": "from", "type": "quantitative", "title": "people", "axis": {"format": "~s", "tickCount": 5}},
              "x2": {"field": "to"},
              "color": {"field": "what", "type": "nominal",
                        "scale": {"domain": ["left", "dropped in the step"], "range": ["#4c82bd", "#e3a064"]}},
              "tooltip": [
                {"field": "step", "title": "step"}, {"field": "what", "title": "people"},
                {"field": "shown", "title": "number"}
              ]
            }
          },
          {
            "name": "ink",
            "mark": {"type": "text", "align": "left", "dx": 6},
            "encoding": {
              "x": {"field": "end", "type": "quantitative"},
              "text": {"field": "label", "type": "nominal"}
            }
          }
        ]
      }
      """;

  private static final String BY_OFFER =
      """
      {
        "mark": {"type": "bar", "tooltip": true},
        "encoding": {
          "y": {"field": "offer", "type": "nominal", "sort": null, "title": null, "axis": {"labelLimit": 150}},
          "x": {"field": "contacts", "type": "quantitative", "stack": "zero", "title": "contacts",
                "axis": {"format": "~s", "tickCount": 5, "tickMinStep": 1}},
          "color": {"field": "channel", "type": "nominal", "sort": null,
                    "scale": {"range": ["#4c82bd", "#dca42c", "#5aa469", "#9b74b5", "#d9534f", "#6fb3b8"]}},
          "tooltip": [
            {"field": "offer", "title": "offer"}, {"field": "channel", "title": "channel"},
            {"field": "contacts", "type": "quantitative", "format": ",d", "title": "contacts"}
          ]
        }
      }
      """;

  private DecisionSection() {}

  static Section of(ReportData data) {
    var content = new ArrayList<Html>();
    var charts = new ArrayList<Chart>();
    if (data.run().use() == RunFacts.Use.REHEARSAL) {
      content.add(
          new Html(
              "<p class=\"banner\" role=\"note\"><strong>REHEARSAL.</strong> This audience was made"
                  + " to practise: no destination accepts it and nobody is contacted.</p>"));
    }
    var steps = SmallCells.steps(data.steps(), data.minimumCell());
    if (!steps.isEmpty()) {
      var chart = waterfall(steps, data.minimumCell());
      charts.add(chart);
      content.add(chart.place());
      content.add(table(steps, data.minimumCell()));
    }
    var shown = SmallCells.parts(chosen(data), data.minimumCell());
    if (!data.contacts().isEmpty()) {
      if (data.contacts().stream().anyMatch(c -> c.chosen() > 0)) {
        var chart = byOffer(data.contacts(), shown);
        charts.add(chart);
        content.add(chart.place());
      }
      content.add(table(data, shown));
      content.add(
          Html.note(
              "Expected value = calibrated chance of an answer × margin − cost of the contact, summed"
                  + " over the contacts: a forecast, not a result. Held out are people who would have"
                  + " been chosen and are left alone, so that the effect can be measured later."));
    }
    return new Section("decision", "Decision", finding(data, steps), content, charts);
  }

  private static List<Long> chosen(ReportData data) {
    return data.contacts().stream().map(Contacts::chosen).toList();
  }

  private static String finding(ReportData data, List<Step> steps) {
    long contacts = data.contacts().stream().mapToLong(Contacts::chosen).sum();
    if (contacts == 0) {
      return "Nobody is to be contacted";
    }
    if (SmallCells.isSmall(contacts, data.minimumCell())) {
      return "Fewer than %d people are to be contacted".formatted(data.minimumCell());
    }
    var currency = data.run().currency();
    var sums =
        "at a cost of %s, expected to bring %s net"
            .formatted(
                Words.money(currency, data.contacts().stream().mapToDouble(Contacts::cost).sum()),
                Words.money(
                    currency, data.contacts().stream().mapToDouble(Contacts::expectedValue).sum()));
    var start =
        steps.size() < 2
            ? Words.count(contacts, "contact is proposed", "contacts are proposed")
            : "%s proposed among %s people"
                .formatted(
                    Words.count(contacts, "contact is", "contacts are"),
                    Words.count(steps.get(0).left()));
    return start + ", " + sums;
  }

  private static Chart waterfall(List<Step> steps, int minimum) {
    var rows = new ArrayList<Map<String, Object>>();
    for (var step : steps) {
      if (SmallCells.isSmall(step.left(), minimum)) {
        rows.add(bar(step, "left", 0, 0, "below " + minimum, "below " + minimum));
        continue;
      }
      var before = step.left() + step.dropped();
      var label =
          step.dropped() == 0
              ? Words.count(step.left())
              : "%s  (−%s)".formatted(Words.count(step.left()), Words.count(step.dropped()));
      rows.add(bar(step, "left", 0, step.left(), Words.count(step.left()), ""));
      rows.add(
          bar(
              step,
              "dropped in the step",
              step.left(),
              before,
              Words.count(step.dropped()),
              label));
    }
    long widest = steps.stream().mapToLong(s -> s.left() + s.dropped()).max().orElse(1);
    // Room for the figures to the right of the longest bar.
    var template =
        WATERFALL.replace(
            "\"title\": \"people\"",
            "\"title\": \"people\", \"scale\": {\"domain\": [0, %d]}"
                .formatted(Math.max(1, Math.round(widest * 1.22))));
    return Chart.of(
            "chart-waterfall",
            "From everyone to the audience",
            "One bar per step: how many people are left after it, and how many it dropped.",
            template,
            rows)
        .tall(steps.size(), 34);
  }

  private static Map<String, Object> bar(
      Step step, String what, long from, long to, String shown, String label) {
    var row = new LinkedHashMap<String, Object>();
    row.put("step", Words.title(step.name()));
    row.put("what", what);
    row.put("from", from);
    row.put("to", to);
    row.put("shown", shown);
    row.put("end", to);
    row.put("label", label);
    return row;
  }

  private static Html table(List<Step> steps, int minimum) {
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

  private static Chart byOffer(List<Contacts> contacts, List<String> shown) {
    var rows = new ArrayList<Map<String, Object>>();
    for (int i = 0; i < contacts.size(); i++) {
      var row = new LinkedHashMap<String, Object>();
      var isShown = shown.get(i).equals(Words.count(contacts.get(i).chosen()));
      row.put("offer", Words.name(contacts.get(i).offer()));
      row.put("channel", Words.name(contacts.get(i).channel()));
      row.put("contacts", isShown ? contacts.get(i).chosen() : 0);
      rows.add(row);
    }
    return Chart.of(
            "chart-contacts",
            "Contacts by offer and channel",
            "How many people are to get each offer, coloured by channel.",
            BY_OFFER,
            rows)
        .tall(rows.stream().map(row -> row.get("offer")).distinct().count(), 30);
  }

  private static Html table(ReportData data, List<String> shown) {
    var currency = data.run().currency();
    var rows = new ArrayList<List<String>>();
    for (int i = 0; i < data.contacts().size(); i++) {
      var offer = data.contacts().get(i);
      var isShown = shown.get(i).equals(Words.count(offer.chosen()));
      rows.add(
          List.of(
              Words.name(offer.offer()),
              Words.name(offer.channel()),
              SmallCells.text(offer.candidates(), data.minimumCell()),
              shown.get(i),
              SmallCells.text(offer.heldOut(), data.minimumCell()),
              isShown ? offer.meanPropensity().map(Words::percent).orElse(Words.NONE) : Words.NONE,
              isShown ? Words.money(currency, offer.expectedValue()) : Words.NONE,
              isShown ? Words.money(currency, offer.cost()) : Words.NONE));
    }
    return Html.table(
        "Offers and channels",
        List.of(
            Column.text("Offer"),
            Column.text("Channel"),
            Column.number("Candidates"),
            Column.number("Contacts"),
            Column.number("Held out"),
            Column.number("Mean chance"),
            Column.number("Expected value"),
            Column.number("Cost")),
        rows);
  }
}
