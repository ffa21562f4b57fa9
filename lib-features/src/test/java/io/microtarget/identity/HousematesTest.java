package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.identity.Housemates.Resident;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HousematesTest {
  private static final long PERSONS = 100_000;
  private static final int CAP = 12;

  /** One in a hundred, as Müller in Germany. */
  private static final long MUELLER = 1;

  /** One in 20,000. */
  private static final long RARE = 2;

  private static final Map<Long, Long> BEARERS = Map.of(MUELLER, 1000L, RARE, 5L);
  private static final long LANDLINE = 77;

  @Test
  void a_surname_or_a_phone_makes_a_household_in_a_house() {
    var house =
        List.of(
            resident("a", 0, MUELLER),
            resident("b", 0, MUELLER),
            phoned("c", 0, LANDLINE, 3L),
            phoned("d", 0, LANDLINE, 4L),
            resident("e", 0, 5L));
    assertThat(households(house, CAP)).containsExactly("a a", "b a", "c c", "d c");
  }

  @Test
  void a_frequent_surname_in_a_block_needs_a_phone_or_a_flat_and_a_rare_one_nothing() {
    var block = strangers(400);
    block.add(resident("a", 0, MUELLER));
    block.add(resident("b", 0, MUELLER));
    block.add(resident("c", 0, RARE));
    block.add(resident("d", 0, RARE));
    block.add(phoned("e", 0, LANDLINE, MUELLER));
    block.add(phoned("f", 0, LANDLINE, MUELLER));
    block.add(resident("g", 17, MUELLER));
    block.add(resident("h", 17, MUELLER));
    block.add(resident("i", 18, MUELLER));
    assertThat(households(block, CAP)).containsExactly("c c", "d c", "e e", "f e", "g g", "h g");
  }

  @Test
  void a_phone_alone_ties_a_flat_but_not_a_block() {
    var block = strangers(30);
    block.add(phoned("a", 0, LANDLINE, 3L));
    block.add(phoned("b", 0, LANDLINE, 4L));
    block.add(phoned("c", 5, 78, 5L));
    block.add(phoned("d", 5, 78, 6L));
    assertThat(households(block, CAP)).containsExactly("c c", "d c");
  }

  @Test
  void a_frequent_surname_is_family_in_a_house_of_two_families_though_not_in_a_larger_one() {
    for (int others : new int[] {4, 9, 10}) {
      var house = strangers(others);
      house.add(resident("a", 0, MUELLER));
      house.add(resident("b", 0, MUELLER));
      assertThat(households(house, CAP)).hasSize(others < 10 ? 2 : 0);
    }
  }

  @Test
  void a_family_that_lives_in_one_house_only_does_not_make_its_own_name_frequent() {
    var house = strangers(20);
    for (int i = 0; i < 6; i++) {
      house.add(resident("f" + i, 0, 9L));
    }
    assertThat(Housemates.of(house, name -> 6, 5_000, CAP)).hasSize(6);
    assertThat(Housemates.of(house, name -> 60, 5_000, CAP)).isEmpty();
  }

  @Test
  void two_flats_are_never_tied_even_through_somebody_without_one() {
    var between = List.of(resident("a", 1, RARE), resident("b", 0, RARE), resident("c", 2, RARE));
    assertThat(households(between, CAP)).isEmpty();
    var called =
        List.of(
            resident("a", 1, RARE), phoned("b", 0, LANDLINE, RARE), phoned("c", 2, LANDLINE, RARE));
    assertThat(households(called, CAP)).containsExactly("b b", "c b");
    var one = List.of(resident("a", 1, RARE), resident("b", 0, RARE), resident("c", 1, RARE));
    assertThat(households(one, CAP)).containsExactly("a a", "b a", "c a");
  }

  @Test
  void a_household_goes_by_its_earliest_recorded_member_and_then_by_the_least() {
    var later = new Resident("a", 9, 0, List.of(RARE), List.of());
    var early = new Resident("c", 5, 0, List.of(RARE), List.of());
    var alike = new Resident("b", 5, 0, List.of(RARE), List.of());
    assertThat(households(List.of(later, early), CAP)).containsExactly("a c", "c c");
    assertThat(households(List.of(later, early, alike), CAP)).containsExactly("a b", "b b", "c b");
  }

  @Test
  void a_group_above_the_cap_is_taken_apart_by_phone_or_altogether() {
    var hall = new ArrayList<Resident>();
    for (int i = 0; i < 4; i++) {
      hall.add(resident("a" + i, 0, RARE));
    }
    assertThat(households(hall, 4)).hasSize(4);
    hall.add(phoned("b", 0, LANDLINE, RARE));
    hall.add(phoned("c", 0, LANDLINE, RARE));
    assertThat(households(hall, 4))
        .containsExactly("a0 a0-", "a1 a0-", "a2 a0-", "a3 a0-", "b b", "c b");
  }

  @Test
  void no_resident_and_one_are_no_household_and_neither_are_those_without_traits() {
    assertThat(households(List.of(), CAP)).isEmpty();
    assertThat(households(List.of(resident("a", 0, RARE)), CAP)).isEmpty();
    var silent = new Resident("a", 0, 0, List.of(), List.of());
    assertThat(households(List.of(silent, resident("b", 0, RARE)), CAP)).isEmpty();
  }

  @Test
  void the_same_households_come_from_any_order() {
    var random = new Random(7);
    var block = new ArrayList<Resident>();
    for (int i = 0; i < 60; i++) {
      block.add(
          new Resident(
              "r" + i,
              random.nextInt(5),
              random.nextInt(6),
              List.of((long) random.nextInt(9), 20L + random.nextInt(9)),
              random.nextBoolean() ? List.of() : List.of((long) random.nextInt(20))));
    }
    var expected = Housemates.of(block, bearers(block)::get, 1_000, CAP);
    assertThat(expected).hasSizeGreaterThan(10);
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(block, random);
      assertThat(Housemates.of(block, bearers(block)::get, 1_000, CAP)).isEqualTo(expected);
    }
  }

  @Test
  void ten_thousand_residents_take_no_long() {
    var crowd = strangers(Households.CROWD);
    assertThat(households(crowd, CAP)).isEmpty();
  }

  private static List<Resident> strangers(int number) {
    var strangers = new ArrayList<Resident>();
    for (int i = 0; i < number; i++) {
      strangers.add(resident("x" + i, 0, 1000L + i));
    }
    return strangers;
  }

  private static Resident resident(String id, long flat, long... names) {
    return new Resident(id, 0, flat, java.util.Arrays.stream(names).boxed().toList(), List.of());
  }

  private static Resident phoned(String id, long flat, long phone, long name) {
    return new Resident(id, 0, flat, List.of(name), List.of(phone));
  }

  private static Map<Long, Long> bearers(List<Resident> residents) {
    var bearers = new HashMap<>(BEARERS);
    residents.forEach(r -> r.names().forEach(n -> bearers.merge(n, 1L, Long::sum)));
    return bearers;
  }

  private static List<String> households(List<Resident> residents, int cap) {
    return Housemates.of(residents, bearers(residents)::get, PERSONS, cap).stream()
        .map(m -> m.parent() == null ? m.id() + " " + m.group() + "-" : m.id() + " " + m.parent())
        .toList();
  }
}
