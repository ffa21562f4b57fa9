package io.microtarget.report;

import io.microtarget.report.IdentityFacts.Entry;
import io.microtarget.report.ReportData.Campaign;
import io.microtarget.report.ReportData.Contacts;
import io.microtarget.report.ReportData.Figure;
import io.microtarget.report.ReportData.Journeys;
import io.microtarget.report.ReportData.Segment;
import io.microtarget.report.ReportData.Step;
import io.microtarget.report.RunFacts.Source;
import io.microtarget.report.RunFacts.Stage;
import io.microtarget.report.RunFacts.Use;
import io.microtarget.table.Clocks;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Made-up data of a report, of a realistic size and shape. */
final class Examples {
  /** Ends a script, loads an image, breaks out of an attribute, is a formula. */
  static final String HOSTILE =
      "</script><img src=x onerror=\"alert('1')\">&lt;`${x}`\u2028=HYPERLINK(\"http://x\")";

  private static final double[] TENTHS = {
    0.52, 0.31, 0.2, 0.14, 0.11, 0.08, 0.06, 0.04, 0.03, 0.02
  };

  private Examples() {}

  static ReportData shop() {
    return new ReportData(
        run("Corner Shop"),
        identity(""),
        features(""),
        List.of(new Journeys("receipts", 1469307, 0, 0, 0, 0, 12, 155848)),
        segments(),
        figures("coupon"),
        contacts("type-a"),
        steps(),
        campaigns("all"),
        10);
  }

  /** The same shape with one hostile text wherever a text can stand. */
  static ReportData hostile() {
    var shop = shop();
    var segments =
        shop.segments().stream()
            .map(
                s ->
                    new Segment(
                        HOSTILE,
                        s.id(),
                        HOSTILE,
                        HOSTILE,
                        s.size(),
                        s.share(),
                        Map.of(HOSTILE, 1.0)))
            .toList();
    var figures = new ArrayList<>(figures(HOSTILE));
    figures.add(figure(HOSTILE, "selection", "chosen", 0, HOSTILE, null, null, null, 5L));
    figures.add(figure(HOSTILE, "refit", "coefficient", 1, HOSTILE, 1.0, null, null, 5L));
    var steps = shop.steps().stream().map(s -> new Step(HOSTILE, HOSTILE, s.left(), s.dropped()));
    return new ReportData(
        run(HOSTILE),
        identity(HOSTILE),
        features(HOSTILE),
        List.of(new Journeys(HOSTILE, 5, 4, 3, 2, 1, 0, 5)),
        segments,
        figures,
        contacts(HOSTILE),
        steps.toList(),
        campaigns(HOSTILE),
        10);
  }

  /** A date before any test campaign has closed. */
  static ReportData withoutBacktest() {
    var shop = shop();
    return new ReportData(
        shop.run(),
        shop.identity(),
        shop.features(),
        shop.journeys(),
        shop.segments(),
        List.of(verdict("coupon", "no backtest: 0 closed contacts")),
        shop.contacts(),
        shop.steps(),
        shop.campaigns(),
        10);
  }

  static ReportData empty() {
    var run =
        new RunFacts(
            "r0",
            "Empty",
            "EUR",
            "person",
            run("").clocks(),
            "failed",
            Use.READY,
            "0.1.0",
            List.of(),
            List.of(),
            Map.of());
    return withIdentity(run, IdentityFacts.NONE);
  }

  /** A page about nothing but who is who. */
  static ReportData withIdentity(RunFacts run, IdentityFacts identity) {
    return new ReportData(
        run,
        identity,
        FeatureFacts.NONE,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        10);
  }

  /** Five features of 1,000 subjects; {@code name} ends every text. */
  static FeatureFacts features(String name) {
    return new FeatureFacts(
        1000,
        List.of(
            feature("purchase__amount__sum__28d" + name, 0, null),
            feature("purchase__amount__sum__91d" + name, 0.252, null),
            feature("purchase__rhythm__gap__all" + name, 0.007, null),
            feature("purchase__returned__count__28d" + name, 0, "constant"),
            feature("spend" + name, 0, "repeats purchase__amount__sum__28d" + name)));
  }

  private static FeatureFacts.Feature feature(String name, double missing, String reason) {
    return new FeatureFacts.Feature(
        name,
        "sum of " + name,
        Optional.of("purchase"),
        Optional.of(missing),
        Optional.ofNullable(reason));
  }

