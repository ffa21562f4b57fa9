package io.microtarget.pipeline;

import io.microtarget.source.ColumnContract;
import io.microtarget.source.Contract;
import io.microtarget.source.Mapping;
import io.microtarget.source.PersonalData;
import io.microtarget.source.SourceSettings;
import io.microtarget.table.Kind;
import io.microtarget.table.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;

/**
 * The catalogue in the words of the <a
 * href="https://bitol-io.github.io/open-data-contract-standard/v3.1.0/">Open Data Contract Standard
 * 3.1.0</a>: one contract of a lake, an object a table, a property a column.
 *
 * <p>Rules are {@link QualityChecks}, what a column tells about people is its classification,
 * retention is a service level in days from the event, or from its recording where a kind has no
 * time; purposes and legal bases are custom properties. What a source of a business adds stands
 * beside it, limited to the deliveries of that source.
 */
public final class OpenDataContract {
  /** Version of the standard. */
  public static final String API_VERSION = "v3.1.0";

  private final Map<String, SourceSettings> sources;

  private OpenDataContract(Map<String, SourceSettings> sources) {
    this.sources = new TreeMap<>(sources);
  }

  /**
   * The contract as nested maps, lists, texts and numbers, ready for a writer of YAML.
   *
   * @param version of the product
   * @param settings of a business; empty for the kinds alone
   */
  public static Map<String, Object> of(String version, Optional<Settings> settings) {
    var name = settings.map(s -> s.business().name()).orElse("Microtarget");
    var root = settings.map(s -> s.lake().root());
    var contract = new OpenDataContract(settings.map(Settings::sources).orElse(Map.of()));
    var map = new LinkedHashMap<String, Object>();
    map.put("apiVersion", API_VERSION);
    map.put("kind", "DataContract");
    map.put("id", uuid(name + "\n" + root.orElse("")));
    map.put("name", name);
    map.put("version", version);
    map.put("status", settings.isPresent() ? "active" : "draft");
    map.put(
        "description",
        ordered(
            "purpose",
            "Tables from which the next best message for each person is found and measured.",
            "limitations",
            "Personal values stand in the vault only; elsewhere keyed pseudonyms. Who may be"
                + " contacted is decided at build and again at exit.",
            "usage",
            "Read a snapshot table by the run that `publication` names for a date."));
    root.ifPresent(r -> map.put("servers", List.of(server(r))));
    map.put("schema", Catalog.tables().stream().map(contract::object).toList());
    map.put("slaProperties", contract.retention());
    return map;
  }

