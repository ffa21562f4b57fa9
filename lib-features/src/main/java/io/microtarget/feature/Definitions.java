package io.microtarget.feature;

import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Rows of {@link FeatureTables#FEATURE_DEFINITION}: what is declared, what it may be used for, and
 * what a sample of it looks like.
 */
final class Definitions {
  private static final Set<String> OF_CAMPAIGNS = Set.of("pair", "campaign");

  private static final int MOST_NAMED = 5;
  private static final int REASON = FeatureTables.FEATURE_DEFINITION.columns().indexOf("reason");

  private final Map<String, Row> listed = new HashMap<>();
  private final Map<String, List<String>> purposes;
  private final Map<String, Delivered> delivered;

  /**
   * What is in the lake of a kind of source.
   *
   * @param firstDate day of the first row with a date
   */
  record Delivered(boolean hasRows, Optional<LocalDate> firstDate) {
    static final Delivered NOTHING = new Delivered(false, Optional.empty());
  }

  private Definitions(
      List<Row> list, Map<String, List<String>> purposes, Map<String, Delivered> delivered) {
    list.forEach(row -> listed.put(row.getAs("name"), row));
    this.purposes = purposes;
    this.delivered = delivered;
  }

  /**
   * @param list rows of {@code feature_list} in the order of their positions
   * @param purposes by key of a declaration
   * @param delivered by kind of source
   */
  static List<Row> of(
      List<Row> list,
      OccasionSample sample,
      Map<String, List<String>> purposes,
      Map<String, Delivered> delivered,
      Collection<String> wanted) {
    var definitions = new Definitions(list, purposes, delivered);
    var names = list.stream().map(row -> row.<String>getAs("name")).toList();
    var reasons = Usable.reasons(names, wanted, sample.subjects(), sample.contacts());
    var rows = new ArrayList<Row>();
    for (int f = 0; f < list.size(); f++) {
      var row = list.get(f);
      var isOfCampaigns = OF_CAMPAIGNS.contains(row.<String>getAs("scope"));
      var values = isOfCampaigns ? sample.contacts()[f] : sample.subjects()[f];
      rows.add(definitions.row(row, Spread.of(values), reasons.get(names.get(f))));
    }
    return rows;
  }

  /** How many are usable, and which are not, by reason. */
  static List<String> notes(List<Row> definitions) {
    var byReason = new TreeMap<String, List<String>>();
    for (var row : definitions) {
      String reason = row.getString(REASON);
      if (reason != null) {
        var sort = reason.startsWith("repeats ") ? "repeat another" : reason;
        byReason.computeIfAbsent(sort, r -> new ArrayList<>()).add(row.getString(0));
      }
    }
    if (byReason.isEmpty()) {
      return List.of();
    }
    int leftOut = byReason.values().stream().mapToInt(List::size).sum();
    var notes = new ArrayList<String>();
    notes.add(
        "features: %d of %d say something of their own; models and segments that name none take those"
            .formatted(definitions.size() - leftOut, definitions.size()));
    byReason.forEach(
        (reason, names) -> {
          var named = String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())));
          var more = names.size() - MOST_NAMED;
          notes.add(
              "features: %d %s: %s%s"
                  .formatted(
                      names.size(), reason, named, more > 0 ? " and %d more".formatted(more) : ""));
        });
    return notes;
  }

  private Row row(Row listed, Spread spread, String reason) {
    String name = listed.getAs("name");
    return RowFactory.create(
        name,
        listed.getAs("meaning"),
        listed.getAs("scope"),
        listed.getAs("source"),
        listed.getAs("aggregate"),
        listed.getAs("window_days"),
        listed.getList(listed.fieldIndex("columns")).toArray(String[]::new),
        purposes(name).toArray(String[]::new),
        firstDate(name).map(Date::valueOf).orElse(null),
        rounded(spread.missingShare()),
        rounded(spread.mean()),
        rounded(spread.deviation()),
        rounded(spread.least()),
        rounded(spread.most()),
        reason == null,
        reason == null ? null : reason(listed.getAs("source"), reason));
  }

  /** Nothing was delivered that it could look at: that says more than that it is constant. */
  private String reason(String source, String reason) {
    return source != null && !delivered.getOrDefault(source, Delivered.NOTHING).hasRows()
        ? "no rows of " + source
        : reason;
  }

  private Set<String> purposes(String name) {
    var read = read(name);
    if (read.isEmpty()) {
      return new TreeSet<>(purposes.getOrDefault(this.<String>of(name, "key"), List.of()));
    }
    var both = purposes(read.get(0));
    read.subList(1, read.size()).forEach(other -> both.retainAll(purposes(other)));
    return both;
  }

  private Optional<LocalDate> firstDate(String name) {
    var read = read(name);
    if (read.isEmpty()) {
      String source = of(name, "source");
      return source == null
          ? Optional.empty()
          : delivered.getOrDefault(source, Delivered.NOTHING).firstDate();
    }
    return read.stream().map(this::firstDate).flatMap(Optional::stream).min(LocalDate::compareTo);
  }

  /** The features a derived one reads; none of another. */
  private List<String> read(String name) {
    if (of(name, "source") != null) {
      return List.of();
    }
    var row = listed.get(name);
    return row.<String>getList(row.fieldIndex("columns")).stream()
        .filter(Objects::nonNull)
        .filter(listed::containsKey)
        .toList();
  }

  private <T> T of(String name, String column) {
    return listed.get(name).getAs(column);
  }

  /** Six decimals, but for what is too large to have any; null if unknown. */
  private static Double rounded(double value) {
    if (!Double.isFinite(value)) {
      return null;
    }
    return Math.abs(value) > 1e9 ? value : Math.rint(value * 1e6) / 1e6 + 0.0;
  }
}
