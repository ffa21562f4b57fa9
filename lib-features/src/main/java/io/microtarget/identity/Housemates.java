package io.microtarget.identity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;

/**
 * Who of those that live at one address keeps house together: union-find over what they share.
 *
 * <p>Ties, the strongest first; persons of two different flats are never tied, not even through a
 * third without one:
 *
 * <ol>
 *   <li>flat and surname, unless the flat is so full that namesakes are expected by chance
 *   <li>surname and phone
 *   <li>flat and phone, where the flat has no more persons than a household may have
 *   <li>phone, where the address has no more persons than a household may have: more are a block,
 *       in which a number may be that of the porter or the home
 *   <li>surname, unless namesakes are expected by chance
 * </ol>
 *
 * <p>Namesakes by chance: among {@code x} residents with other surnames, {@code x s / (1 - s)}
 * strangers are expected with a surname that the share {@code s} of all persons who live elsewhere
 * has. Above {@value #CHANCE} the surname ties nobody, so that it counts in a block only where it
 * is rare; up to {@value #FEW} residents of other names it always counts, as in a house of two
 * families. That frequent values speak less: Newcombe, Kennedy, Axford, James, Automatic Linkage of
 * Vital Records, Science 130 (1959); Winkler, Frequency-Based Matching in the Fellegi-Sunter Model,
 * US Census Bureau RR2000/06.
 *
 * <p>A household of more persons than the cap is taken apart: only phones tie its members then, and
 * what is too large even so is none.
 */
final class Housemates {
  /** Expected namesakes from which on a surname tells nothing: one error in about eleven. */
  static final double CHANCE = 0.1;

  /** Residents with other surnames among whom a namesake is family. */
  static final int FEW = 4;

  /** Of {@link Resident#flat}, if it is unknown. */
  static final long NO_FLAT = 0;

  /**
   * Someone who lives there; flat, surnames and phones by their hashes.
   *
   * @param since first recorded, microseconds
   */
  record Resident(String id, long since, long flat, List<Long> names, List<Long> phones) {
    private static final Comparator<Resident> EARLIEST =
        Comparator.comparingLong(Resident::since).thenComparing(Resident::id);
  }

  /**
   * A member of a group.
   *
   * @param group earliest recorded member of all that were tied
   * @param parent earliest recorded member of the household; null if the group was too large
   */
  record Member(String id, String group, String parent) {}

  private final List<Resident> residents;
  private final LongUnaryOperator bearersElsewhere;
  private final long personsElsewhere;
  private final int cap;
  private final int[] up;
  private final long[] flats;

  private Housemates(
      List<Resident> residents,
      LongUnaryOperator bearersElsewhere,
      long personsElsewhere,
      int cap) {
    this.residents = residents;
    this.bearersElsewhere = bearersElsewhere;
    this.personsElsewhere = personsElsewhere;
    this.cap = cap;
    this.up = all().stream().mapToInt(i -> i).toArray();
    this.flats = residents.stream().mapToLong(Resident::flat).toArray();
  }

  /**
   * Members of groups of two or more, by id.
   *
   * @param bearers surname to how many persons have it, here and elsewhere; of two at most it may
   *     give less, as they matter only where both are here
   * @param persons with a surname and an address
   * @param cap most persons of a household
   */
  static List<Member> of(
      List<Resident> residents, LongUnaryOperator bearers, long persons, int cap) {
    var sorted = residents.stream().sorted(Comparator.comparing(Resident::id)).toList();
    var here = new HashMap<Long, Long>();
    sorted.forEach(r -> r.names().forEach(name -> here.merge(name, 1L, Long::sum)));
    LongUnaryOperator elsewhere =
        name -> Math.max(0, bearers.applyAsLong(name) - here.getOrDefault(name, 0L));
    long named = sorted.stream().filter(r -> !r.names().isEmpty()).count();
    var address = new Housemates(sorted, elsewhere, persons - named, cap);
    address.tie();
    return address.groups().stream()
        .flatMap(group -> address.members(group).stream())
        .sorted(Comparator.comparing(Member::id))
        .toList();
  }

