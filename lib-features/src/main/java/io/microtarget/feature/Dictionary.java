package io.microtarget.feature;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.map_from_arrays;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.slice;

import io.microtarget.identity.IdentityTables;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Clocks;
import io.microtarget.table.Stage;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The features of today's subjects by name, and what each of them means. */
public final class Dictionary {
  private Dictionary() {}

  /**
   * Makes {@link FeatureTables#FEATURE} and {@link FeatureTables#FEATURE_DEFINITION}.
   *
   * @param subjectType person, household or account
   */
  public static Stage stage(FeatureSettings settings, String subjectType, Clocks clocks) {
    return new Stage(
        "dictionary",
        List.of(FeatureTables.FEATURE, FeatureTables.FEATURE_DEFINITION),
        List.of(
            FeatureTables.OCCASION,
            FeatureTables.FEATURE_LIST,
            SourceTables.PARTY,
            IdentityTables.SUBJECT,
            IdentityTables.LINK),
        inputs -> {
          var list = inputs.of(FeatureTables.FEATURE_LIST);
          var declared = Declared.of(settings.traitsOnly(), new Available(Map.of()));
          var events =
              new Events(
                  inputs, declared, subjectType, clocks.asOf(), List.of(IdentityTables.SUBJECT));
          var names = names(list.where(not(col("scope").isin("pair", "campaign"))));
          var subjects = inputs.of(FeatureTables.OCCASION).where(col("role").equalTo("subject"));
          return Map.of(
              FeatureTables.FEATURE,
              Traits.add(features(subjects, subjectType, names), events),
              FeatureTables.FEATURE_DEFINITION,
              definitions(list));
        });
  }

  /** Names in the order of their positions: a few hundred, on the driver. */
  static List<String> names(Dataset<Row> list) {
    return list.orderBy("position").select("name").collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  /**
   * @param names those of {@code features} from the first one on; the rest is about campaigns
   */
  private static Dataset<Row> features(
      Dataset<Row> subjects, String subjectType, List<String> names) {
    var keys = array(names.stream().map(n -> lit(n)).toArray(Column[]::new));
    var numbers =
        names.isEmpty()
            ? org.apache.spark.sql.functions.expr("cast(map() as map<string, double>)")
            : map_filter(
                map_from_arrays(keys, slice(col("features"), 1, names.size())),
                (name, value) -> value.isNotNull());
    return subjects.select(
        lit(subjectType).as("subject_type"), col("subject_id"), numbers.as("numbers"));
  }

  private static Dataset<Row> definitions(Dataset<Row> list) {
    var columns =
        FeatureTables.FEATURE_DEFINITION.columns().stream()
            .map(
                name ->
                    switch (name) {
                      case "meaning" -> col("expression").as(name);
                      case "is_usable" -> lit(true).as(name);
                      case "name", "scope", "source", "aggregate", "window_days", "columns" ->
                          col(name);
                      default ->
                          lit(null)
                              .cast(
                                  FeatureTables.FEATURE_DEFINITION.schema().apply(name).dataType())
                              .as(name);
                    });
    return list.select(columns.toArray(Column[]::new));
  }
}
