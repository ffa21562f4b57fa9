package io.microtarget.source;

import io.microtarget.vault.Pseudonym;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings and surroundings of a source, for tests; each call changes one thing. */
public record Sources(
    String kind,
    ZoneId zone,
    Optional<String> where,
    List<String> identifiedBy,
    Map<String, String> columns,
    Map<String, String> attributes,
    List<String> personal,
    List<String> knownAfter,
    Map<String, String> rules) {
  static final Pseudonym PSEUDONYM =
      new Pseudonym("a test key of 24 letters".getBytes(StandardCharsets.UTF_8), 1);
  static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  /** A source in UTC with these typed columns and expressions, in turn. */
  public static Sources of(String kind, String... columnsAndExpressions) {
    return new Sources(
        kind,
        ZoneId.of("UTC"),
        Optional.empty(),
        List.of(),
        map(columnsAndExpressions),
        Map.of(),
        List.of(),
        List.of(),
        Map.of());
  }

  Sources in(String zone) {
    return new Sources(
        kind,
        ZoneId.of(zone),
        where,
        identifiedBy,
        columns,
        attributes,
        personal,
        knownAfter,
        rules);
  }

  Sources where(String condition) {
    return new Sources(
        kind,
        zone,
        Optional.of(condition),
        identifiedBy,
        columns,
        attributes,
        personal,
        knownAfter,
        rules);
  }

  Sources identifiedBy(String... keys) {
    return new Sources(
        kind, zone, where, List.of(keys), columns, attributes, personal, knownAfter, rules);
  }

  public Sources attributes(String... namesAndExpressions) {
    return new Sources(
        kind,
        zone,
        where,
        identifiedBy,
        columns,
        map(namesAndExpressions),
        personal,
        knownAfter,
        rules);
  }

  Sources personal(String... names) {
    return new Sources(
        kind, zone, where, identifiedBy, columns, attributes, List.of(names), knownAfter, rules);
  }

  Sources knownAfter(String... columns) {
    return new Sources(
        kind,
        zone,
        where,
        identifiedBy,
        this.columns,
        attributes,
        personal,
        List.of(columns),
        rules);
  }

  Sources rule(String name, String condition) {
    return new Sources(
        kind,
        zone,
        where,
        identifiedBy,
        columns,
        attributes,
        personal,
        knownAfter,
        Map.of(name, condition));
  }

  public SourceSettings settings() {
    return new SourceSettings(
        kind,
        Format.CSV,
        "raw/*.csv",
        Map.of(),
        Values.PLAIN,
        zone,
        "customer",
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        where,
        identifiedBy,
        columns,
        attributes,
        Map.of(),
        Map.of(),
        personal,
        knownAfter,
        rules,
        Map.of(),
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

  private static Map<String, String> map(String... keysAndValues) {
    var map = new LinkedHashMap<String, String>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