  private void tie() {
    var here = all();
    var byFlat = by(here, r -> r.flat() == NO_FLAT ? List.of() : List.of(r.flat())).values();
    byFlat.forEach(this::tieNamesakes);
    by(here, Resident::phones).values().forEach(this::tieNamesakesOfPhone);
    byFlat.forEach(this::tieByPhone);
    tieByPhone(here);
    tieNamesakes(here);
  }

  private void tieNamesakes(List<Integer> neighbours) {
    by(neighbours, Resident::names)
        .forEach(
            (name, namesakes) -> {
              if (!isByChance(name, neighbours.size() - namesakes.size())) {
                join(namesakes);
              }
            });
  }

  private void tieNamesakesOfPhone(List<Integer> members) {
    by(members, Resident::names).values().forEach(this::join);
  }

  private void tieByPhone(List<Integer> neighbours) {
    if (neighbours.size() <= cap) {
      by(neighbours, Resident::phones).values().forEach(this::join);
    }
  }

  private boolean isByChance(long name, int others) {
    if (others <= FEW) {
      return false;
    }
    // Half a person more, so that a name nobody has elsewhere is rare and not impossible.
    double share = (bearersElsewhere.applyAsLong(name) + 0.5) / (personsElsewhere + 1);
    return share >= 1 || others * share / (1 - share) >= CHANCE;
  }

  /** Of several flats each by itself, and who has none by himself. */
  private void join(List<Integer> members) {
    var known = new HashSet<Long>();
    for (int member : members) {
      known.add(flats[root(member)]);
    }
    known.remove(NO_FLAT);
    var first = new HashMap<Long, Integer>();
    for (int member : members) {
      long side = known.size() <= 1 ? NO_FLAT : flats[root(member)];
      unite(first.computeIfAbsent(side, s -> member), member);
    }
  }

  private void unite(int one, int other) {
    int lower = Math.min(root(one), root(other));
    int upper = Math.max(root(one), root(other));
    long flat = flats[lower] == NO_FLAT ? flats[upper] : flats[lower];
    up[upper] = lower;
    flats[lower] = flat;
  }

  private int root(int member) {
    int at = member;
    while (up[at] != at) {
      up[at] = up[up[at]];
      at = up[at];
    }
    return at;
  }

  private List<List<Integer>> groups() {
    var groups = new TreeMap<Integer, List<Integer>>();
    for (int i = 0; i < up.length; i++) {
      groups.computeIfAbsent(root(i), r -> new ArrayList<>()).add(i);
    }
    return groups.values().stream().filter(group -> group.size() > 1).toList();
  }

  private List<Member> members(List<Integer> group) {
    var name = earliest(group);
    if (group.size() <= cap) {
      return group.stream().map(i -> new Member(residents.get(i).id(), name, name)).toList();
    }
    var parents = new HashMap<Integer, String>();
    var part =
        new Housemates(
            group.stream().map(residents::get).toList(), bearersElsewhere, personsElsewhere, cap);
    part.by(part.all(), Resident::phones).values().forEach(part::join);
    for (var household : part.groups()) {
      if (household.size() <= cap) {
        var parent = part.earliest(household);
        household.forEach(i -> parents.put(group.get(i), parent));
      }
    }
    return group.stream()
        .map(i -> new Member(residents.get(i).id(), name, parents.get(i)))
        .toList();
  }

  private String earliest(List<Integer> group) {
    return group.stream().map(residents::get).min(Resident.EARLIEST).orElseThrow().id();
  }

  private List<Integer> all() {
    return IntStream.range(0, residents.size()).boxed().toList();
  }

  private Map<Long, List<Integer>> by(
      List<Integer> members, Function<Resident, List<Long>> values) {
    var grouped = new TreeMap<Long, List<Integer>>();
    for (int member : members) {
      for (var value : values.apply(residents.get(member))) {
        grouped.computeIfAbsent(value, v -> new ArrayList<>()).add(member);
      }
    }
    return grouped;
  }
}
