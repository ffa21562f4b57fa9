package io.microtarget.pipeline;

import static io.microtarget.pipeline.OpenDataContract.kebab;
import static io.microtarget.pipeline.OpenDataContract.ordered;
import static io.microtarget.pipeline.OpenDataContract.stable;

import io.microtarget.source.ColumnContract;
import io.microtarget.source.Contract;
import io.microtarget.source.Mapping;
import io.microtarget.source.SourceSettings;
import io.microtarget.table.Kind;
import io.microtarget.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructField;

/**
 * The rules of a column as quality checks of the Open Data Contract Standard, each named by the id
 * of its rule: a metric of its library where there is one, else Spark SQL that counts the rows that
 * break the rule.
 *
 * <p>What a source adds is checked on the rows of its deliveries; in the lake the ledger {@code
 * delivery} knows them.
 */
final class QualityChecks {
  private QualityChecks() {}

  /**
   * Checks of a property, those of the kind first.
   *
   * @param sources of a business, by name
   */
  static List<Map<String, Object>> of(
      Table table,
      StructField field,
      ColumnContract contract,
      Map<String, SourceSettings> sources) {
    var checks = new ArrayList<Map<String, Object>>();
    if (contract.isRequired()) {
      var check = check("required:" + kebab(field.name()), "", "completeness");
      check.putAll(ordered("metric", "nullValues", "mustBe", 0));
      checks.add(check);
    }
    if (table.kind() == Kind.EVENT) {
      var ofKind = Catalog.rules(table, field.name());
      ofKind.forEach((rule, sql) -> checks.add(ofKind(table, field, contract, rule, sql)));
      sources.forEach(
          (name, settings) -> {
            if (Mapping.kind(settings).equals(table)) {
              checks.addAll(ofSource(table, field, name, settings, ofKind));
            }
          });
    }
    return checks;
  }

  private static Map<String, Object> ofKind(
      Table table, StructField field, ColumnContract contract, String rule, String condition) {
    var check = check(rule, "", "conformity");
    if (Catalog.isUsual(table, field.name())) {
      check.put("description", "What is usual; a source may state other bounds.");
    }
    if (rule.startsWith("values:")) {
      check.putAll(invalid("validValues", contract.values()));
    } else if (rule.startsWith("pattern:")) {
      check.putAll(invalid("pattern", "^(?:" + contract.pattern().orElseThrow() + ")$"));
    } else {
      check.putAll(sql("NOT (" + condition + ")"));
    }
    return check;
  }

  private static List<Map<String, Object>> ofSource(
      Table table,
      StructField field,
      String source,
      SourceSettings settings,
      Map<String, String> ofKind) {
    var checks = new ArrayList<Map<String, Object>>();
    var contract = Contract.of(table, settings.contract());
    var isNew = !Contract.of(table).required().contains(field.name());
    if (isNew && contract.required().contains(field.name())) {
      var check = check("required:" + kebab(field.name()), source, "completeness");
      check.putAll(sql("{property} IS NULL" + ofDeliveries(source)));
      checks.add(check);
    }
    contract
        .rules()
        .forEach(
            (rule, condition) -> {
              var isOfColumn = rule.endsWith(":" + kebab(field.name()));
              if (isOfColumn && !condition.equals(ofKind.get(rule))) {
                var check = check(rule, source, "conformity");
                check.putAll(sql("NOT (" + condition + ")" + ofDeliveries(source)));
                checks.add(check);
              }
            });
    return checks;
  }

  private static Map<String, Object> check(String rule, String source, String dimension) {
    var isOfSource = !source.isEmpty();
    var check =
        ordered(
            "id", stable(isOfSource ? rule + "_" + source : rule),
            "name", rule,
            "dimension", dimension);
    if (isOfSource) {
      check.put("description", "Of source " + source + ".");
    }
    return check;
  }

  private static Map<String, Object> invalid(String argument, Object value) {
    return ordered("metric", "invalidValues", "arguments", ordered(argument, value), "mustBe", 0);
  }

  private static Map<String, Object> sql(String where) {
    return ordered(
        "type", "sql", "query", "SELECT count(*) FROM {object} WHERE " + where, "mustBe", 0);
  }

  private static String ofDeliveries(String source) {
    return " AND delivery_id IN (SELECT delivery_id FROM delivery WHERE source = '%s')"
        .formatted(source.replace("\\", "\\\\").replace("'", "\\'"));
  }
}
