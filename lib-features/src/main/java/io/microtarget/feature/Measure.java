package io.microtarget.feature;

import io.microtarget.table.Origin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is measured of every business that has rows of a kind: an entry of {@code features.kinds}.
 * It stands for one {@link Own} an aggregate.
 *
 * @param aggregates how the rows become numbers
 * @param of expression over a row; what is aggregated
 * @param where expression over a row: which rows count
 * @param by expression over a row: one feature for each of {@code values}, or of the {@code top}
 * @param values values of {@code by}
 * @param top so many of the most frequent values, and {@code other} for the rest
 * @param windowsDays days before the moment; absent: those of the block
 * @param scope absent: subject
 * @param empty value where no row counts
 * @param origin whether the business declared it, or changed something of it
 */
public record Measure(
    List<Aggregate> aggregates,
    Optional<String> of,
    Optional<String> where,
    Optional<String> by,
    Optional<List<String>> values,
    Optional<Integer> top,
    Optional<List<String>> windowsDays,
    Optional<Scope> scope,
    Optional<Double> empty,
    Origin origin) {
  public Measure {
    aggregates = List.copyOf(aggregates);
    values = values.map(List::copyOf);
    windowsDays = windowsDays.map(List::copyOf);
    if (aggregates.isEmpty()) {
      throw new IllegalArgumentException("aggregates must name at least one");
    }
  }

  /** Aggregate to the feature it stands for, in the order they are given. */
  Map<Aggregate, Own> of(String kind) {
    var owns = new LinkedHashMap<Aggregate, Own>();
    for (var aggregate : aggregates) {
      owns.put(
          aggregate,
          new Own(
              kind,
              aggregate,
              of,
              where,
              by,
              values,
              top,
              windowsDays,
              scope,
              Optional.empty(),
              Optional.empty(),
              empty));
    }
    return owns;
  }
}