  private static String uuid(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static Map<String, Object> server(String root) {
    return root.contains("://")
        ? ordered(
            "server",
            "lake",
            "type",
            "custom",
            "description",
            "A folder a table, in Delta.",
            "location",
            root,
            "format",
            "delta")
        : ordered(
            "server",
            "lake",
            "type",
            "local",
            "description",
            "A folder a table, in Delta.",
            "path",
            root,
            "format",
            "delta");
  }

  private Map<String, Object> object(Table table) {
    var object = new LinkedHashMap<String, Object>();
    object.put("name", table.name());
    object.put("logicalType", "object");
    object.put("physicalName", table.name());
    object.put("physicalType", "table");
    object.put("description", table.purpose());
    object.put("tags", List.of(kind(table)));
    var custom = new ArrayList<Map<String, Object>>();
    custom.add(custom("schemaVersion", table.version()));
    var bases = bases(table);
    if (!bases.isEmpty()) {
      custom.add(custom("sources", bases));
    }
    object.put("customProperties", custom);
    var contracts = Catalog.contracts(table);
    var properties = new ArrayList<Map<String, Object>>();
    for (var field : table.schema().fields()) {
      properties.add(property(table, field, contracts.get(field.name())));
    }
    object.put("properties", properties);
    return object;
  }

  private Map<String, Object> property(Table table, StructField field, ColumnContract contract) {
    var property = new LinkedHashMap<String, Object>();
    property.put("name", field.name());
    property.put("physicalType", field.dataType().sql());
    property.put("description", field.getComment().getOrElse(() -> ""));
    property.putAll(logicalType(field.dataType()));
    var options = options(table, field, contract);
    if (!options.isEmpty()) {
      property.put("logicalTypeOptions", options);
    }
    property.put("required", contract.isRequired());
    var position = table.keys().indexOf(field.name());
    if (position >= 0) {
      property.put("primaryKey", true);
      property.put("primaryKeyPosition", position + 1);
    }
    var tells = contract.personalData().orElse(PersonalData.NONE);
    property.put("classification", tells.name().toLowerCase(Locale.ROOT));
    if (tells != PersonalData.NONE) {
      property.put("tags", List.of("personal-data"));
    }
    var custom = custom(table, field, contract);
    if (!custom.isEmpty()) {
      property.put("customProperties", custom);
    }
    var quality = QualityChecks.of(table, field, contract, sources);
    if (!quality.isEmpty()) {
      property.put("quality", quality);
    }
    return property;
  }

  private static Map<String, Object> logicalType(DataType type) {
    if (type instanceof ArrayType array) {
      return ordered("logicalType", "array", "items", logicalType(array.elementType()));
    }
    return ordered("logicalType", logicalName(type));
  }

  private static String logicalName(DataType type) {
    if (type instanceof MapType) {
      return "object";
    }
    if (type.equals(DataTypes.IntegerType) || type.equals(DataTypes.LongType)) {
      return "integer";
    }
    if (type.equals(DataTypes.DoubleType) || type instanceof DecimalType) {
      return "number";
    }
    // The standard has no name for bytes; the physical type says what they are.
    return type.equals(DataTypes.BinaryType) ? "string" : type.typeName();
  }

  /** Bounds that are merely usual are quality checks only: a source may state others. */
  private static Map<String, Object> options(
      Table table, StructField field, ColumnContract contract) {
    var options = new LinkedHashMap<String, Object>();
    var type = field.dataType();
    if (type.equals(DataTypes.LongType)) {
      options.put("format", "i64");
    } else if (type.equals(DataTypes.IntegerType)) {
      options.put("format", "i32");
    } else if (type.equals(DataTypes.DoubleType)) {
      options.put("format", "f64");
    } else if (type.equals(DataTypes.TimestampType)) {
      options.put("timezone", true);
      options.put("defaultTimezone", "Etc/UTC");
    }
    if (!Catalog.isUsual(table, field.name())) {
      contract.least().ifPresent(least -> options.put("minimum", least));
      contract.most().ifPresent(most -> options.put("maximum", most));
    }
    contract.pattern().ifPresent(pattern -> options.put("pattern", "^(?:" + pattern + ")$"));
    return options;
  }

  private List<Map<String, Object>> custom(
      Table table, StructField field, ColumnContract contract) {
    var custom = new ArrayList<Map<String, Object>>();
    if (!contract.purposes().isEmpty()) {
      custom.add(custom("purposes", contract.purposes()));
    }
    sources.forEach(
        (name, settings) -> {
          var stated = settings.contract().get(key(field.name()));
          if (Mapping.kind(settings).equals(table) && stated != null) {
            stated
                .personalData()
                .ifPresent(
                    p ->
                        custom.add(
                            custom(
                                "personalDataOfSource",
                                ordered(
                                    "source",
                                    name,
                                    "classification",
                                    p.name().toLowerCase(Locale.ROOT)))));
            if (!stated.purposes().isEmpty()) {
              custom.add(
                  custom(
                      "purposesOfSource", ordered("source", name, "purposes", stated.purposes())));
            }
          }
        });
    return custom;
  }

  private List<Map<String, Object>> bases(Table table) {
    var bases = new ArrayList<Map<String, Object>>();
    sources.forEach(
        (name, settings) -> {
          if (Mapping.kind(settings).equals(table)) {
            var basis = ordered("source", name);
            settings
                .basis()
                .ifPresent(
                    b -> {
                      basis.put("legalBasis", b.legalBasis().key());
                      basis.put("purposes", b.purposes());
                      basis.put("channels", b.channels());
                    });
            bases.add(basis);
          }
        });
    return bases;
  }

  /** Days from the event, of a kind and, where a source states others for a column, of that. */
  private List<Map<String, Object>> retention() {
    var levels = new ArrayList<Map<String, Object>>();
    for (var table : Catalog.tables(Kind.EVENT)) {
      var clock = clock(table);
      Catalog.contracts(table)
          .get(clock)
          .retentionDays()
          .ifPresent(days -> levels.add(level(table.name(), table + "." + clock, days, "")));
      sources.forEach(
          (name, settings) -> {
            if (Mapping.kind(settings).equals(table)) {
              new TreeMap<>(settings.contract())
                  .forEach((key, contract) -> stated(levels, table, name, key, contract));
            }
          });
    }
    return levels;
  }

  /** What days are counted from: the event, or where a row may have no time, its recording. */
  private static String clock(Table table) {
    var hasTime = Contract.of(table).required().contains("event_time");
    return hasTime ? "event_time" : "recorded_at";
  }

  private static void stated(
      List<Map<String, Object>> levels,
      Table table,
      String source,
      String key,
      ColumnContract contract) {
    var column = key.equals("native-id") ? "record_id" : key.replace('-', '_');
    contract
        .retentionDays()
        .ifPresent(
            days ->
                levels.add(
                    level(
                        "%s_%s_%s".formatted(table, column, source),
                        table + "." + column,
                        days,
                        "Of source " + source + ".")));
  }

  private static Map<String, Object> level(
      String id, String element, int days, String description) {
    var level =
        ordered(
            "id",
            stable("retention_" + id),
            "property",
            "retention",
            "value",
            days,
            "unit",
            "d",
            "element",
            element,
            "driver",
            "regulatory");
    if (!description.isEmpty()) {
      level.put("description", description);
    }
    return level;
  }

  private static Map<String, Object> custom(String property, Object value) {
    return ordered("property", property, "value", value);
  }

  /** Ids of the standard know letters, digits, hyphens and underscores only. */
  static String stable(String text) {
    return text.replaceAll("[^A-Za-z0-9_-]", "_");
  }

  private static String kind(Table table) {
    return table.kind().name().toLowerCase(Locale.ROOT);
  }

  static String kebab(String name) {
    return name.replace('_', '-');
  }

  private static String key(String column) {
    return column.equals("record_id") ? "native-id" : kebab(column);
  }

  static Map<String, Object> ordered(Object... keysAndValues) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
