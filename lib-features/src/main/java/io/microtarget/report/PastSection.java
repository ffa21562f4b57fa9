package io.microtarget.report;

import io.microtarget.report.Html.Column;
import io.microtarget.report.ReportData.Campaign;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What past campaigns showed, without a causal word: nobody was assigned at random.
 *
 * <p>A group of fewer than the minimum is left out. Where only the number of those who answered is
 * small, that number is blanked and rates are rounded to whole percents, so that it cannot be
 * multiplied back.
 */
final class PastSection {
  private static final String ALL = "all";

  /** Campaigns in the picture, the largest ones; more would not fit a screen. */
  private static final int MOST_CAMPAIGNS = 30;

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
          "x": {"field": "spend", "type": "quantitative", "title": "mean spend a day",
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

  /**
   * A campaign, or a tenth of all of them, as it may be shown.
   *
   * @param responders the number, or why there is none
   * @param isExact false where rates are rounded because the number is blanked
   */
  private record Shown(Campaign campaign, String responders, boolean isExact) {
    static List<Shown> of(List<Campaign> campaigns, int minimum) {
      var responders =
          SmallCells.parts(campaigns.stream().map(Campaign::responders).toList(), minimum);
      var shown = new ArrayList<Shown>();
      for (int i = 0; i < campaigns.size(); i++) {
        var number = Words.count(campaigns.get(i).responders());
        shown.add(new Shown(campaigns.get(i), responders.get(i), responders.get(i).equals(number)));
      }
      return shown;
    }

    /** A rate as it is drawn. */
    double drawn(double rate) {
      return isExact ? rate : Math.round(rate * 100) / 100.0;
    }

    String text(double rate) {
      return isExact ? Words.percent(rate) : Words.wholePercent(rate);
    }

    String rate() {
      return campaign.rate().map(r -> (isExact ? "" : "about ") + text(r)).orElse(Words.NONE);
    }

    String range() {
      return campaign
          .low()
          .flatMap(low -> campaign.high().map(high -> text(low) + " to " + text(high)))
          .orElse(Words.NONE);
    }

    String name() {
      return "%s (%s)".formatted(campaign.id(), campaign.type());
    }
  }

  static Section of(ReportData data) {
    int minimum = data.minimumCell();
    var large = data.campaigns().stream().filter(c -> c.contacts() >= minimum).toList();
    var sum = large.stream().filter(c -> c.id().equals(ALL) && c.decile() == 0).toList();
    var tenths = large.stream().filter(c -> c.id().equals(ALL) && c.decile() > 0).toList();
    var each = large.stream().filter(c -> !c.id().equals(ALL) && c.decile() == 0).toList();
    if (tenths.isEmpty() && each.isEmpty()) {
      return new Section(
          "past", "Past campaigns", "No campaign has closed yet", List.of(), List.of());
    }
    var content = new ArrayList<Html>();
    var charts = new ArrayList<Chart>();
    content.add(
        new Html(
            "<p class=\"banner\" role=\"note\"><strong>Observational: not assigned at random.</strong>"
                + " Contacts were picked for these campaigns for a reason, so a difference here says"
                + " who answered, not what the campaign caused.</p>"));
    var shownTenths = Shown.of(tenths, minimum);
    if (!tenths.isEmpty()) {
      var chart = byDecile(shownTenths);
      charts.add(chart);
      content.add(chart.place());
      content.add(table("Past contacts by tenth of the score", "Tenth", shownTenths, data.run()));
    }
    var shownEach = Shown.of(each, minimum);
    if (each.stream().anyMatch(PastSection::hasSpend)) {
      var chart = spend(shownEach);
      charts.add(chart);
      content.add(chart.place());
    }
    if (!each.isEmpty()) {
      content.add(
          Html.folded(
              "Table of the campaigns",
              table("Closed campaigns", "Campaign", shownEach, data.run())));
    }
    content.add(
        Html.note(
            "Ranges are Wilson 95 %% intervals. Groups of fewer than %d are left out."
                .formatted(minimum)));
    var finding = finding(Shown.of(sum, minimum), shownTenths);
    return new Section("past", "Past campaigns", finding, content, charts);
  }

  private static String finding(List<Shown> sum, List<Shown> tenths) {
    if (sum.isEmpty() || sum.get(0).campaign.rate().isEmpty()) {
      return "What past campaigns showed";
    }
    var start =
        "%s of %s past contacts answered"
            .formatted(sum.get(0).rate(), Words.count(sum.get(0).campaign.contacts()));
    return tenths.stream()
        .filter(t -> t.campaign.decile() == 1 && t.campaign.rate().isPresent())
        .findFirst()
        .map(t -> "%s, and %s in the tenth with the highest score".formatted(start, t.rate()))
        .orElse(start);
  }

  private static Chart byDecile(List<Shown> tenths) {
    var rows = new ArrayList<Map<String, Object>>();
    for (var tenth : tenths) {
      var campaign = tenth.campaign;
      if (campaign.rate().isPresent()) {
        double rate = campaign.rate().get();
        var row = new LinkedHashMap<String, Object>();
        row.put("decile", campaign.decile());
        row.put("rate", tenth.drawn(rate));
        row.put("shown", tenth.rate());
        row.put("low", tenth.drawn(campaign.low().orElse(rate)));
        row.put("high", tenth.drawn(campaign.high().orElse(rate)));
        row.put("contacts", campaign.contacts());
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

  private static boolean hasSpend(Campaign campaign) {
    return campaign.spendBefore().isPresent() && campaign.spendDuring().isPresent();
  }

  private static Chart spend(List<Shown> campaigns) {
    var largest =
        campaigns.stream()
            .filter(shown -> hasSpend(shown.campaign))
            .sorted(Comparator.comparingLong((Shown s) -> s.campaign.contacts()).reversed())
            .limit(MOST_CAMPAIGNS)
            .collect(Collectors.toSet());
    var rows = new ArrayList<Map<String, Object>>();
    for (var shown : campaigns) {
      if (largest.contains(shown)) {
        rows.add(point(shown, "28 days before", shown.campaign.spendBefore().get()));
        rows.add(point(shown, "during", shown.campaign.spendDuring().get()));
      }
    }
    return Chart.of(
            "chart-spend",
            "Spend before and during each campaign",
            "Two points per campaign: mean spend a day of those contacted, in the 28 days before its"
                + " start and inside its window. Seasons are not taken out.",
            SPEND,
            rows)
        .tall(rows.size() / 2, 16);
  }

  private static Map<String, Object> point(Shown shown, String when, double spend) {
    var row = new LinkedHashMap<String, Object>();
    row.put("campaign", shown.name());
    row.put("when", when);
    row.put("spend", spend);
    return row;
  }

  private static Html table(String caption, String first, List<Shown> campaigns, RunFacts run) {
    var rows = new ArrayList<List<String>>();
    for (var shown : campaigns) {
      var campaign = shown.campaign;
      rows.add(
          List.of(
              campaign.decile() > 0 ? String.valueOf(campaign.decile()) : shown.name(),
              Words.count(campaign.contacts()),
              shown.responders,
              shown.rate(),
              shown.range(),
              money(run, campaign.spendBefore()),
              money(run, campaign.spendDuring())));
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

  private static String money(RunFacts run, Optional<Double> amount) {
    return amount.map(a -> Words.money(run.currency(), a)).orElse(Words.NONE);
  }
}
