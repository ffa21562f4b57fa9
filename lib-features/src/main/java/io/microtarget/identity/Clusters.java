package io.microtarget.identity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * Persons from links: connected components by union-find (Tarjan, van Leeuwen, JACM 31, 1984), with
 * a guard against chains of weak links.
 *
 * <p>A component of more records than the cap, or with links between less than a fifth of its pairs
 * (a chain of more than ten records), is taken apart and put together again from its strongest link
 * down. There a link counts only if a third record is linked to both of its ends, or if it is sure
 * by itself (a thousand to one). Two parts become one only if that stays within the cap and more
 * than half of the pairs between them are links. A chain of weak links falls into single records;
 * records that all resemble each other stay together. What was split is reported.
 *
 * @param clusterOf record to the least record of its cluster, of all records with a link
 * @param splits of components that were too large or too loose, the one with the least record first
 */
record Clusters(SortedMap<Long, Long> clusterOf, List<Split> splits) {
  /** More than this share of the pairs between two parts of a large component must be links. */
  private static final double SUPPORT = 0.5;

  /** A component with links between less than this share of its pairs is too loose. */
  private static final double LEAST_LINKED = 0.2;

  /** Match weight of a link that needs no third record, in a large component. */
  private static final double SURE_BITS = 10;

  /**
   * A link between two records.
   *
   * @param bits match weight
   */
  record Link(long one, long other, double bits) {
    /** Strongest first; equal ones in the order of their records, so that runs repeat. */
    private static final Comparator<Link> STRONGEST_FIRST =
        Comparator.comparingDouble((Link link) -> -link.bits())
            .thenComparingLong(Link::one)
            .thenComparingLong(Link::other);

    Link {
      if (one == other) {
        throw new IllegalArgumentException("a link of a record with itself");
      }
      if (one > other) {
        long first = other;
        other = one;
        one = first;
      }
    }
  }

  /**
   * A component that was too large or too loose.
   *
   * @param least its least record
   * @param clusters it was split into, single records too
   * @param cut links between these
   */
  record Split(long least, int records, int clusters, int cut) {}

  Clusters {
    clusterOf = Collections.unmodifiableSortedMap(new TreeMap<>(clusterOf));
    splits = List.copyOf(splits);
  }

  /**
   * @param links in any order
   * @param cap most records of a cluster, at least 2
   */
  static Clusters of(Collection<Link> links, int cap) {
    if (cap < 2) {
      throw new IllegalArgumentException(
          "cluster-cap must be at least 2, not %d: a cluster of one has no link".formatted(cap));
    }
    var sorted = links.stream().sorted(Link.STRONGEST_FIRST).toList();
    var records =
        sorted.stream()
            .flatMapToLong(link -> LongStream.of(link.one(), link.other()))
            .sorted()
            .distinct()
            .toArray();
    var sets = new Sets(records);
    sorted.forEach(link -> sets.unite(sets.of(link.one()), sets.of(link.other())));
    var splits = split(sorted, sets, cap);
    var clusterOf = new TreeMap<Long, Long>();
    for (long record : records) {
      clusterOf.put(record, sets.least(record));
    }
    return new Clusters(clusterOf, splits);
  }

  private static List<Split> split(List<Link> sorted, Sets sets, int cap) {
    var components = new TreeMap<Integer, List<Link>>();
    for (var link : sorted) {
      components.computeIfAbsent(sets.of(link.one()), s -> new ArrayList<>()).add(link);
    }
    var splits = new ArrayList<Split>();
    components.forEach(
        (set, links) -> {
          if (sets.size(set) > cap || isLoose(sets.size(set), links.size())) {
            splits.add(split(links, sets, set, cap));
          }
        });
    return splits;
  }

  /** Whether a component of so many records has too few links to be one person. */
  static boolean isLoose(double records, long links) {
    return links < LEAST_LINKED * records * (records - 1) / 2;
  }