  /** 23,889 records of two fields; {@code name} ends every text. */
  static IdentityFacts identity(String name) {
    var entries = new ArrayList<Entry>();
    summary(entries, "records", 23_889);
    summary(entries, "compared-pairs", 46_575);
    summary(entries, "links", 13_890);
    summary(entries, "threshold-bits", 0.43);
    summary(entries, "expected-precision", 0.9998);
    summary(entries, "expected-recall", 0.9871);
    summary(entries, "iterations", 7);
    summary(entries, "converged", 1);
    summary(entries, "household-gain", 812.5);
    summary(entries, "persons", 10_000);
    summary(entries, "largest-person", 9);
    summary(entries, "splits", 2);
    summary(entries, "fitted", 1);
    summary(entries, "target-precision", 0.99);
    entries.add(
        entry("summary", "comparison", 0, "full, the first publication" + name, null, null));
    level(entries, "email" + name, 0, "the same" + name, 0.82, 0.0000004, 0.0000004, 20.9);
    level(entries, "email" + name, 1, "other" + name, 0.18, 0.9999996, 0.9999996, -2.5);
    level(entries, "last-name" + name, 0, "the same" + name, 0.9, 0.002, 0.84, 8.8);
    level(entries, "last-name" + name, 1, "other" + name, 0.1, 0.998, 0.16, -3.3);
    entries.add(entry("rule", "email" + name, 1, null, 9_120.0, 0L));
    entries.add(entry("rule", "street and house number" + name, 2, null, 14_002.0, 4L));
    entries.add(entry("placeholder", "phone" + name, 0, null, null, 77L));
    entries.add(entry("placeholder", "email" + name, 0, null, null, 3L));
    entries.add(entry("pattern", "", 1, "email=other, last-name=other" + name, -29.4, 30_000L));
    entries.add(
        entry("pattern", "", 2, "email=the same, last-name=the same" + name, 12.2, 16_570L));
    entries.add(entry("pattern", "", 3, "last-name=the same" + name, 0.2, 5L));
    for (int bits = -30; bits <= 30; bits++) {
      entries.add(entry("bits", "", bits, null, null, bits == 1 ? 4L : 60L + bits * bits));
    }
    var persons = List.of(3_000L, 3_500L, 2_400L, 1_000L, 80L, 11L, 5L, 3L, 1L);
    for (int size = 1; size <= persons.size(); size++) {
      entries.add(entry("cluster-size", "", size, null, null, persons.get(size - 1)));
    }
    return new IdentityFacts(
        entries,
        Map.of("new" + name, 889L, "kept", 22_950L, "merged", 46L, "split", 4L),
        10_000,
        23,
        2);
  }

  private static void summary(List<Entry> entries, String name, double value) {
    entries.add(entry("summary", name, 0, null, value, null));
  }

  private static void level(
      List<Entry> entries,
      String field,
      int level,
      String label,
      double m,
      double u,
      double h,
      double bits) {
    entries.add(entry("m", field, level, label, m, null));
    entries.add(entry("u", field, level, label, u, null));
    entries.add(entry("h", field, level, label, h, null));
    entries.add(entry("weight", field, level, label, bits, null));
  }

  static Entry entry(
      String topic, String name, int position, String label, Double value, Long count) {
    return new Entry(
        topic,
        name,
        position,
        Optional.ofNullable(label),
        Optional.ofNullable(value),
        Optional.ofNullable(count));
  }

  static Figure verdict(String model, String text) {
    return figure(model, "backtest", "verdict", 0, text, null, null, null, 0L);
  }

  private static RunFacts run(String name) {
    var sources =
        List.of(
            new Source(name.equals(HOSTILE) ? HOSTILE : "receipts", 1469307, 1469307, 0, 0, 0, 0),
            new Source("people", 801, 801, 0, 0, 0, 0),
            new Source("products", 92331, 92331, 0, 0, 0, 0),
            new Source("promotions", 20940529, 14104441, 6836088, 0, 0, 0),
            new Source("campaigns", 27, 27, 0, 0, 0, 0),
            new Source("coupons", 116204, 112890, 0, 0, 3314, 0),
            new Source("mailings", 6589, 6581, 0, 8, 0, 0),
            new Source("redeemed", 2102, 1990, 0, 112, 0, 0));
    var stages =
        List.of(
            new Stage("type-receipts", 1469307, 1469307, 21.4),
            new Stage("features", 15574748, 2469, 18.2),
            new Stage("segments", 2469, 2469, 14.9),
            new Stage("score", 9058, 7407, 24.3),
            new Stage("decide", 7407, 7407, 3.1));
    var checksums = new TreeMap<String, String>();
    for (var table : List.of("decision", "evaluation", "score", "segment_definition")) {
      checksums.put(table, "2469:-1285077431225839210457");
    }
    return new RunFacts(
        "20180101-3f9c21",
        name,
        "USD",
        "household",
        new Clocks(
            LocalDate.of(2018, 1, 1),
            Instant.parse("2026-11-22T00:30:00Z"),
            ZoneId.of("America/New_York")),
        name.equals(HOSTILE) ? HOSTILE : "published",
        Use.REHEARSAL,
        "0.1.0",
        sources,
        stages,
        checksums);
  }

