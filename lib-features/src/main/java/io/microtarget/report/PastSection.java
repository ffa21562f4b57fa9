package io.microtarget.report;

import io.microtarget.report.Html.Column;
import io.microtarget.report.ReportData.Campaign;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What past campaigns showed, without a causal word: nobody was assigned at random.
 *
 * <p>A group of fewer than the minimum is left out. Where only the number of those who answered is
 * small, that number is blanked and rates are rounded to whole percents, so that it cannot be
 * multiplied back.
 */
final class PastSection {
  private static final String ALL = "all";

  private static final String BY_DECILE =
      """
      {
        "height": 280,
        "encoding": {
          "x": {"field": "decile", "type": "ordinal", "title": "tenth of the score, 1 is the highest", "axis": {"labelAngle": 0}}
        },
        "layer": [
          {
            "mark": {"type": "bar", "color": "#4c82bd", "tooltip": true},
            "encoding": {
              "y": {"field": "rate", "type": "quantitative", "title": "answered", "axis": {"format": ".0%", "tickCount": 5}},
              "tooltip": [
                {"field": "decile", "title": "tenth"}, {"field": "shown", "title": "answered"},
                {"field": "contacts", "type": "quantitative", "format": ",d", "title": "contacts"}
              ]
            }
          },
          {
            "name": "ink",
            "mark": {"type": "rule", "strokeWidth": 1.5, "color": "#1b2430"},
            "encoding": {
              "y": {"field": "low", "type": "quantitative"},
              "y2": {"field": "high"}
            }
          }
        ]
      }
      """;

  private static final String SPEND =
      """
      {
        "encoding": {
          "y": {"field": "campaign", "type": "nominal", "sort": null, "title": null, "axis": {"labelLimit": 130}},
          "x": {"field": "spend", "type": "quantitative", "title": "mean spend a day and person",
                "scale": {"zero": true}, "axis": {"tickCount": 6}}
        },
        "layer": [
          {
            "name": "soft",
            "mark": {"type": "line", "strokeWidth": 1.5, "color": "#9aa7b5"},
            "encoding": {"detail": {"field": "campaign", "type": "nominal"}}
          },
          {
            "mark": {"type": "point", "filled": true, "size": 64, "opacity": 1, "tooltip": true},
            "encoding": {
              "color": {"field": "when", "type": "nominal",
                        "scale": {"domain": ["28 days before", "during"], "range": ["#9aa7b5", "#d9731a"]},
                        "legend": {"symbolType": "circle"}},
              "tooltip": [
                {"field": "campaign", "title": "campaign"}, {"field": "when", "title": "when"},
                {"field": "spend", "type": "quantitative", "format": ",.2f", "title": "spend a day"}
              ]
            }
          }
        ]
      }
      """;

  private PastSection() {}

  static Section of(ReportData data) {
    int minimum = data.minimumCell();
    var large = data.campaigns().stream().filter(c -> c.contacts() >= minimum).toList();
    var deciles = large.stream().filter(c -> c.id().equals(ALL) && c.decile() > 0).toList();
    var each = large.stream().filter(c -> !c.id().equals(ALL) && c.decile() == 0).toList();
    if (deciles.isEmpty() && each.isEmpty()) {
      return new Section(
          "past", "Past campaigns", "No campaign has closed yet", List.of(), List.of());
    }
    var content = new ArrayList<Html>();
    var charts = new ArrayList<Chart>();
    content.add(
        new Html(
            "<p class=\"banner\" role=\"note\"><strong>Observational: not assigned at random.</strong>"
                + " People were picked for these campaigns for a reason, so a difference here says who"
                + " answered, not what the campaign caused.</p>"));
    if (!deciles.isEmpty()) {
      charts.add(byDecile(deciles, minimum));
      content.add(charts.get(0).place());
      content.add(table("Past contacts by tenth of the score", "Tenth", deciles, data));
    }
    if (!each.isEmpty()) {
      var spend = spend(each);
      if (!spend.isEmpty()) {
        var chart =
            Chart.of(
                    "chart-spend",
                    "Spend before and during each campaign",
                    "Two points per campaign: mean spend a day of the people contacted, in the 28 days"
                        + " before its start and inside its window. Seasons are not taken out.",
                    SPEND,
                    spend)
                .tall(spend.size() / 2, 16);
        charts.add(chart);
        content.add(chart.place());
      }
      content.add(
          Html.folded("Table of the campaigns", table("Closed campaigns", "Campaign", each, data)));
    }
    content.add(
        Html.note(
            "Ranges are Wilson 95 %% intervals. Groups of fewer than %d people are left out."
                .formatted(minimum)));
    return new Section("past", "Past campaigns", finding(data, deciles), content, charts);
  }

