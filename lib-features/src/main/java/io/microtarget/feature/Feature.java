package io.microtarget.feature;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One number: a declared feature for one window and one value of {@code by}.
 *
 * @param name name in {@code numbers}
 * @param key where it is declared, for messages
 * @param own how it is declared
 * @param value the value of {@code by}; empty with {@code isOther} for all that are not listed
 * @param isOther whether rows of any other value count
 * @param window days before the moment; {@link Windows#ALL} is all history
 */
record Feature(
    String name, String key, Own own, Optional<String> value, boolean isOther, int window) {

  private static final String OTHER = "other";

  /** Which rows count, as a value that can be compared: features share what is equal. */
  record Condition(
      Optional<String> where,
      Optional<String> by,
      Optional<String> value,
      Optional<Integer> offerProductsAtMost,
      Optional<String> known) {

    /** Never null where all parts are false or true; null counts as false. */
    Column column() {
      var all = new ArrayList<Column>();
      where.ifPresent(text -> all.add(expr(text)));
      by.ifPresent(text -> all.add(expr(text).cast("string").equalTo(value.orElseThrow())));
      offerProductsAtMost.ifPresent(n -> all.add(col(Columns.OFFER_PRODUCTS).leq(n)));
      known.ifPresent(text -> all.add(expr(text).isNotNull()));
      return all.stream().reduce(Column::and).orElse(lit(true));
    }
  }

  /**
   * The numbers a declaration stands for: windows times values.
   *
   * @param found the most frequent values, of a declaration that asks for them
   */
  static List<Feature> of(
      String key, String name, Own own, List<Integer> blockWindows, List<String> found) {
    var features = new ArrayList<Feature>();
    for (var window : own.windows(blockWindows)) {
      if (own.by().isEmpty()) {
        features.add(
            new Feature(name(name, own, window), key, own, Optional.empty(), false, window));
      }
      for (var value : own.values().orElse(List.of())) {
        var full = name(name + "_" + snake(value), own, window);
        features.add(new Feature(full, key, own, Optional.of(value), false, window));
      }
      if (own.top().isPresent()) {
        spelled(found)
            .forEach(
                (value, spelled) -> {
                  var full = name(name + "_" + spelled, own, window);
                  features.add(new Feature(full, key, own, Optional.of(value), false, window));
                });
        var other = name(name + "_" + OTHER, own, window);
        features.add(new Feature(other, key, own, Optional.empty(), true, window));
      }
    }
    return features;
  }

  /**
   * Values to their part of a name. What has no letter or digit of its own, or the same as another
   * value, gets a number by the order of the values.
   */
  private static Map<String, String> spelled(List<String> values) {
    var taken = new TreeSet<>(Set.of(OTHER));
    var spelled = new TreeMap<String, String>();
    for (var value : new TreeSet<>(values)) {
      var plain = snake(value).isEmpty() ? "value" : snake(value);
      var name = plain;
      for (int n = 2; !taken.add(name); n++) {
        name = plain + "_" + n;
      }
      spelled.put(value, name);
    }
    return spelled;
  }

  /** {@code source__measure__aggregate__window}: the one grammar of names. */
  private static String name(String measure, Own own, int window) {
    return String.join("__", own.from(), measure, own.aggregate().inName(), Windows.name(window));
  }

  Condition condition() {
    return new Condition(own.where(), own.by(), value, own.offerProductsAtMost(), own.of());
  }

  /** The value where no row counts, if it is known. */
  Optional<Double> withoutRows() {
    return own.empty()
        .or(() -> own.aggregate().isZeroWithoutRows() ? Optional.of(0.0) : Optional.empty());
  }

  /**
   * Checks the types of its expressions.
   *
   * @throws io.microtarget.table.SettingsError names the feature
   */
  void check(Dataset<Row> rows) {
    own.where().ifPresent(text -> Typed.condition(rows, key + ".where", text));
    own.by().ifPresent(text -> Typed.value(rows, key + ".by", text));
    own.of()
        .ifPresent(
            text -> {
              if (own.aggregate().needsNumber()) {
                Typed.number(rows, key + ".of", text);
              } else {
                Typed.value(rows, key + ".of", text);
              }
            });
  }

  private static String snake(String value) {
    return value.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
  }
}
