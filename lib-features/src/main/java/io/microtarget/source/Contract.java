package io.microtarget.source;

import io.microtarget.table.Nearest;
import io.microtarget.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
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
  private static final int LONGEST_PATTERN = 200;

  /** Columns the lake fills; a source can say what they tell, not what they hold. */
  private static final Set<String> FILLED =
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
    var problems = new ArrayList<String>();
    var ofKind = KindContract.of(kind);
    for (var entry : new TreeMap<>(ofSource).entrySet()) {
      var key = "contract." + entry.getKey();
      var name = column(entry.getKey());
      if (!keys(kind).contains(entry.getKey())) {
        problems.add(
            "%s: kind %s has no such column%s"
                .formatted(
                    key,
                    kind,
                    Nearest.hint(entry.getKey(), keys(kind)).orElse("; it has " + keys(kind))));
        continue;
      }
      var contract = entry.getValue();
      if (FILLED.contains(name) || name.equals("record_id")) {
        checkFilled(key, name, contract, problems);
      } else {
        checkValues(key, kind.schema().apply(name).dataType(), contract, problems);
        checkTighter(key, ofKind, name, contract, problems);
      }
      if (name.equals("record_id") || !FILLED.contains(name)) {
        checkRequired(key, kind, ofKind.columns().get(name), contract, problems);
      }
      checkUse(key, contract, problems);
    }
    return problems;
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

  private static Optional<String> range(String name, ColumnContract contract) {
    var bounds = new ArrayList<String>();
    contract.least().ifPresent(least -> bounds.add(name + " >= " + number(least)));
    contract.most().ifPresent(most -> bounds.add(name + " <= " + number(most)));
    return bounds.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", bounds));
  }

  /** The whole text, where Spark's RLIKE is content with a part of it. */
  private static String whole(String pattern) {
    return "\\A(?:" + pattern + ")\\z";
  }

  private static String number(double value) {
    var isWhole = value == Math.rint(value) && Math.abs(value) < Integer.MAX_VALUE;
    return isWhole ? Long.toString((long) value) : value + "D";
  }

  /** Without a dollar sign, which a session would take for the begin of a variable. */
  private static String literal(String text) {
    var escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("$", "\\u0024");
    return "'" + escaped + "'";
  }

  private static void checkFilled(
      String key, String name, ColumnContract contract, List<String> problems) {
    var isBounded = contract.least().isPresent() || contract.most().isPresent();
    if (!contract.values().isEmpty() || isBounded || contract.pattern().isPresent()) {
      problems.add(
          "%s: %s; values, least, most and pattern do not apply"
              .formatted(
                  key,
                  name.equals("record_id")
                      ? "a native id becomes a keyed pseudonym"
                      : name.equals("attributes") || name.equals("identifiers")
                          ? "the column is a map"
                          : "the lake fills the column"));
    }
    if (!name.equals("record_id") && contract.required().isPresent()) {
      problems.add(key + ".required: the lake fills the column; it cannot be required");
    }
  }

  private static void checkValues(
      String key, DataType type, ColumnContract contract, List<String> problems) {
    var isText = type instanceof StringType;
    var isNumber = type instanceof NumericType;
    if (!contract.values().isEmpty() && !isText && !isNumber) {
      problems.add(
          "%s.values: the column is %s; values can be listed for texts and numbers only"
              .formatted(key, type.sql()));
    }
    if (isNumber) {
      contract.values().stream()
          .filter(v -> !v.matches("-?\\d{1,18}(\\.\\d{1,9})?"))
          .forEach(v -> problems.add("%s.values: '%s' is no number".formatted(key, v)));
    }
    if ((contract.least().isPresent() || contract.most().isPresent()) && !isNumber) {
      problems.add("%s: the column is %s; least and most need a number".formatted(key, type.sql()));
    }
    checkBounds(key, contract, problems);
    contract.pattern().ifPresent(p -> checkPattern(key + ".pattern", p, isText, type, problems));
  }

  private static void checkBounds(String key, ColumnContract contract, List<String> problems) {
    contract
        .least()
        .filter(v -> !Double.isFinite(v))
        .ifPresent(v -> problems.add("%s.least must be a finite number, not %s".formatted(key, v)));
    contract
        .most()
        .filter(v -> !Double.isFinite(v))
        .ifPresent(v -> problems.add("%s.most must be a finite number, not %s".formatted(key, v)));
    if (contract.least().isPresent() && contract.most().isPresent()) {
      if (contract.least().get() > contract.most().get()) {
        problems.add(
            "%s: least %s is more than most %s"
                .formatted(key, number(contract.least().get()), number(contract.most().get())));
      }
    }
  }

  private static void checkPattern(
      String key, String pattern, boolean isText, DataType type, List<String> problems) {
    if (!isText) {
      problems.add("%s: the column is %s; a pattern needs a text".formatted(key, type.sql()));
    }
    if (pattern.length() > LONGEST_PATTERN) {
      problems.add("%s is longer than %d characters".formatted(key, LONGEST_PATTERN));
      return;
    }
    try {
      Pattern.compile(pattern);
      Pattern.compile(whole(pattern));
    } catch (PatternSyntaxException e) {
      problems.add(
          "%s: '%s' is no regular expression: %s".formatted(key, pattern, e.getDescription()));
    }
  }

  private static void checkRequired(
      String key,
      Table kind,
      ColumnContract ofKind,
      ColumnContract contract,
      List<String> problems) {
    if (ofKind.isRequired() && contract.required().equals(Optional.of(false))) {
      problems.add("%s.required: kind %s requires the column always".formatted(key, kind));
    }
  }

  private static void checkTighter(
      String key,
      KindContract ofKind,
      String name,
      ColumnContract contract,
      List<String> problems) {
    if (ofKind.usual().contains(name)) {
      return;
    }
    var firm = ofKind.columns().get(name);
    if (!firm.values().isEmpty()) {
      contract.values().stream()
          .filter(v -> !firm.values().contains(v))
          .forEach(
              v -> problems.add("%s.values: '%s' is none of %s".formatted(key, v, firm.values())));
    }
    checkInside(key + ".least", contract.least(), firm, problems);
    checkInside(key + ".most", contract.most(), firm, problems);
  }

  private static void checkInside(
      String key, Optional<Double> bound, ColumnContract firm, List<String> problems) {
    var isBelow = bound.isPresent() && firm.least().filter(l -> bound.get() < l).isPresent();
    var isAbove = bound.isPresent() && firm.most().filter(m -> bound.get() > m).isPresent();
    if (isBelow || isAbove) {
      problems.add(
          "%s: %s lies outside what the kind allows, %s"
              .formatted(key, number(bound.get()), range("it", firm).orElseThrow()));
    }
  }

  private static void checkUse(String key, ColumnContract contract, List<String> problems) {
    for (var purpose : contract.purposes()) {
      if (!Basis.PURPOSES.contains(purpose)) {
        problems.add(
            "%s.purposes must be of %s, not `%s`%s"
                .formatted(
                    key,
                    Basis.PURPOSES,
                    purpose,
                    Nearest.hint(purpose, Basis.PURPOSES).orElse("")));
      }
    }
    contract
        .retentionDays()
        .filter(days -> days < 1)
        .ifPresent(
            days ->
                problems.add("%s.retention-days must be at least 1, not %d".formatted(key, days)));
  }

  private static List<String> keys(Table kind) {
    return kind.columns().stream()
        .map(name -> name.equals("record_id") ? "native-id" : kebab(name))
        .toList();
  }

  private static String column(String key) {
    return key.equals("native-id") ? "record_id" : key.replace('-', '_');
  }

  private static String kebab(String name) {
    return name.replace('_', '-');
  }
}
