package io.microtarget.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Rows of {@link IdentityTables#LINKAGE}: what can be told of a comparison without any value. */
final class LinkageRows {
  private static final String SUMMARY = "summary";
  private final List<Row> rows = new ArrayList<>();

  /** A single figure. */
  LinkageRows figure(String name, double value) {
    return add(SUMMARY, name, 0, null, value, null);
  }

  /** Single figures: a row of columns that are numbers. */
  LinkageRows figures(Row row) {
    for (var name : row.schema().fieldNames()) {
      figure(name.replace('_', '-'), row.<Long>getAs(name));
    }
    return this;
  }

  /** What was found by comparing. */
  LinkageRows compared(Compared compared, double targetPrecision) {
    var found = compared.found();
    var splits = compared.persons().splits();
    figure("records", found.records());
    figure("compared-pairs", found.pairs());
    figure("target-precision", targetPrecision);
    figure("fitted", found.fitted() == null ? 0 : 1);
    figure("splits", splits.size());
    figure("cut-links", splits.stream().mapToLong(Clusters.Split::cut).sum());
    add(
        SUMMARY,
        "comparison",
        0,
        (found.why().isFull() ? "full: " : "incremental: ") + found.why().reason(),
        null,
        null);
    if (found.fitted() != null) {
      figure("iterations", found.fitted().iterations());
      figure("converged", found.fitted().isConverged() ? 1 : 0);
      figure("household-gain", found.fitted().householdGain());
    }
    found
        .known()
        .forEach((f, n) -> add("known", f.key(), 0, null, (double) n / found.records(), n));
    rules(found);
    found.placeholders().forEach((f, n) -> add("placeholder", f.key(), 0, null, null, n));
    if (found.model() != null) {
      figure("links", found.linked());
      threshold(found.threshold());
      model(found);
    }
    compared.kept().ifPresent(kept -> add("model", "", 0, kept.json(), null, null));
    return this;
  }

  /**
   * @param sizes records of a person to persons
   */
  LinkageRows persons(Map<Integer, Long> sizes) {
    figure("persons", sizes.values().stream().mapToLong(n -> n).sum());
    figure("largest-person", sizes.keySet().stream().mapToInt(n -> n).max().orElse(0));
    sizes.forEach((size, persons) -> add("cluster-size", "", size, null, null, persons));
    return this;
  }

  /** All rows so far. */
  List<Row> rows() {
    return List.copyOf(rows);
  }

  private void rules(Matching.Found found) {
    int position = 1;
    for (var rule : found.rules()) {
      var choice = rule.choice();
      add("rule", rule.name(), position++, null, (double) choice.pairs(), choice.leftOut());
    }
  }

  private void threshold(Threshold threshold) {
    figure("expected-precision", threshold.precision());
    figure("expected-recall", threshold.recall());
    if (Double.isFinite(threshold.bits())) {
      figure("threshold-bits", threshold.bits());
    }
  }

  private void model(Matching.Found found) {
    var model = found.model();
    for (var field : model.fields()) {
      var comparison = Comparison.of(field);
      for (int level = 0; level < comparison.size(); level++) {
        var label = comparison.label(level);
        double m = model.m().get(field)[level];
        double u = model.u().get(field)[level];
        add("m", field.key(), level, label, m, null);
        add("u", field.key(), level, label, u, null);
        add("h", field.key(), level, label, model.h().get(field)[level], null);
        add("weight", field.key(), level, label, StrictMath.log(m / u) / StrictMath.log(2), null);
      }
    }
    int rank = 1;
    for (var of : found.patterns()) {
      var text = Pattern.text(of.pattern(), model.fields());
      add("pattern", "", rank++, text, of.bits(), of.pairs());
    }
    found.histogram().forEach((bits, pairs) -> add("bits", "", bits, null, null, pairs));
  }

  private LinkageRows add(
      String topic, String name, int position, String label, Double value, Long count) {
    rows.add(RowFactory.create(topic, name, position, label, value, count));
    return this;
  }
}
