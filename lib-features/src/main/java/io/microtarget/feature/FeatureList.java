package io.microtarget.feature;

import io.microtarget.source.SourceTables;
import io.microtarget.table.DriverRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** Rows of {@link FeatureTables#FEATURE_LIST} from the declarations. */
final class FeatureList {
  private FeatureList() {}

  /**
   * @param names all features in the order of {@code occasion.features}
   */
  static Dataset<Row> of(SparkSession spark, Declared declared, List<String> names) {
    var ofName = new HashMap<String, Row>();
    declared
        .paths()
        .forEach(
            (path, features) ->
                features.forEach(f -> ofName.put(f.name(), row(names, declared, path, f))));
    var days = declared.settings().place().days();
    declared.places().forEach(n -> ofName.put(n.name(), row(names, n, days)));
    declared.derived().forEach(d -> ofName.put(d.name(), row(names, d)));
    return DriverRows.table(
        spark,
        new ArrayList<>(names.stream().map(ofName::get).toList()),
        FeatureTables.FEATURE_LIST.schema());
  }

  private static Row row(
      List<String> names, Declared declared, Declared.Path path, Feature feature) {
    var own = feature.own();
    var used = Declared.used(declared.settings(), List.of(feature));
    return RowFactory.create(
        names.indexOf(feature.name()),
        feature.name(),
        feature.key(),
        word(path.scope()),
        own.from(),
        word(own.aggregate()),
        feature.window() == Windows.ALL ? null : feature.window(),
        Meaning.of(feature),
        category(feature),
        used.toArray(String[]::new));
  }

  private static Row row(List<String> names, Places.Number number, int days) {
    return RowFactory.create(
        names.indexOf(number.name()),
        number.name(),
        "features.place",
        word(Scope.SUBJECT),
        SourceTables.LOCATION.name(),
        word(number.aggregate()),
        days,
        "%s, %d days before the moment".formatted(number.expression(), days),
        null,
        new String[] {"latitude", "longitude"});
  }

  private static Row row(List<String> names, Derived derived) {
    var read = new TreeSet<>(derived.expression().columns());
    return RowFactory.create(
        names.indexOf(derived.name()),
        derived.name(),
        "features.derived." + derived.name(),
        word(derived.needsCampaign() ? Scope.PAIR : Scope.SUBJECT),
        null,
        null,
        null,
        Meaning.derived(derived.expression().text()),
        null,
        read.toArray(String[]::new));
  }

  /** Rows and values that are counted apart can be counted together; means cannot be. */
  private static String category(Feature feature) {
    var own = feature.own();
    var isAdded =
        switch (own.aggregate()) {
          case SUM, COUNT, SHARE, DECAY -> true;
          default -> false;
        };
    return own.by().isEmpty() || !isAdded
        ? null
        : "%s %s %s"
            .formatted(feature.key(), word(own.aggregate()), Windows.name(feature.window()));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
