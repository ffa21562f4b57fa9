package io.microtarget.pipeline;

import io.microtarget.feature.Dimension;
import io.microtarget.feature.FeatureSettings;
import io.microtarget.feature.Measure;
import io.microtarget.feature.Own;
import io.microtarget.source.Basis;
import io.microtarget.source.Contract;
import io.microtarget.source.Mapping;
import io.microtarget.source.SourceSettings;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What features may be used for: what the basis of every source whose rows they look at allows, and
 * the contract of every column they read (purpose limitation, GDPR 5(1)(b)).
 *
 * <p>{@code features.purposes} says what this business makes its features for. Its own features
 * that may not be used for that are refused by name; measures that every business has are left out,
 * with a note. A source without a basis states nothing: its rows serve {@link #WITHOUT_BASIS} only.
 */
final class FeaturePurposes {
  /** What rows may be used for whose source names no basis: they reach nobody. */
  private static final List<String> WITHOUT_BASIS = List.of("analysis");

  private static final String LOCATION = SourceTables.LOCATION.name();

  private final Map<String, SourceSettings> sources;
  private final Map<String, Map<String, Contract>> contracts = new HashMap<>();
  private final FeatureSettings features;

  private FeaturePurposes(Map<String, SourceSettings> sources, FeatureSettings features) {
    this.sources = new TreeMap<>(sources);
    this.features = features;
    this.sources.forEach(
        (name, source) ->
            contracts
                .computeIfAbsent(source.kind(), kind -> new TreeMap<>())
                .put(name, Contract.of(Mapping.kind(source), source.contract())));
  }

  /** A column of a kind of source. */
  private record Read(String kind, String column) implements Comparable<Read> {
    @Override
    public int compareTo(Read other) {
      return (kind + "." + column).compareTo(other.kind + "." + other.column);
    }
  }

  /** One line for each feature and trait of the business that may not be made. */
  static List<String> problems(Map<String, SourceSettings> sources, FeatureSettings features) {
    var purposes = new FeaturePurposes(sources, features);
    var problems = new ArrayList<String>();
    new TreeMap<>(features.dimensions())
        .forEach(
            (name, dimension) -> {
              var key = "features.dimensions." + name;
              purposes.checkDelivered(key + ".to", dimension.to(), problems);
              purposes.checkDelivered(key + ".from", dimension.from(), problems);
            });
    new TreeMap<>(features.own())
        .forEach(
            (name, own) -> {
              var key = "features.own." + name;
              purposes.checkDelivered(key + ".from", own.from(), problems);
              purposes.refusals(purposes.reads(own)).forEach(r -> problems.add(key + ": " + r));
            });
    new TreeMap<>(features.traits())
        .forEach(
            (name, text) ->
                purposes
                    .refusals(purposes.reads("party", Stream.of(text)))
                    .forEach(r -> problems.add("features.traits." + name + ": " + r)));
    return problems;
  }

  /** Key of a measure of kinds, or of places, that may not be made, and the first reason. */
  static Map<String, String> leftOut(
      Map<String, SourceSettings> sources, FeatureSettings features) {
    var purposes = new FeaturePurposes(sources, features);
    var reads = new TreeMap<String, Set<Read>>();
    features
        .kinds()
        .forEach(
            (kind, measures) ->
                measures.forEach(
                    (name, measure) ->
                        reads.put(AllowedFeatures.key(kind, name), purposes.reads(kind, measure))));
    reads.put(AllowedFeatures.PLACE, purposes.places());
    var leftOut = new TreeMap<String, String>();
    reads.forEach(
        (key, read) ->
            purposes.refusals(read).stream().findFirst().ifPresent(r -> leftOut.put(key, r)));
    return leftOut;
  }

  private Set<Read> places() {
    return reads(LOCATION, Stream.of("latitude", "longitude"));
  }

  /** Key of a declaration to all it may be used for. */
  static Map<String, List<String>> byKey(Settings settings) {
    var purposes = new FeaturePurposes(settings.sources(), settings.features());
    var byKey = new TreeMap<String, List<String>>();
    byKey.put(AllowedFeatures.PLACE, purposes.of(purposes.places()));
    settings
        .features()
        .own()
        .forEach(
            (name, own) -> byKey.put("features.own." + name, purposes.of(purposes.reads(own))));
    settings
        .features()
        .kinds()
        .forEach(
            (kind, measures) ->
                measures.forEach(
                    (name, measure) ->
                        byKey.put(
                            AllowedFeatures.key(kind, name),
                            purposes.of(purposes.reads(kind, measure)))));
    return byKey;
  }

  private void checkDelivered(String key, String kind, List<String> problems) {
    // A kind that there is not is named where the declarations are checked.
    if (!contracts.containsKey(kind) && SourceTables.isKind(kind)) {
      problems.add("%s: no source of this business is of kind %s".formatted(key, kind));
    }
  }

  private Set<Read> reads(Own own) {
    var texts = Stream.of(own.of(), own.where(), own.by()).flatMap(Optional::stream);
    return reads(own.from(), Stream.concat(texts, own.match().stream()));
  }

  private Set<Read> reads(String kind, Measure measure) {
    return reads(
        kind, Stream.of(measure.of(), measure.where(), measure.by()).flatMap(Optional::stream));
  }

  private Set<Read> reads(String kind, Stream<String> texts) {
    var reads = new LinkedHashSet<Read>();
    texts.forEach(text -> Expression.names(text).forEach(name -> reads.addAll(column(kind, name))));
    // Whose row it is and when it happened decides about every feature.
    reads.add(new Read(kind, "record_id"));
    reads.add(new Read(kind, "event_time"));
    return reads;
  }

  /** A column of the kind itself, or all that a dimension needs to give it. */
  private Set<Read> column(String kind, String name) {
    var reads = new TreeSet<Read>();
    features.dimensions().values().stream()
        .filter(d -> d.to().equals(kind) && d.columns().containsKey(name))
        .forEach(d -> reads.addAll(dimension(d, name)));
    if (reads.isEmpty()) {
      FeatureSettings.madeFrom(kind, name).forEach(from -> reads.add(new Read(kind, from)));
    }
    return reads;
  }

  private static Set<Read> dimension(Dimension dimension, String name) {
    var reads = new TreeSet<Read>();
    dimension
        .keys()
        .forEach(
            (theirs, ours) -> {
              reads.add(new Read(dimension.from(), theirs));
              Expression.names(ours).forEach(n -> reads.add(new Read(dimension.to(), n)));
            });
    dimension
        .at()
        .ifPresent(
            text -> Expression.names(text).forEach(n -> reads.add(new Read(dimension.to(), n))));
    Stream.of(Optional.of(dimension.columns().get(name)), dimension.where(), dimension.since())
        .flatMap(Optional::stream)
        .flatMap(text -> Expression.names(text).stream())
        .forEach(n -> reads.add(new Read(dimension.from(), n)));
    return reads;
  }

  /** Why it may not be made; one line a source, the first column of it that may not be used. */
  private List<String> refusals(Set<Read> reads) {
    var refusals = new ArrayList<String>();
    var told = new HashSet<String>();
    for (var read : reads) {
      contracts
          .getOrDefault(read.kind(), Map.of())
          .forEach(
              (source, contract) ->
                  refusal(source, contract, read)
                      .filter(r -> told.add(source))
                      .ifPresent(refusals::add));
    }
    return refusals;
  }

  private Optional<String> refusal(String source, Contract contract, Read read) {
    var missing = new ArrayList<>(features.purposes());
    missing.removeAll(allowed(source, contract, read.column()));
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    var basis = sources.get(source).basis();
    var byBasis = basis.map(Basis::purposes).orElse(WITHOUT_BASIS);
    var why =
        byBasis.containsAll(features.purposes())
            ? "its contract allows " + contract.columns().get(read.column()).purposes()
            : basis.isEmpty()
                ? "it states no basis, so they serve %s only".formatted(WITHOUT_BASIS)
                : "its basis allows " + byBasis;
    return Optional.of(
        "column `%s` of source %s may not be used for %s (%s), which features.purposes asks for"
            .formatted(read.column(), source, String.join(", ", missing), why));
  }

  private List<String> of(Set<Read> reads) {
    var allowed = new ArrayList<>(Basis.PURPOSES);
    for (var read : reads) {
      contracts
          .getOrDefault(read.kind(), Map.of())
          .forEach(
              (source, contract) -> allowed.retainAll(allowed(source, contract, read.column())));
    }
    return List.copyOf(allowed);
  }

  private List<String> allowed(String source, Contract contract, String column) {
    var allowed =
        new ArrayList<>(sources.get(source).basis().map(Basis::purposes).orElse(WITHOUT_BASIS));
    Optional.ofNullable(contract.columns().get(column))
        .filter(c -> !c.purposes().isEmpty())
        .ifPresent(c -> allowed.retainAll(c.purposes()));
    return allowed;
  }
}
