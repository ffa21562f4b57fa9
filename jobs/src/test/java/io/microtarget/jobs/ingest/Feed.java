package io.microtarget.jobs.ingest;

import io.microtarget.source.ColumnContract;
import io.microtarget.source.Deliveries;
import io.microtarget.source.Format;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.Values;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Settings of a source of receipts, for tests; each call changes one thing. */
final class Feed {
  private String kind = "purchase";
  private Format format = Format.CSV;
  private String files = "*";
  private final Map<String, String> options = new TreeMap<>();
  private Values values = Values.PLAIN;
  private Optional<String> explode = Optional.empty();
  private Optional<String> where = Optional.empty();
  private List<String> identifiedBy = List.of();
  private final Map<String, String> columns = new LinkedHashMap<>();
  private final Map<String, String> attributes = new TreeMap<>();
  private final Map<String, ColumnContract> contract = new TreeMap<>();
  private double share = 1.0;
  private Deliveries deliveries = Deliveries.DEFAULT;

  /** CSV with the columns {@code nr, day, product, quantity, amount}. */
  static Feed receipts() {
    return new Feed()
        .column("basket-id", "nr")
        .column("event-time", "day")
        .column("product-id", "product")
        .column("quantity", "quantity")
        .column("amount", "amount");
  }

  /** CSV with the columns {@code nr, day, value, size}. */
  static Feed figures() {
    var feed = new Feed();
    feed.kind = "indicator";
    return feed.column("indicator", "nr")
        .column("starts-on", "day")
        .column("value", "value")
        .column("sample-size", "size");
  }

  Feed column(String typed, String expression) {
    columns.put(typed, expression);
    return this;
  }

  Feed without(String typed) {
    columns.remove(typed);
    return this;
  }

  Feed as(Format other) {
    format = other;
    return this;
  }

  Feed files(String pattern) {
    files = pattern;
    return this;
  }

  Feed option(String key, String value) {
    options.put(key, value);
    return this;
  }

  Feed values(String decimal, String grouping, String... times) {
    values = new Values(decimal, grouping, List.of(times));
    return this;
  }

  Feed explode(String expression) {
    explode = Optional.of(expression);
    return this;
  }

  Feed where(String condition) {
    where = Optional.of(condition);
    return this;
  }

  Feed identifiedBy(String... keys) {
    identifiedBy = List.of(keys);
    return this;
  }

  Feed attribute(String name, String expression) {
    attributes.put(name, expression);
    return this;
  }

  Feed contract(String column, ColumnContract of) {
    contract.put(column, of);
    return this;
  }

  Feed share(double most) {
    share = most;
    return this;
  }

  /** Changes one of the outcomes by its key, such as {@code missing-column}. */
  Feed on(String key, Deliveries.Outcome outcome) {
    var d = deliveries;
    deliveries =
        new Deliveries(
            d.sameName(),
            key.equals("new-column") ? outcome : d.newColumn(),
            key.equals("missing-column") ? outcome : d.missingColumn(),
            key.equals("empty-file") ? outcome : d.emptyFile(),
            key.equals("volume") ? outcome : d.volume(),
            key.equals("freshness") ? outcome : d.freshness(),
            d.leastShare(),
            d.mostShare());
    return this;
  }

  Feed appending() {
    var d = deliveries;
    deliveries =
        new Deliveries(
            Deliveries.SameName.APPEND,
            d.newColumn(),
            d.missingColumn(),
            d.emptyFile(),
            d.volume(),
            d.freshness(),
            d.leastShare(),
            d.mostShare());
    return this;
  }

  String kind() {
    return kind;
  }

  /** Typed columns that the source fills. */
  List<String> filled() {
    return columns.keySet().stream().map(c -> c.replace('-', '_')).toList();
  }

  /**
   * @param folder where its files lie
   */
  SourceSettings in(String folder) {
    return new SourceSettings(
        kind,
        format,
        folder + "/" + files,
        options,
        values,
        ZoneId.of("UTC"),
        "default",
        Optional.empty(),
        Map.of(),
        explode,
        where,
        identifiedBy,
        columns,
        attributes,
        Map.of(),
        Map.of(),
        List.of(),
        List.of(),
        Map.of(),
        contract,
        share,
        deliveries);
  }
}