  private static String finding(ReportData data, List<Campaign> deciles) {
    var sum =
        data.campaigns().stream().filter(c -> c.id().equals(ALL) && c.decile() == 0).findFirst();
    var top = deciles.stream().filter(c -> c.decile() == 1).findFirst();
    var whole = sum.flatMap(s -> rate(s, data.minimumCell()));
    if (whole.isEmpty() || sum.get().contacts() < data.minimumCell()) {
      return "What past campaigns showed";
    }
    var start =
        "%s of %s past contacts answered"
            .formatted(Words.percent(whole.get()), Words.count(sum.get().contacts()));
    return top.flatMap(t -> rate(t, data.minimumCell()))
        .map(r -> start + "; in the tenth with the highest score " + Words.percent(r))
        .orElse(start);
  }

  /** Rounded to whole percents where the exact one would give a small number of people away. */
  private static Optional<Double> rate(Campaign campaign, int minimum) {
    return campaign.rate().map(r -> coarse(campaign, r, minimum));
  }

  private static double coarse(Campaign campaign, double share, int minimum) {
    return SmallCells.isSmall(campaign.responders(), minimum)
        ? Math.round(share * 100) / 100.0
        : share;
  }

  private static Chart byDecile(List<Campaign> deciles, int minimum) {
    var rows = new ArrayList<Map<String, Object>>();
    for (var decile : deciles) {
      if (decile.rate().isPresent()) {
        var rate = rate(decile, minimum).get();
        var row = new LinkedHashMap<String, Object>();
        row.put("decile", decile.decile());
        row.put("rate", rate);
        row.put("shown", shownRate(decile, minimum));
        row.put("low", decile.low().map(l -> coarse(decile, l, minimum)).orElse(rate));
        row.put("high", decile.high().map(h -> coarse(decile, h, minimum)).orElse(rate));
        row.put("contacts", decile.contacts());
        rows.add(row);
      }
    }
    return Chart.of(
        "chart-past",
        "Who answered, by tenth of the score",
        "One bar per tenth of the score: the share of past contacts that answered, with its 95 %"
            + " interval.",
        BY_DECILE,
        rows);
  }

  private static String shownRate(Campaign campaign, int minimum) {
    return rate(campaign, minimum)
        .map(
            r ->
                SmallCells.isSmall(campaign.responders(), minimum)
                    ? "about " + Words.wholePercent(r)
                    : Words.percent(r))
        .orElse(Words.NONE);
  }

  private static List<Map<String, Object>> spend(List<Campaign> campaigns) {
    var rows = new ArrayList<Map<String, Object>>();
    for (var campaign : campaigns) {
      if (campaign.spendBefore().isPresent() && campaign.spendDuring().isPresent()) {
        rows.add(point(campaign, "28 days before", campaign.spendBefore().get()));
        rows.add(point(campaign, "during", campaign.spendDuring().get()));
      }
    }
    return rows;
  }

  private static Map<String, Object> point(Campaign campaign, String when, double spend) {
    var row = new LinkedHashMap<String, Object>();
    row.put("campaign", name(campaign));
    row.put("when", when);
    row.put("spend", spend);
    return row;
  }

  private static String name(Campaign campaign) {
    return "%s (%s)".formatted(campaign.id(), campaign.type());
  }

  private static Html table(
      String caption, String first, List<Campaign> campaigns, ReportData data) {
    int minimum = data.minimumCell();
    var responders =
        SmallCells.parts(campaigns.stream().map(Campaign::responders).toList(), minimum);
    var currency = data.run().currency();
    var rows = new ArrayList<List<String>>();
    for (int i = 0; i < campaigns.size(); i++) {
      var campaign = campaigns.get(i);
      rows.add(
          List.of(
              campaign.decile() > 0 ? String.valueOf(campaign.decile()) : name(campaign),
              Words.count(campaign.contacts()),
              responders.get(i),
              shownRate(campaign, minimum),
              range(campaign, minimum),
              campaign.spendBefore().map(s -> Words.money(currency, s)).orElse(Words.NONE),
              campaign.spendDuring().map(s -> Words.money(currency, s)).orElse(Words.NONE)));
    }
    return Html.table(
        caption,
        List.of(
            Column.text(first),
            Column.number("Contacts"),
            Column.number("Answered"),
            Column.number("Rate"),
            Column.number("95 % range"),
            Column.number("Spend a day before"),
            Column.number("Spend a day during")),
        rows);
  }

  private static String range(Campaign campaign, int minimum) {
    if (campaign.low().isEmpty() || campaign.high().isEmpty()) {
      return Words.NONE;
    }
    return SmallCells.isSmall(campaign.responders(), minimum)
        ? "%s to %s"
            .formatted(
                Words.wholePercent(campaign.low().get()), Words.wholePercent(campaign.high().get()))
        : "%s to %s"
            .formatted(Words.percent(campaign.low().get()), Words.percent(campaign.high().get()));
  }
}