  private static List<Segment> segments() {
    var names =
        List.of(
            "near the average",
            "low frequency 91d, high recency days",
            "high amount 364d, high share coupon lines",
            "high share of department drug gm, low share private label",
            "high basket size, high share on mailer");
    var sizes = List.of(892L, 641L, 480L, 302L, 154L);
    var features =
        List.of(
            "amount_364d",
            "amount_91d",
            "frequency_364d",
            "frequency_91d",
            "recency_days",
            "basket_size",
            "share_private_label",
            "share_discount",
            "share_coupon_lines",
            "share_on_display",
            "share_on_mailer",
            "share_of_department_grocery",
            "share_of_department_drug_gm",
            "share_of_department_produce",
            "campaigns_received",
            "coupons_redeemed");
    var segments = new ArrayList<Segment>();
    for (int s = 0; s < names.size(); s++) {
      var difference = new TreeMap<String, Double>();
      for (int f = 0; f < features.size(); f++) {
        difference.put(features.get(f), 2.1 * Math.sin(1.7 * s + 0.9 * f + s * f * 0.35));
      }
      segments.add(
          new Segment(
              "lifestyle",
              String.valueOf(s + 1),
              names.get(s),
              "nearest of 5 centres: amount_364d 5,200 on average against 1,900 overall;"
                  + " share_coupon_lines 0.08 on average against 0.021 overall",
              sizes.get(s),
              sizes.get(s) / 2469.0,
              difference));
    }
    return segments;
  }

  private static List<Figure> figures(String model) {
    var figures = new ArrayList<Figure>();
    figures.add(
        verdict(
            model,
            "signal: AUC 0.833 [0.809, 0.857] on 1877 later contacts of which 284 responded; above"
                + " the simple regression, difference 0.017 [0.004, 0.029]"));
    figures.add(figure(model, "backtest", "responders", 0, "", 284.0, null, null, 284L));
    figures.add(figure(model, "backtest", "auc", 0, "", 0.833, 0.809, 0.857, 1877L));
    figures.add(figure(model, "backtest", "auc_baseline", 0, "", 0.816, 0.79, 0.841, 1877L));
    figures.add(figure(model, "backtest", "auc_difference", 0, "", 0.017, 0.004, 0.029, 1877L));
    figures.add(figure(model, "backtest", "base_rate", 0, "", 0.1513, 0.131, 0.172, 1877L));
    figures.add(figure(model, "backtest", "base_rate_training", 0, "", 0.064, 0.06, 0.07, 2850L));
    figures.add(
        figure(
            model,
            "backtest",
            "drift",
            0,
            "6.4 % of 2,850 contacts answered before the cut, 15.1 % of 1,877 after it (+8.7 points [+6.6, +10.8])",
            null,
            null,
            null,
            0L));
    figures.add(figure(model, "backtest", "ece", 0, "", 0.024, 0.014, 0.041, 1877L));
    double found = 0;
    for (int tenth = 1; tenth <= 10; tenth++) {
      double rate = TENTHS[tenth - 1];
      found += rate / 1.51;
      double spread = Math.sqrt(rate * (1 - rate) / 188) * 1.96;
      figures.add(
          figure(
              model,
              "backtest",
              "gains",
              tenth,
              "",
              found,
              found - 0.04,
              Math.min(1, found + 0.04),
              188L));
      figures.add(
          figure(
              model,
              "backtest",
              "lift",
              tenth,
              "",
              rate / 0.151,
              Math.max(0, rate - spread) / 0.151,
              (rate + spread) / 0.151,
              188L));
      figures.add(
          figure(
              model,
              "backtest",
              "calibration",
              tenth,
              "",
              rate,
              Math.max(0, rate - spread),
              rate + spread,
              188L));
      figures.add(
          figure(
              model,
              "backtest",
              "calibration_predicted",
              tenth,
              "",
              rate * 0.92 + 0.012,
              null,
              null,
              188L));
    }
    figures.add(
        figure(model, "selection", "auc", 1, "logistic, penalty 0.1", 0.811, null, null, 2850L));
    figures.add(
        figure(model, "selection", "auc", 2, "logistic, penalty 0.01", 0.824, null, null, 2850L));
    figures.add(
        figure(
            model,
            "selection",
            "auc_held_out",
            1,
            "logistic, penalty 0.01",
            0.82,
            0.79,
            0.85,
            1140L));
    figures.add(
        figure(model, "selection", "auc_held_out", 2, "boosted-trees", 0.822, 0.79, 0.85, 1140L));
    figures.add(
        figure(model, "selection", "chosen", 0, "logistic, penalty 0.01", null, null, null, 0L));
    figures.add(
        figure(model, "refit", "coefficient", 1, "coupons_redeemed", 0.71, null, null, 4727L));
    figures.add(figure(model, "refit", "coefficient", 2, "recency_days", -0.33, null, null, 4727L));
    return figures;
  }

