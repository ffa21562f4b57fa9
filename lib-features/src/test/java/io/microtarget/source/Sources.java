package io.microtarget.source;

import io.microtarget.vault.Pseudonym;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Settings and surroundings of a source, for tests; each call gives a copy with one change. */
public final class Sources {
  static final Pseudonym PSEUDONYM =
      new Pseudonym("a test key of 24 letters".getBytes(StandardCharsets.UTF_8), 1);
  static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  private final String kind;
  private String path = "raw/*.csv";
  private ZoneId zone = ZoneId.of("UTC");
  private Optional<Basis> basis = Optional.empty();
  private Optional<String> explode = Optional.empty();
  private Optional<String> where = Optional.empty();
  private List<String> identifiedBy = List.of();
  private Map<String, String> columns = Map.of();
  private Map<String, String> attributes = Map.of();
  private Map<String, String> identifiers = Map.of();
  private List<String> personal = List.of();
  private List<String> knownAfter = List.of();
  private Map<String, String> rules = Map.of();
  private Map<String, ColumnContract> contract = Map.of();

  private Sources(String kind) {
    this.kind = kind;
  }

  /** A source in UTC with these typed columns and expressions, in turn. */
  public static Sources of(String kind, String... columnsAndExpressions) {
    return new Sources(kind).with(s -> s.columns = map(columnsAndExpressions));
  }

  public Sources at(String file) {
    return with(s -> s.path = file);
  }

  Sources in(String zoneId) {
    return with(s -> s.zone = ZoneId.of(zoneId));
  }

  /** On the basis of a contract. */
  public Sources forPurposes(List<String> purposes) {
    return with(s -> s.basis = Optional.of(new Basis(LegalBasis.CONTRACT, purposes, List.of())));
  }

  public Sources explode(String expression) {
    return with(s -> s.explode = Optional.of(expression));
  }

  Sources where(String condition) {
    return with(s -> s.where = Optional.of(condition));
  }

  Sources identifiedBy(String... keys) {
    return with(s -> s.identifiedBy = List.of(keys));
  }

  public Sources attributes(String... namesAndExpressions) {
    return with(s -> s.attributes = map(namesAndExpressions));
  }

  public Sources identifiers(String... typesAndExpressions) {
    return with(s -> s.identifiers = map(typesAndExpressions));
  }

  Sources personal(String... names) {
    return with(s -> s.personal = List.of(names));
  }

  public Sources knownAfter(String... rawColumns) {
    return with(s -> s.knownAfter = List.of(rawColumns));
  }

  Sources rule(String name, String condition) {
    return with(s -> s.rules = Map.of(name, condition));
  }

  public Sources contract(String column, ColumnContract values) {
    return with(s -> s.contract = Map.of(column, values));
  }

  public SourceSettings settings() {
    return new SourceSettings(
        kind,
        Format.CSV,
        path,
        Map.of(),
        Values.PLAIN,
        zone,
        "customer",
        basis,
        Map.of(),
        explode,
        where,
        identifiedBy,
        columns,
        attributes,
        identifiers,
        Map.of(),
        personal,
        knownAfter,
        rules,
        contract,
        0.1,
        Deliveries.DEFAULT);
  }

  /** A business in New York whose first delivery arrives when 2017 is over. */
  static Mapping.Context context() {
    return context(Optional.empty());
  }

  static Mapping.Context context(Optional<Instant> lateBefore) {
    return new Mapping.Context(
        "shop",
        "d1",
        "USD",
        NEW_YORK,
        Instant.parse("2018-01-01T05:00:00Z"),
        lateBefore,
        PSEUDONYM,
        "");
  }

  private Sources with(Consumer<Sources> change) {
    var copy = new Sources(kind);
    copy.path = path;
    copy.zone = zone;
    copy.basis = basis;
    copy.explode = explode;
    copy.where = where;
    copy.identifiedBy = identifiedBy;
    copy.columns = columns;
    copy.attributes = attributes;
    copy.identifiers = identifiers;
    copy.personal = personal;
    copy.knownAfter = knownAfter;
    copy.rules = rules;
    copy.contract = contract;
    change.accept(copy);
    return copy;
  }

  private static Map<String, String> map(String... keysAndValues) {
    var map = new LinkedHashMap<String, String>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
