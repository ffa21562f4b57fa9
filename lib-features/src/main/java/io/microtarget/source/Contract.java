package io.microtarget.source;

import io.microtarget.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;

/**
 * What a typed row of a kind must fulfil beside its types, and what its columns may be used for.
 *
 * <p>A source adds to it in the settings: {@code contract { amount { least = 0 } }}, by the typed
 * column in kebab-case, {@code native-id} for {@code record_id}. It can only tighten what a kind
 * requires, allows or bounds, since the rooms to the right rely on that; where a bound is merely
 * what is usual ({@link #usual}), the one a source states stands for it: cancellations are
 * purchases with {@code quantity { least = -1000000 }}. What a column tells about people, its
 * purposes and its retention it may state freely.
 *
 * @param columns column to its contract, in the order of the table; every column has one
 * @param required columns that are never null
 * @param rules rule id to a condition over typed columns, in a fixed order; a row breaks it only if
 *     it is false: {@code finite:}, {@code values:}, {@code range:}, {@code pattern:} with the
 *     column, then conditions over several ({@code order:}, {@code pair:}, {@code either:})
 * @param usual columns whose values and bounds a source may replace
 */
public record Contract(
    Map<String, ColumnContract> columns,
    List<String> required,
    Map<String, String> rules,
    Set<String> usual) {
  /** Columns the lake fills; a source can say what they tell, not what they hold. */
  static final Set<String> FILLED =
      Set.of(
          "source",
          "delivery_id",
          "row_index",
          "element_index",
          "event_date",
          "recorded_at",
          "attributes",
          "identifiers");

  /**
   * What a kind says by itself.
   *
   * @throws IllegalArgumentException names a table that is no kind
   */
  public static Contract of(Table kind) {
    return of(kind, Map.of());
  }

  /**
   * What a kind says with the settings of a source laid over it, which have no {@link #problems}.
   *
   * @param ofSource typed column (kebab-case) to what the source says
   */
  public static Contract of(Table kind, Map<String, ColumnContract> ofSource) {
    var ofKind = KindContract.of(kind);
    var columns = new LinkedHashMap<>(ofKind.columns());
    ofSource.forEach(
        (key, contract) ->
            columns.computeIfPresent(
                column(key), (n, c) -> c.with(contract, ofKind.usual().contains(n))));
    var required = new LinkedHashSet<>(ofKind.required());
    columns.keySet().stream().filter(n -> isChecked(n, columns.get(n))).forEach(required::add);
    return new Contract(
        columns, List.copyOf(required), rules(kind, columns, ofKind), ofKind.usual());
  }

  /** The kind has a record_id, made from native-id. */
  static boolean hasSubject(Table kind) {
    return kind.columns().contains("record_id");
  }

  /**
   * What is wrong with the contract of a source.
   *
   * @return lines that begin with {@code contract.}, in the order of the columns' names
   */
  public static List<String> problems(Table kind, Map<String, ColumnContract> ofSource) {
    return ContractProblems.of(kind, ofSource);
  }

  private static boolean isChecked(String name, ColumnContract contract) {
    return contract.isRequired() && !FILLED.contains(name);
  }

  private static Map<String, String> rules(
      Table kind, Map<String, ColumnContract> columns, KindContract ofKind) {
    var rules = new LinkedHashMap<String, String>();
    for (var field : kind.schema().fields()) {
      rules.putAll(rules(field, columns.get(field.name())));
    }
    ofKind.rules().forEach((id, condition) -> rules.merge(id, condition, "(%s) and %s"::formatted));
    return rules;
  }

  private static Map<String, String> rules(StructField field, ColumnContract contract) {
    var rules = new LinkedHashMap<String, String>();
    var name = field.name();
    if (field.dataType().equals(DataTypes.DoubleType)) {
      rules.put(
          "finite:" + kebab(name),
          // Spark counts NaN as the greatest of all.
          "abs(%s) <= %sD".formatted(name, Double.MAX_VALUE));
    }
    if (!contract.values().isEmpty()) {
      var isText = field.dataType() instanceof StringType;
      var allowed =
          contract.values().stream()
              .map(v -> isText ? literal(v) : v)
              .collect(Collectors.joining(", "));
      rules.put("values:" + kebab(name), "%s in (%s)".formatted(name, allowed));
    }
    range(name, contract).ifPresent(condition -> rules.put("range:" + kebab(name), condition));
    contract
        .pattern()
        .ifPresent(p -> rules.put("pattern:" + kebab(name), name + " rlike " + literal(whole(p))));
    return rules;
  }

  /** An integer, or a double where a decimal point would make it a decimal. */
  private static String sql(double value) {
    var number = ColumnContract.number(value);
    return number.matches("-?\\d+") ? number : number + "D";
  }

  private static Optional<String> range(String name, ColumnContract contract) {
    var bounds = new ArrayList<String>();
    contract.least().ifPresent(least -> bounds.add(name + " >= " + sql(least)));
    contract.most().ifPresent(most -> bounds.add(name + " <= " + sql(most)));
    return bounds.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", bounds));
  }

  /** The whole text, where Spark's RLIKE is content with a part of it. */
  static String whole(String pattern) {
    return "\\A(?:" + pattern + ")\\z";
  }

  /** Without a dollar sign, which a session would take for the begin of a variable. */
  private static String literal(String text) {
    var escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("$", "\\u0024");
    return "'" + escaped + "'";
  }

  static String column(String key) {
    return key.equals("native-id") ? "record_id" : key.replace('-', '_');
  }

  static String kebab(String name) {
    return name.replace('_', '-');
  }
}
