package io.microtarget.report;

import io.microtarget.report.ReportData.Figure;
import io.microtarget.scoring.ScoringTables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The figures of one model, by part and metric of {@link ScoringTables#EVALUATION}.
 *
 * <p>Of the part {@code backtest} it reads {@code verdict, contacts, responders, auc, auc_baseline,
 * auc_difference, brier, ece, base_rate} and the curves {@code gains, lift, calibration,
 * calibration_predicted} by tenth; of {@code selection} the {@code chosen} model and the {@code
 * auc} of its candidates; of {@code refit} the {@code coefficient}s. What is absent is left out.
 */
record Evidence(String model, List<Figure> figures) {

  static List<Evidence> byModel(List<Figure> figures) {
    return figures.stream()
        .collect(Collectors.groupingBy(Figure::model, TreeMap::new, Collectors.toList()))
        .entrySet()
        .stream()
        .map(e -> new Evidence(e.getKey(), e.getValue()))
        .toList();
  }

  Optional<Figure> single(String part, String metric) {
    return curve(part, metric).stream().filter(f -> f.position() == 0).findFirst();
  }

  /** Points of a curve in order, each with a value. */
  List<Figure> points(String part, String metric) {
    return curve(part, metric).stream()
        .filter(f -> f.position() > 0 && f.value().isPresent())
        .toList();
  }

  /** {@code signal}, {@code no signal}, {@code no backtest} or {@code no model}, and why. */
  String verdict() {
    return single("backtest", "verdict").flatMap(Figure::label).orElse("no backtest");
  }

  boolean hasVerdict(String start) {
    return verdict().startsWith(start);
  }

  /** Share of the responders in the first {@code tenths} tenths. */
  Optional<Double> found(int tenths) {
    return points("backtest", "gains").stream()
        .filter(f -> f.position() == tenths)
        .findFirst()
        .flatMap(Figure::value);
  }

  /** Points of the gains curve: share of contacts, share of responders found, by series. */
  List<Map<String, Object>> gains() {
    var points = points("backtest", "gains");
    double all = points.stream().mapToLong(f -> f.count().orElse(1L)).sum();
    var rows = new ArrayList<Map<String, Object>>();
    rows.add(gain("this score", 0, 0, 0, 0));
    double contacts = 0;
    for (var point : points) {
      contacts += point.count().orElse(1L);
      double found = point.value().orElseThrow();
      rows.add(
          gain(
              "this score",
              contacts / all,
              found,
              point.low().orElse(found),
              point.high().orElse(found)));
    }
    rows.add(gain("picked by chance", 0, 0, 0, 0));
    rows.add(gain("picked by chance", 1, 1, 1, 1));
    return rows;
  }

  /** Lift of each tenth with its interval. */
  List<Map<String, Object>> lift() {
    return points("backtest", "lift").stream()
        .map(
            point -> {
              double lift = point.value().orElseThrow();
              var row = new LinkedHashMap<String, Object>();
              row.put("tenth", point.position());
              row.put("lift", lift);
              row.put("low", point.low().orElse(lift));
              row.put("high", point.high().orElse(lift));
              return (Map<String, Object>) row;
            })
        .toList();
  }

  /** What was promised and what happened, by tenth. */
  List<Map<String, Object>> calibration() {
    var predicted =
        points("backtest", "calibration_predicted").stream()
            .collect(Collectors.toMap(Figure::position, f -> f.value().orElseThrow()));
    return points("backtest", "calibration").stream()
        .filter(point -> predicted.containsKey(point.position()))
        .map(
            point -> {
              double observed = point.value().orElseThrow();
              var row = new LinkedHashMap<String, Object>();
              row.put("tenth", point.position());
              row.put("predicted", predicted.get(point.position()));
              row.put("observed", observed);
              row.put("low", point.low().orElse(observed));
              row.put("high", point.high().orElse(observed));
              return (Map<String, Object>) row;
            })
        .toList();
  }

  private static Map<String, Object> gain(
      String series, double share, double found, double low, double high) {
    var row = new LinkedHashMap<String, Object>();
    row.put("series", series);
    row.put("share", share);
    row.put("found", found);
    row.put("low", low);
    row.put("high", high);
    return row;
  }

  private List<Figure> curve(String part, String metric) {
    return figures.stream()
        .filter(f -> f.part().equals(part) && f.metric().equals(metric))
        .sorted(Comparator.comparingInt(Figure::position))
        .toList();
  }
}
