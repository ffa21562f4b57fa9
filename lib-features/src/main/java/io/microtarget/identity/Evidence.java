package io.microtarget.identity;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a {@link MatchModel} is fitted to: counts of agreement patterns, never the pairs themselves.
 * Their order does not matter; equal patterns of a stratum are added up.
 *
 * <p>A stratum is an unordered pair of sources (or a source with itself): how many pairs of records
 * are one person differs a lot between "two lists without duplicates" and "within one of them".
 *
 * @param candidates pairs that some blocking rule brought together, each once
 * @param random pairs drawn from all pairs, or all of them
 * @param pairs stratum to the number of all its pairs of records, compared or not
 * @param identifiers of {@link Field#IDENTIFIERS}: how often two records have the same value, and
 *     how often both have one; too seldom to be seen in random pairs, but easily counted
 */
record Evidence(
    List<Count> candidates,
    List<Count> random,
    SortedMap<Integer, Long> pairs,
    Map<Field, Shared> identifiers) {

  /** How many pairs of a stratum have a {@link Pattern}. */
  record Count(int stratum, long pattern, long pairs) {
    Count {
      require(pairs > 0, "a pattern is counted at least once, not %d times", pairs);
    }
  }

  /** Pairs of records with one value of an identifier, and pairs that both have any. */
  record Shared(double equal, double known) {
    Shared {
      require(equal >= 0 && equal <= known, "%s equal pairs of an identifier of %s", equal, known);
    }
  }

  Evidence {
    candidates = merged(candidates);
    random = merged(random);
    pairs = Collections.unmodifiableSortedMap(new TreeMap<>(pairs));
    identifiers = Map.copyOf(identifiers);
    require(!candidates.isEmpty(), "no candidate pairs: nothing to fit a model to");
    require(!random.isEmpty(), "no random pairs: chance agreement is not known");
    for (var count : candidates) {
      require(
          pairs.getOrDefault(count.stratum(), 0L) > 0,
          "stratum %d has candidate pairs but no number of all pairs",
          count.stratum());
    }
  }

  /** All pairs of records. */
  double allPairs() {
    return pairs.values().stream().mapToDouble(Long::doubleValue).sum();
  }

  /** Number of records, as far as their pairs tell: n (n - 1) / 2 = pairs. */
  double records() {
    return (1 + StrictMath.sqrt(1 + 8 * allPairs())) / 2;
  }

  double randomPairs() {
    return random.stream().mapToDouble(Count::pairs).sum();
  }

  /** Fields that both records of some pair know. */
  Set<Field> fields() {
    var known = EnumSet.noneOf(Field.class);
    for (var field : Field.values()) {
      if (candidates.stream().anyMatch(c -> knows(c, field))
          || random.stream().anyMatch(c -> knows(c, field))) {
        known.add(field);
      }
    }
    return known;
  }

  /** Random pairs at each level of each field. */
  Map<Field, double[]> randomLevels() {
    var levels = new EnumMap<Field, double[]>(Field.class);
    for (var field : fields()) {
      var of = new double[Comparison.of(field).size()];
      random.stream()
          .filter(c -> knows(c, field))
          .forEach(c -> of[Pattern.level(c.pattern(), field)] += c.pairs());
      levels.put(field, of);
    }
    return levels;
  }

  private static boolean knows(Count count, Field field) {
    return Pattern.level(count.pattern(), field) != Pattern.UNKNOWN;
  }

  /** Sorted by stratum and pattern, so that sums run in one order and their bits repeat. */
  private static List<Count> merged(List<Count> counts) {
    var sums = new TreeMap<Integer, TreeMap<Long, Long>>();
    for (var count : counts) {
      sums.computeIfAbsent(count.stratum(), s -> new TreeMap<>())
          .merge(Pattern.levels(count.pattern()), count.pairs(), Long::sum);
    }
    return sums.entrySet().stream()
        .flatMap(
            stratum ->
                stratum.getValue().entrySet().stream()
                    .map(of -> new Count(stratum.getKey(), of.getKey(), of.getValue())))
        .toList();
  }

  private static void require(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(message.formatted(values));
    }
  }
}
