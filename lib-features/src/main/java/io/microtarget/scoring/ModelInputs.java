package io.microtarget.scoring;

import io.microtarget.scoring.Model.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.jdk.javaapi.CollectionConverters;

/** A fitted model as rows of {@link ScoringTables#MODEL_INPUT}. */
final class ModelInputs {
  private ModelInputs() {}

  static List<Row> rows(String name, Learner.Fitted fitted) {
    var model = fitted.model();
    var weights =
        model.weights().stream().collect(Collectors.toMap(Weight::feature, Weight::value));
    var calibration = fitted.calibration();
    var rows = new ArrayList<Row>();
    rows.add(
        row(
            name,
            0,
            model instanceof LogisticRegression ? "logistic" : "boosted-trees",
            List.of(),
            null,
            Map.of("slope", calibration.slope(), "intercept", calibration.intercept()),
            model instanceof LogisticRegression regression ? regression.intercept() : null));
    for (var input : model.treatment().inputs()) {
      rows.add(
          row(
              name,
              rows.size(),
              input.name(),
              input.features(),
              input.shape().inTable(),
              parameters(input),
              weights.get(input.name())));
    }
    return rows;
  }

  private static Map<String, Double> parameters(Input input) {
    var parameters = new TreeMap<String, Double>();
    if (Double.isFinite(input.least())) {
      parameters.put("least", input.least());
      parameters.put("most", input.most());
    }
    parameters.put("mean", input.mean());
    parameters.put("deviation", input.deviation());
    return parameters;
  }

  private static Row row(
      String model,
      int position,
      String input,
      List<String> features,
      String treatment,
      Map<String, Double> parameters,
      Double weight) {
    return RowFactory.create(
        model,
        position,
        input,
        CollectionConverters.asScala(features).toSeq(),
        treatment,
        CollectionConverters.asScala(parameters),
        weight);
  }
}
