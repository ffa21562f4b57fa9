package io.microtarget.source;

import io.microtarget.table.Nearest;
import io.microtarget.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;

/** What is wrong with the {@code contract} block of a source, a line a problem. */
final class ContractProblems {
  private static final int LONGEST_PATTERN = 200;

  private ContractProblems() {}

  /** See {@link Contract#problems}. */
  static List<String> of(Table kind, Map<String, ColumnContract> ofSource) {
    var problems = new ArrayList<String>();
    var ofKind = KindContract.of(kind);
    for (var entry : new TreeMap<>(ofSource).entrySet()) {
      var key = "contract." + entry.getKey();
      var name = Contract.column(entry.getKey());
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
      if (Contract.FILLED.contains(name) || name.equals("record_id")) {
        checkFilled(key, name, contract, problems);
      } else {
        checkValues(key, kind.schema().apply(name).dataType(), contract, problems);
        checkTighter(key, ofKind, name, contract, problems);
      }
      if (name.equals("record_id") || !Contract.FILLED.contains(name)) {
        checkRequired(key, kind, ofKind.columns().get(name), contract, problems);
      }
      checkUse(key, contract, problems);
    }
    return problems;
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
                .formatted(
                    key,
                    ColumnContract.number(contract.least().get()),
                    ColumnContract.number(contract.most().get())));
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
      Pattern.compile(Contract.whole(pattern));
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
              .formatted(
                  key,
                  ColumnContract.number(bound.get()),
                  ColumnContract.ANY.within(firm.least(), firm.most()).words()));
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
        .map(name -> name.equals("record_id") ? "native-id" : Contract.kebab(name))
        .toList();
  }
}