  private static Split split(List<Link> links, Sets sets, int set, int cap) {
    int size = sets.size(set);
    long least = sets.name(set);
    var parts = new TreeSet<Long>();
    links.forEach(link -> Collections.addAll(parts, link.one(), link.other()));
    parts.forEach(sets::alone);
    var firm = firm(links);
    var between = new Between(firm, sets);
    int before;
    int after = parts.size();
    do {
      before = after;
      for (var link : firm) {
        int one = sets.of(link.one());
        int other = sets.of(link.other());
        double pairs = (double) sets.size(one) * sets.size(other);
        if (one != other
            && sets.size(one) + sets.size(other) <= cap
            && between.links(one, other) > SUPPORT * pairs) {
          between.unite(Math.min(one, other), Math.max(one, other));
          sets.unite(one, other);
          after--;
        }
      }
    } while (after < before);
    int cut = 0;
    for (var link : links) {
      cut += sets.of(link.one()) == sets.of(link.other()) ? 0 : 1;
    }
    return new Split(least, size, after, cut);
  }

  /** Links that are sure, or whose ends have a neighbour in common. */
  private static List<Link> firm(List<Link> links) {
    var neighbours = new HashMap<Long, Set<Long>>();
    for (var link : links) {
      neighbours.computeIfAbsent(link.one(), r -> new HashSet<>()).add(link.other());
      neighbours.computeIfAbsent(link.other(), r -> new HashSet<>()).add(link.one());
    }
    return links.stream()
        .filter(
            link ->
                link.bits() >= SURE_BITS
                    || !Collections.disjoint(
                        neighbours.get(link.one()), neighbours.get(link.other())))
        .toList();
  }

  /** How many links there are between two sets. */
  private static final class Between {
    private final Map<Integer, Map<Integer, Integer>> links = new HashMap<>();

    Between(List<Link> all, Sets sets) {
      for (var link : all) {
        int one = sets.of(link.one());
        int other = sets.of(link.other());
        add(one, other, 1);
        add(other, one, 1);
      }
    }

    int links(int one, int other) {
      return links.getOrDefault(one, Map.of()).getOrDefault(other, 0);
    }

    /** What led to the gone set leads to the kept one. */
    void unite(int kept, int gone) {
      links
          .remove(gone)
          .forEach(
              (neighbour, number) -> {
                links.get(neighbour).remove(gone);
                if (neighbour != kept) {
                  add(kept, neighbour, number);
                  add(neighbour, kept, number);
                }
              });
    }

    private void add(int from, int to, int number) {
      links.computeIfAbsent(from, f -> new HashMap<>()).merge(to, number, Integer::sum);
    }
  }

  /** Disjoint sets of records; a set goes by the place of its least record among all. */
  private static final class Sets {
    private final long[] names;
    private final int[] parents;
    private final int[] sizes;

    /**
     * @param sorted each record once
     */
    Sets(long[] sorted) {
      names = sorted;
      parents = new int[names.length];
      sizes = new int[names.length];
      Arrays.setAll(parents, i -> i);
      Arrays.fill(sizes, 1);
    }

    int of(long record) {
      int at = Arrays.binarySearch(names, record);
      while (parents[at] != at) {
        parents[at] = parents[parents[at]];
        at = parents[at];
      }
      return at;
    }

    int size(int set) {
      return sizes[set];
    }

    long name(int set) {
      return names[set];
    }

    long least(long record) {
      return names[of(record)];
    }

    void unite(int one, int other) {
      if (one != other) {
        parents[Math.max(one, other)] = Math.min(one, other);
        sizes[Math.min(one, other)] += sizes[Math.max(one, other)];
      }
    }

    /** Takes a record out; sound only if that is done to all records of its set. */
    void alone(long record) {
      int number = Arrays.binarySearch(names, record);
      parents[number] = number;
      sizes[number] = 1;
    }
  }
}
