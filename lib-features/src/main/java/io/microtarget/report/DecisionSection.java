package io.microtarget.report;

import io.microtarget.report.Html.Column;
import io.microtarget.report.ReportData.Contacts;
import io.microtarget.report.ReportData.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whom to contact: from the population to the audience, and what their expected answers are worth.
 */
final class DecisionSection {
  private static final String BY_OFFER =
      """
      {
        "mark": {"type": "bar", "tooltip": true},
        "encoding": {
          "y": {"field": "offer", "type": "nominal", "sort": null, "title": null, "axis": {"labelLimit": 150}},
          "x": {"field": "contacts", "type": "quantitative", "stack": "zero", "title": "contacts",
                "axis": {"format": ",d", "tickCount": 4, "tickMinStep": 1}},
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
      var chart = Waterfall.chart(steps, data.run().subjects(), data.minimumCell());
      charts.add(chart);
      content.add(chart.place());
      content.add(Waterfall.table(steps, data.minimumCell()));
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
                  + " over the contacts: a forecast, not a result. Held out are those who would have"
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
      return "Fewer than %d %s are to be contacted"
          .formatted(data.minimumCell(), data.run().subjects());
    }
    var currency = data.run().currency();
    var sums =
        "at a cost of %s; the answers they are scored to give are worth %s net"
            .formatted(
                Words.money(currency, data.contacts().stream().mapToDouble(Contacts::cost).sum()),
                Words.money(
                    currency, data.contacts().stream().mapToDouble(Contacts::expectedValue).sum()));
    var start =
        steps.size() < 2
            ? Words.count(
                SmallCells.round(contacts), "contact is proposed", "contacts are proposed")
            : "%s proposed among %s %s"
                .formatted(
                    Words.count(SmallCells.round(contacts), "contact is", "contacts are"),
                    Words.count(steps.get(0).left()),
                    data.run().subjects());
    return start + ", " + sums;
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
            "How many contacts are proposed for each offer, coloured by channel.",
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
