package io.microtarget.identity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where the records of a person hold together least: the least link of the tree that connects them
 * by the strongest links there are. Without it, and all that are weaker beside it, they are two.
 *
 * <p>Kruskal, On the Shortest Spanning Subtree of a Graph, Proceedings of the AMS 7 (1956), by
 * falling weight.
 *
 * @param link the weakest
 * @param side the records on the side of its one end, sorted
 * @param others the records on the side of its other end, sorted
 * @param across pairs that link the two sides, this one included: 1 if it is the only one
 */
public record WeakestLink(Link link, SortedSet<String> side, SortedSet<String> others, int across) {

  /**
   * A pair of records.
   *
   * @param bits its weight; infinite for a shared identifier
   */
  public record Link(String one, String other, double bits) {}

  /**
   * The weakest of some links, of equal ones the last by its records; nothing without a link.
   *
   * @param links in any order; of a pair that is linked twice the stronger counts
   */
  public static Optional<WeakestLink> of(List<Link> links) {
    var sorted = new ArrayList<>(links);
    sorted.sort(
        Comparator.comparingDouble((Link link) -> -link.bits)
            .thenComparing(Link::one)
            .thenComparing(Link::other));
    var tree = new ArrayList<Link>();
    var sets = new HashMap<String, String>();
    for (var link : sorted) {
      var one = root(sets, link.one);
      var other = root(sets, link.other);
      if (!one.equals(other)) {
        sets.put(one, other);
        tree.add(link);
      }
    }
    return tree.isEmpty() ? Optional.empty() : Optional.of(of(tree, links));
  }

  private static WeakestLink of(List<Link> tree, List<Link> links) {
    var weakest = tree.get(tree.size() - 1);
    var sets = new HashMap<String, String>();
    for (var link : tree.subList(0, tree.size() - 1)) {
      sets.put(root(sets, link.one), root(sets, link.other));
    }
    var side = members(sets, links, weakest.one);
    var others = members(sets, links, weakest.other);
    long across =
        links.stream()
            .filter(l -> side.contains(l.one) != side.contains(l.other))
            .map(l -> Set.of(l.one, l.other))
            .distinct()
            .count();
    return new WeakestLink(weakest, side, others, (int) across);
  }

  private static SortedSet<String> members(
      Map<String, String> sets, List<Link> links, String record) {
    var root = root(sets, record);
    var members = new TreeSet<String>();
    for (var link : links) {
      for (var end : List.of(link.one, link.other)) {
        if (root(sets, end).equals(root)) {
          members.add(end);
        }
      }
    }
    return members;
  }

  private static String root(Map<String, String> sets, String record) {
    var at = record;
    while (sets.containsKey(at)) {
      at = sets.get(at);
    }
    return at;
  }
}
