package io.microtarget.source;

import io.microtarget.table.Expression;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the raw files of one source become typed rows.
 *
 * @param kind name of the event table its rows become
 * @param format raw file format
 * @param path file or glob; any Hadoop file system
 * @param options reader options of the format, such as {@code delimiter}
 * @param values how numbers and times are written in texts
 * @param zone zone in which time stamps without a zone are written; a plain date is always a day in
 *     the zone of the business
 * @param idSpace sources with the same id space share native ids
 * @param basis on what the use of the rows rests; without one they serve nobody's message
 * @param lookups raw files joined to the raw rows, by name
 * @param explode expression over raw columns that gives an array: each element becomes a typed row
 *     and is there as raw column {@code _element}, its place as {@code _element_index}, from 0
 * @param where raw rows to take; the others count as filtered
 * @param identifiedBy typed columns that identify a row; empty if every row counts
 * @param columns typed column (kebab-case; {@code native-id}, {@code event-time}) to an expression
 *     over raw columns
 * @param attributes name to an expression over raw columns
 * @param identifiers type of identifier ({@code email}, {@code phone}, {@code card} …) to an
 *     expression over raw columns; only keyed hashes of them leave the vault
 * @param compare what a record says of a person ({@code first-name}, {@code birth-date} …) to an
 *     expression over raw columns; kept in the vault, compared there with other records
 * @param personal attributes that go to the vault and nowhere else
 * @param knownAfter raw columns that are known only after the event, such as how long a call took;
 *     no feature may read what is made from them
 * @param rules rule id to a condition over raw columns that a good row fulfils
 * @param contract typed column (kebab-case) to what its values must be, beyond what the kind says
 * @param maxQuarantinedShare share of quarantined rows above which the run stops
 * @param deliveries what happens when the files are not as they were
 */
public record SourceSettings(
    String kind,
    Format format,
    String path,
    Map<String, String> options,
    Values values,
    ZoneId zone,
    String idSpace,
    Optional<Basis> basis,
    Map<String, Lookup> lookups,
    Optional<String> explode,
    Optional<String> where,
    List<String> identifiedBy,
    Map<String, String> columns,
    Map<String, String> attributes,
    Map<String, String> identifiers,
    Map<String, String> compare,
    List<String> personal,
    List<String> knownAfter,
    Map<String, String> rules,
    Map<String, ColumnContract> contract,
    double maxQuarantinedShare,
    Deliveries deliveries) {

  public SourceSettings {
    var kinds = SourceTables.kinds().stream().map(t -> t.name()).toList();
    if (!kinds.contains(kind)) {
      throw new IllegalArgumentException("kind '%s' is none of %s".formatted(kind, kinds));
    }
    if (!(maxQuarantinedShare >= 0 && maxQuarantinedShare <= 1)) {
      throw new IllegalArgumentException(
          "max-quarantined-share must lie between 0 and 1, not " + maxQuarantinedShare);
    }
    identifiedBy = List.copyOf(identifiedBy);
    personal = List.copyOf(personal);
    knownAfter = List.copyOf(knownAfter);
    for (var name : personal) {
      if (!attributes.containsKey(name)) {
        throw new IllegalArgumentException(
            "personal names '%s', which is no attribute".formatted(name));
      }
    }
  }

  /** The same source with another contract. */
  public SourceSettings withContract(Map<String, ColumnContract> other) {
    return new SourceSettings(
        kind,
        format,
        path,
        options,
        values,
        zone,
        idSpace,
        basis,
        lookups,
        explode,
        where,
        identifiedBy,
        columns,
        attributes,
        identifiers,
        compare,
        personal,
        knownAfter,
        rules,
        other,
        maxQuarantinedShare,
        deliveries);
  }

  /** Every expression over raw columns. */
  public List<String> expressions() {
    var all = new ArrayList<String>(columns.values());
    all.addAll(attributes.values());
    all.addAll(identifiers.values());
    all.addAll(compare.values());
    all.addAll(rules.values());
    where.ifPresent(all::add);
    explode.ifPresent(all::add);
    return all;
  }

  /** Whether its rows leave clear values in the vault, beside their native ids. */
  public boolean hasClearValues() {
    return !personal.isEmpty() || !compare.isEmpty();
  }

  /** Columns of the file with the parts that are read, named by dots. */
  public Set<List<String>> read() {
    var read = new LinkedHashSet<List<String>>();
    expressions().forEach(e -> read.addAll(Expression.paths(e)));
    for (var lookup : lookups.values()) {
      lookup.keys().forEach(k -> read.add(List.of(k)));
      lookup.atOrBefore().values().forEach(k -> read.add(List.of(k)));
    }
    knownAfter.forEach(k -> read.add(List.of(k)));
    read.removeIf(path -> Mapping.isGiven(path.get(0)));
    return read;
  }

  /** What decides how raw rows are typed; a change makes a new delivery of the same file. */
  public String fingerprint() {
    return String.join(
        "\n",
        kind,
        format.name(),
        new java.util.TreeMap<>(options).toString(),
        zone.getId(),
        idSpace,
        new java.util.TreeMap<>(lookups).toString(),
        where.orElse(""),
        identifiedBy.toString(),
        new java.util.TreeMap<>(columns).toString(),
        new java.util.TreeMap<>(attributes).toString(),
        personal.toString(),
        new java.util.TreeMap<>(rules).toString(),
        values.toString(),
        explode.orElse(""),
        new java.util.TreeMap<>(identifiers).toString(),
        new java.util.TreeMap<>(contract).toString(),
        new java.util.TreeMap<>(compare).toString());
  }
}
