package io.microtarget.source;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.map_from_arrays;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import io.microtarget.table.Expression;
import io.microtarget.table.Nearest;
import io.microtarget.table.SettingsError;
import io.microtarget.table.Table;
import io.microtarget.vault.Identifiers;
import io.microtarget.vault.Pseudonym;
import io.microtarget.vault.VaultTables;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Raw rows of delivered files of one source to typed rows, each with a status.
 *
 * <p>Out: the columns of the kind's table, {@link #STATUS} (kept, filtered, quarantined, duplicate,
 * late), {@link #RULE} (the first broken rule: {@code malformed:…}, {@code type:column}, {@code
 * required:column}, the rules of the {@link Contract}, {@code future:event-time}, {@code
 * rule:name}, {@code conflicting-key}), {@link #NATIVE_ID} and {@link #PAYLOAD} for the vault. The
 * expressions are evaluated once, in one scan.
 */
public final class Mapping {
  /** BIGINT: number of the raw row in its file, from 0; the caller adds it to the raw columns. */
  public static final String ROW_INDEX = "_row_index";

  /**
   * STRING: SHA-256 of the file; the caller adds it to the raw columns. With {@link #ROW_INDEX} it
   * is the id of a row that has none.
   */
  public static final String CONTENT = "_content";

  /**
   * The line as it was delivered, if it could not be read into the raw columns, else null; there
   * for line formats only. Such a row is quarantined, whatever the where of the source says.
   */
  public static final String MALFORMED = "_malformed";

  /** BIGINT: bytes before the raw row in its unpacked file; there for line formats only. */
  public static final String OFFSET = "_offset";

  /** STRING: the delivery of the raw row, where one mapping goes over several files. */
  public static final String DELIVERY = "_delivery";

  /** STRING: the line as it was delivered; there for line formats only. */
  public static final String LINE = "_line";

  /** STRING: why a line was not even parsed, as a rule id; there for line formats only. */
  public static final String FAULT = "_fault";

  /** An element of what {@code explode} gives, and INT: its place, from 0. */
  public static final String ELEMENT = "_element";

  public static final String ELEMENT_INDEX = "_element_index";

  /** BOOLEAN: the one typed row that counts for its raw row; the others came out of it too. */
  public static final String COUNTS = "_counts";

  public static final String STATUS = "_status";
  public static final String RULE = "_rule";
  public static final String NATIVE_ID = "_native_id";
  public static final String PAYLOAD = "_payload";

  /** MAP<STRING,STRING>: the personal values of the row, for the vault. */
  public static final String PERSONAL = "_personal";

  private static final String IN = "in";
  static final String FILTERED = "filtered";
  static final String KEPT = "kept";
  static final String QUARANTINED = "quarantined";
  static final String DUPLICATE = "duplicate";
  static final String LATE = "late";
  private static final Set<String> OWN =
      Set.of(
          "source",
          "delivery_id",
          "row_index",
          "element_index",
          "recorded_at",
          "event_date",
          "attributes",
          "identifiers",
          "record_id");

  /** Columns that every raw row has beside those of its file. */
  private static final List<String> GIVEN = List.of(ROW_INDEX, CONTENT);

  /** What comes with raw rows and is no column of the file. */
  public static final List<String> ABOUT =
      List.of(ROW_INDEX, CONTENT, MALFORMED, OFFSET, DELIVERY, LINE, FAULT);

  private Mapping() {}

  /**
   * What a mapping needs beside the settings of the source.
   *
   * @param source name of the source
   * @param deliveryId of the file
   * @param currency of the business, where the kind has money
   * @param zone of the business
   * @param knownAt events after it are impossible
   * @param lateBefore events before it count as late; empty for the first delivery of a source
   * @param pseudonym makes record ids
   * @param country where phones without a prefix are at home, ISO 3166; empty: not known
   */
  public record Context(
      String source,
      String deliveryId,
      String currency,
      ZoneId zone,
      Instant knownAt,
      Optional<Instant> lateBefore,
      Pseudonym pseudonym,
      String country) {}

  /** The table the rows of a source become. */
  public static Table kind(SourceSettings settings) {
    return SourceTables.kinds().stream()
        .filter(t -> t.name().equals(settings.kind()))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Everything wrong with the settings of a source, given the raw columns.
   *
   * @param ofFile columns of the file and of the lookups
   * @return one line a problem, empty if the source can be mapped
   */
  public static List<String> problems(SourceSettings settings, List<String> ofFile) {
    var problems = new ArrayList<String>();
    var rawColumns = new ArrayList<>(ofFile);
    rawColumns.addAll(GIVEN);
    settings.explode().ifPresent(e -> check("explode", e, rawColumns, problems));
    if (settings.explode().isPresent()) {
      rawColumns.addAll(List.of(ELEMENT, ELEMENT_INDEX));
    }
    var kind = kind(settings);
    var mappable = mappable(kind);
    for (var entry : settings.columns().entrySet()) {
      if (!mappable.contains(entry.getKey())) {
        problems.add(
            "columns.%s: kind %s has no such column%s"
                .formatted(
                    entry.getKey(),
                    kind,
                    Nearest.hint(entry.getKey(), mappable).orElse("; it has " + mappable)));
      }
      check("columns." + entry.getKey(), entry.getValue(), rawColumns, problems);
    }
    settings.attributes().forEach((n, e) -> check("attributes." + n, e, rawColumns, problems));
    if (!settings.identifiers().isEmpty() && !kind.columns().contains("identifiers")) {
      problems.add(
          "identifiers: only rows of kinds party and suppression have them, not %s"
              .formatted(kind));
    }
    settings.identifiers().keySet().stream()
        .filter(type -> type.endsWith(Identifiers.COARSE))
        .forEach(
            type ->
                problems.add(
                    "identifiers.%s: a name may not end with %s, which marks coarser spellings"
                        .formatted(type, Identifiers.COARSE)));
    settings.identifiers().forEach((n, e) -> check("identifiers." + n, e, rawColumns, problems));
    if (!settings.compare().isEmpty() && !kind.equals(SourceTables.PARTY)) {
      problems.add("compare: only rows of kind party are compared, not %s".formatted(kind));
    }
    settings.compare().forEach((n, e) -> check("compare." + n, e, rawColumns, problems));
    settings.rules().forEach((n, e) -> check("rules." + n, e, rawColumns, problems));
    settings.where().ifPresent(e -> check("where", e, rawColumns, problems));
    problems.addAll(Contract.problems(kind, settings.contract()));
    var contract = Contract.of(kind, problems.isEmpty() ? settings.contract() : Map.of());
    for (var name : contract.required()) {
      var key = name.equals("record_id") ? "native-id" : kebab(name);
      if (!settings.columns().containsKey(key)) {
        problems.add("columns.%s is missing; kind %s requires it".formatted(key, kind));
      }
    }
    if (kind.equals(SourceTables.SUPPRESSION)
        && !settings.columns().containsKey("native-id")
        && settings.identifiers().isEmpty()) {
      problems.add(
          "columns.native-id or identifiers is missing; kind suppression requires one of them");
    }
    for (var name : settings.knownAfter()) {
      if (!ofFile.contains(name)) {
        problems.add(
            "known-after names '%s', which is no column of the file%s"
                .formatted(name, Nearest.hint(name, ofFile).orElse("")));
      }
    }
    for (var name : settings.identifiedBy()) {
      if (!mappable.contains(name)) {
        problems.add("identified-by names '%s', which kind %s does not have".formatted(name, kind));
      }
    }
    return problems;
  }

  /**
   * Typed rows with their status; every raw row comes out exactly once.
   *
   * @param raw raw columns, {@link #ROW_INDEX} and {@link #CONTENT}
   * @param earlier visible typed rows of the source from earlier deliveries, for duplicates
   * @throws SettingsError names what does not fit the raw columns
   */
  public static Dataset<Row> of(
      Dataset<Row> raw, SourceSettings settings, Context context, Optional<Dataset<Row>> earlier) {
    var judged = of(raw, settings, context);
    return settings.identifiedBy().isEmpty()
        ? judged
        : Duplicates.marked(judged, earlier, kind(settings), keyColumns(settings), List.of());
  }

  /** As above, before rows of the same key were compared. */
  public static Dataset<Row> of(Dataset<Row> raw, SourceSettings settings, Context context) {
    var rawColumns = new ArrayList<>(Arrays.asList(raw.columns()));
    rawColumns.removeAll(ABOUT);
    var problems = problems(settings, rawColumns);
    if (!problems.isEmpty()) {
      throw new SettingsError(
          problems.stream().map(p -> "sources." + context.source() + "." + p).toList());
    }
    if (settings.explode().isEmpty()) {
      var one = raw.withColumn(ELEMENT_INDEX, lit(0));
      return judged(typed(one, rawColumns, settings, context), settings, context)
          .withColumn(COUNTS, lit(true));
    }
    var elements = Exploded.of(raw, settings, context.source());
    return Exploded.asOne(
        judged(typed(elements, rawColumns, settings, context), settings, context));
  }

  /** Aggregates that count every status in the scan that writes the rows. */
  public static Map<String, Column> counts() {
    var counts = new LinkedHashMap<String, Column>();
    for (var name : List.of(IN, KEPT, FILTERED, QUARANTINED, DUPLICATE, LATE)) {
      counts.put(name, count_if(counts(name)));
    }
    return counts;
  }

  /** Rows that one of {@link #counts()} counts; {@code in} counts all raw rows. */
  public static Column counts(String name) {
    return name.equals(IN) ? col(COUNTS) : col(COUNTS).and(col(STATUS).equalTo(name));
  }

  /** The balance from the values of {@link #counts()}. */
  public static Balance balance(Map<String, Long> counted) {
    return new Balance(
        counted.get(IN),
        counted.get(KEPT),
        counted.get(FILTERED),
        counted.get(QUARANTINED),
        counted.get(DUPLICATE),
        counted.get(LATE));
  }

  /** Rows that become visible: kept and late ones. */
  public static Column accepted() {
    return col(STATUS).isin(KEPT, LATE);
  }

  /**
   * Mapped rows of which some are left out after all: they count as filtered, and nothing of what
   * they say is kept.
   *
   * @param isLeftOut condition over the mapped columns
   */
  public static Dataset<Row> leftOut(Dataset<Row> mapped, Column isLeftOut) {
    var marked = mapped.withColumn("_left_out", isLeftOut);
    var columns = new ArrayList<Column>();
    for (var field : mapped.schema().fields()) {
      var value = col(field.name());
      columns.add(
          switch (field.name()) {
            case STATUS -> when(col("_left_out"), lit(FILTERED)).otherwise(value).as(STATUS);
            case RULE, PAYLOAD, PERSONAL -> when(not(col("_left_out")), value).as(field.name());
            default -> value;
          });
    }
    return marked.select(columns.toArray(Column[]::new));
  }

  /** Rows that broke a rule. */
  public static Column quarantined() {
    return col(STATUS).equalTo(QUARANTINED);
  }

  private static void check(
      String key, String text, List<String> rawColumns, List<String> problems) {
    try {
      Expression.of(text, rawColumns);
    } catch (SettingsError e) {
      e.problems().forEach(p -> problems.add(key + ": " + p));
    }
  }

  private static Dataset<Row> typed(
      Dataset<Row> raw, List<String> rawColumns, SourceSettings settings, Context context) {
    var kind = kind(settings);
    var typing = new Typing(settings.values(), settings.zone(), context.zone());
    var given = types(raw, settings);
    var columns = new ArrayList<Column>();
    var badTypes = new ArrayList<Column>();
    for (var field : kind.schema().fields()) {
      if (OWN.contains(field.name())) {
        continue;
      }
      var text = settings.columns().get(kebab(field.name()));
      if (text == null) {
        var none = field.name().equals("currency") ? lit(context.currency()) : lit(null);
        columns.add(none.cast(field.dataType()).as(field.name()));
        continue;
      }
      var value = typing.of(expr(text), given.get(text), field.dataType());
      columns.add(value.as(field.name()));
      badTypes.add(
          when(expr(text).isNotNull().and(value.isNull()), lit("type:" + kebab(field.name()))));
    }
    var nativeId =
        settings.columns().containsKey("native-id")
            ? nullif(expr(settings.columns().get("native-id")).cast(DataTypes.StringType), lit(""))
            : lit(null).cast(DataTypes.StringType);
    columns.add(nativeId.as(NATIVE_ID));
    columns.add(attributes(settings, settings.attributes().keySet()).as("attributes"));
    if (kind.columns().contains("identifiers")) {
      columns.add(identifiers(settings, context).as("identifiers"));
    }
    columns.add(personal(settings).as(PERSONAL));
    columns.add(optional(raw, OFFSET).orElse(col(ROW_INDEX)).as("row_index"));
    columns.add(col(ELEMENT_INDEX).as("element_index"));
    columns.add(optional(raw, DELIVERY).orElse(lit(context.deliveryId())).as("delivery_id"));
    var line = optional(raw, MALFORMED).orElse(lit(null).cast(DataTypes.StringType));
    var values = struct(rawColumns.stream().map(c -> col("`" + c + "`")).toArray(Column[]::new));
    columns.add(optional(raw, LINE).orElse(coalesce(line, to_json(values))).as(PAYLOAD));
    var in = settings.where().map(w -> coalesce(expr(w), lit(false))).orElse(lit(true));
    columns.add(line.isNotNull().or(in).as("_in"));
    badTypes.add(0, when(line.isNotNull(), malformedRule(raw, settings)));
    badTypes.add(lit(null).cast(DataTypes.StringType));
    columns.add(first(badTypes).as("_bad_type"));
    var broken = new ArrayList<Column>();
    settings.rules().forEach((name, e) -> broken.add(broken("rule:" + name, expr(e))));
    broken.add(lit(null).cast(DataTypes.StringType));
    columns.add(first(broken).as("_bad_rule"));
    return raw.select(columns.toArray(Column[]::new));
  }

  /** Type of each expression of the columns, from one analysis of them all. */
  private static Map<String, DataType> types(Dataset<Row> raw, SourceSettings settings) {
    var texts = List.copyOf(new TreeSet<>(settings.columns().values()));
    var all = texts.stream().map(t -> expr(t)).toArray(Column[]::new);
    var fields = raw.select(all).schema().fields();
    var types = new HashMap<String, DataType>();
    for (int i = 0; i < fields.length; i++) {
      types.put(texts.get(i), fields[i].dataType());
    }
    return types;
  }

  private static Optional<Column> optional(Dataset<Row> raw, String name) {
    return List.of(raw.columns()).contains(name) ? Optional.of(col(name)) : Optional.empty();
  }

  private static Column malformedRule(Dataset<Row> raw, SourceSettings settings) {
    var rule =
        switch (settings.format()) {
          case CSV -> "malformed:fields";
          case LOG -> "malformed:pattern";
          case JSON, PARQUET -> "malformed:json";
        };
    return optional(raw, FAULT).map(fault -> coalesce(fault, lit(rule))).orElse(lit(rule));
  }

  private static Dataset<Row> judged(Dataset<Row> typed, SourceSettings settings, Context context) {
    var kind = kind(settings);
    var contract = Contract.of(kind, settings.contract());
    var eventDate =
        to_date(
                EventTime.isUtc(context.zone())
                    ? col("event_time")
                    : from_utc_timestamp(col("event_time"), context.zone().getId()))
            .as("event_date");
    var recordId =
        Contract.hasSubject(kind)
            ? context.pseudonym().column(settings.idSpace(), col(NATIVE_ID))
            : lit(null).cast(DataTypes.StringType);
    var rules = new ArrayList<Column>();
    rules.add(col("_bad_type"));
    for (var name : contract.required()) {
      var isRecord = name.equals("record_id");
      rules.add(
          when(
              col(isRecord ? NATIVE_ID : name).isNull(),
              lit("required:" + (isRecord ? "native-id" : kebab(name)))));
    }
    contract.rules().forEach((id, condition) -> rules.add(broken(id, expr(ofNativeId(condition)))));
    rules.add(broken("future:event-time", col("event_time").leq(lit(context.knownAt()))));
    rules.add(col("_bad_rule"));
    var rule = when(col("_in"), first(rules));
    var isLate =
        context
            .lateBefore()
            .map(t -> coalesce(col("event_time").lt(lit(t)), lit(false)))
            .orElse(lit(false));
    var status =
        when(not(col("_in")), lit(FILTERED))
            .when(col(RULE).isNotNull(), lit(QUARANTINED))
            .when(isLate, lit(LATE))
            .otherwise(lit(KEPT));
    var columns = new ArrayList<Column>();
    for (var name : kind.columns()) {
      columns.add(
          switch (name) {
            case "record_id" -> recordId.as(name);
            case "source" -> lit(context.source()).as(name);
            case "event_date" -> eventDate;
            case "recorded_at" -> lit(context.knownAt()).as(name);
            default -> col(name);
          });
    }
    columns.add(rule.as(RULE));
    columns.addAll(List.of(col("_in"), col(NATIVE_ID), col(PERSONAL), col(PAYLOAD)));
    // What was delivered is kept of broken rows only: it is most of the bytes.
    return typed
        .select(columns.toArray(Column[]::new))
        .withColumn(STATUS, status)
        .withColumn(PAYLOAD, when(col(STATUS).equalTo(QUARANTINED), col(PAYLOAD)))
        .drop("_in");
  }

  /** The record id is not made yet, but is known where the native id is. */
  private static String ofNativeId(String condition) {
    return condition.replaceAll("\\brecord_id\\b", NATIVE_ID);
  }

  private static Column attributes(SourceSettings settings, Set<String> names) {
    var open = new TreeMap<>(settings.attributes());
    open.keySet().retainAll(names);
    open.keySet().removeAll(settings.personal());
    return texts(open);
  }

  private static Column personal(SourceSettings settings) {
    var clear = new TreeMap<String, String>();
    settings.personal().forEach(name -> clear.put(name, settings.attributes().get(name)));
    settings.compare().forEach((field, text) -> clear.put(VaultTables.COMPARED + field, text));
    return texts(clear);
  }

  private static Column identifiers(SourceSettings settings, Context context) {
    if (settings.identifiers().isEmpty()) {
      return lit(null).cast("map<string,string>");
    }
    var types = new ArrayList<Column>();
    var hashes = new ArrayList<Column>();
    new TreeMap<>(settings.identifiers())
        .forEach(
            (type, text) -> {
              var value = expr(text).cast(DataTypes.StringType);
              var space = "identifier:" + type;
              var one = Identifiers.oneSpelling(type, value, context.country());
              types.add(lit(type));
              hashes.add(context.pseudonym().column(space, one));
              if (Identifiers.hasCoarse(type)) {
                var coarse = Identifiers.coarseSpelling(type, value, context.country());
                types.add(lit(type + Identifiers.COARSE));
                hashes.add(context.pseudonym().column(space, coarse));
              }
            });
    return map_filter(
        map_from_arrays(
            functions.array(types.toArray(Column[]::new)),
            functions.array(hashes.toArray(Column[]::new))),
        (type, hash) -> hash.isNotNull());
  }

  private static Column texts(TreeMap<String, String> named) {
    if (named.isEmpty()) {
      return lit(null).cast("map<string,string>");
    }
    var keys = functions.array(named.keySet().stream().map(n -> lit(n)).toArray(Column[]::new));
    var values =
        functions.array(
            named.values().stream()
                .map(text -> expr(text).cast(DataTypes.StringType))
                .toArray(Column[]::new));
    return map_from_arrays(keys, values);
  }

  private static Column broken(String id, Column condition) {
    return when(not(condition), lit(id));
  }

  private static Column first(List<Column> rules) {
    return coalesce(rules.toArray(Column[]::new));
  }

  /** Whether a name is no column of the file but given with each raw row. */
  public static boolean isGiven(String name) {
    return ABOUT.contains(name) || name.equals(ELEMENT) || name.equals(ELEMENT_INDEX);
  }

  /** Typed columns that identify a row of the source. */
  public static List<String> keyColumns(SourceSettings settings) {
    return settings.identifiedBy().stream()
        .map(k -> k.equals("native-id") ? "record_id" : k.replace('-', '_'))
        .toList();
  }

  private static List<String> mappable(Table kind) {
    var names = new ArrayList<String>();
    if (Contract.hasSubject(kind)) {
      names.add("native-id");
    }
    kind.columns().stream().filter(c -> !OWN.contains(c)).map(Mapping::kebab).forEach(names::add);
    return names;
  }

  private static String kebab(String name) {
    return name.replace('_', '-');
  }
}