  private static Figure figure(
      String model,
      String part,
      String metric,
      int position,
      String label,
      Double value,
      Double low,
      Double high,
      Long count) {
    return new Figure(
        model,
        part,
        metric,
        position,
        Optional.of(label),
        Optional.ofNullable(value),
        Optional.ofNullable(low),
        Optional.ofNullable(high),
        Optional.of(count));
  }

  private static List<Contacts> contacts(String offer) {
    return List.of(
        new Contacts(offer, "mail", 2469, 486, 54, Optional.of(0.183), 742.31, 340.2),
        new Contacts("type-b", "mail", 2469, 201, 22, Optional.of(0.121), 187.4, 140.7),
        new Contacts("type-b", "email", 2469, 96, 12, Optional.of(0.06), 61.2, 1.92),
        new Contacts("type-c", "mail", 2469, 27, 0, Optional.of(0.09), 18.9, 18.9));
  }

  private static List<Step> steps() {
    return List.of(
        new Step("population", "all subjects of type household known before 2018-01-01", 2469, 0),
        new Step("eligible", "expected value above 0: 4123 of 7407 candidates", 1944, 525),
        new Step("basis", "a source states a basis for direct marketing", 1944, 0),
        new Step("holdout", "not in the universal holdout (share 0.1 when drawn now)", 1751, 193),
        new Step("caps", "fewer than 1 contacts in the 30 days before 2018-01-01", 1702, 49),
        new Step(
            "budget", "budget 500.00 USD: 810 contacts by mail at 0.70, capacity 1000", 810, 892),
        new Step("size_floor", "audiences of an offer and a channel of at least 50", 810, 0),
        new Step("exported", "810 contacts, expected value 1009.81 USD, cost 501.72 USD", 810, 0));
  }

  private static List<Campaign> campaigns(String label) {
    var type = label.equals("all") ? "Type A" : label;
    var campaigns = new ArrayList<Campaign>();
    campaigns.add(campaign("all", "all", 0, 6500, 640, 4.9, 5.4));
    for (int d = 1; d <= 10; d++) {
      long responders = Math.round(650 * TENTHS[d - 1] * 0.65);
      campaigns.add(
          campaign("all", "all", d, 650, d == 10 ? 4 : responders, 9.1 - d * 0.7, 9.6 - d * 0.7));
    }
    for (int c = 1; c <= 25; c++) {
      long contacts = c == 7 ? 6 : 120 + 31 * (c % 9);
      campaigns.add(
          campaign(
              String.valueOf(c),
              c % 3 == 0 ? type : "Type B",
              0,
              contacts,
              c == 7 ? 1 : contacts / (6 + c % 5),
              4 + 2.5 * Math.sin(c),
              4.4 + 2.7 * Math.sin(c + 0.3)));
    }
    return campaigns;
  }

  private static Campaign campaign(
      String id,
      String type,
      int decile,
      long contacts,
      long responders,
      double before,
      double during) {
    double rate = (double) responders / contacts;
    double half = 1.96 * Math.sqrt(rate * (1 - rate) / contacts);
    return new Campaign(
        id,
        type,
        decile,
        contacts,
        responders,
        Optional.of(rate),
        Optional.of(Math.max(0, rate - half)),
        Optional.of(rate + half),
        Optional.of(before),
        Optional.of(during));
  }
}
