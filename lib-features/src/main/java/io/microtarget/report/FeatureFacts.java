package io.microtarget.report;

import static org.apache.spark.sql.functions.col;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the report says of features: how well each is filled, and which are of use.
 *
 * @param subjects behind the shares
 * @param features by name
 */
public record FeatureFacts(long subjects, List<Feature> features) {
  static final FeatureFacts NONE = new FeatureFacts(0, List.of());

  /**
   * One feature of the dictionary.
   *
   * @param source kind of source; empty if it is derived
   * @param missingShare of subjects
   * @param reason why models and segments that name no features do not take it; empty if they do
   */
  public record Feature(
      String name,
      String meaning,
      Optional<String> source,
      Optional<Double> missingShare,
      Optional<String> reason) {}

  public FeatureFacts {
    features = List.copyOf(features);
  }

  /**
   * @param definitions rows of {@code feature_definition}
   * @param subjects rows of {@code feature}
   */
  static FeatureFacts of(Dataset<Row> definitions, Dataset<Row> subjects) {
    var features =
        definitions
            .select(col("name"), col("meaning"), col("source"), col("missing_share"), col("reason"))
            .collectAsList()
            .stream()
            .map(
                row ->
                    new Feature(
                        row.getString(0),
                        Optional.ofNullable(row.getString(1)).orElse(""),
                        Optional.ofNullable(row.getString(2)),
                        Optional.ofNullable(row.<Double>getAs(3)).filter(Double::isFinite),
                        Optional.ofNullable(row.getString(4))))
            .sorted(Comparator.comparing(Feature::name))
            .toList();
    return new FeatureFacts(features.isEmpty() ? 0 : subjects.count(), features);
  }

  /** Those that models and segments take that name none. */
  List<Feature> usable() {
    return features.stream().filter(f -> f.reason().isEmpty()).toList();
  }
}
