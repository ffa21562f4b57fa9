package io.microtarget.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WalkTest {
  private final Counts counts = new Counts();

  @Test
  void the_lines_of_a_basket_on_a_day_are_one_touchpoint_and_what_they_do_not_share_is_unknown() {
    var touches =
        walk(
            0,
            "10:00 sell together=b1 basket=b1 place=north product=p1 value=100",
            "10:00 sell together=b1 basket=b1 place=north product=p2 value=250",
            "10:00 sell together=b2 basket=b2 place=north product=p2 value=7",
            "10:01 sell place=north product=p3 value=8",
            "10:01 sell place=north product=p3 value=8");
    assertThat(touches)
        .extracting(
            t ->
                "%s %s %s %s %d"
                    .formatted(t.basketId(), t.placeId(), t.productId(), t.value(), t.lines()))
        .containsExactly(
            "b1 north null 350 2", "b2 north p2 7 1", "null north p3 8 1", "null north p3 8 1");
    assertThat(counted("orders")).isEqualTo("5 0 0 0 0 0 4");
  }

  @Test
  void a_step_that_came_twice_at_one_moment_stays_once_and_the_first_one_does() {
    var touches =
        walk(
            0,
            "10:00 view id=1 identity=7",
            "10:00 view id=2 identity=7",
            "10:00 view id=3 identity=8",
            "10:00:01 view id=4 identity=7 record=2");
    assertThat(touches).extracting(t -> t.first().id()).containsExactly(1L, 3L, 4L);
    assertThat(counted("web")).isEqualTo("3 0 0 1 0 0 3");
  }

  @Test
  void who_says_that_it_is_a_machine_is_left_out_row_by_row() {
    assertThat(walk(0, "10:00 view said", "10:01 view")).hasSize(1);
    assertThat(counted("web")).isEqualTo("1 1 0 0 0 0 1");
  }

  @Test
  void a_record_with_as_many_steps_as_a_person_may_take_stays_and_one_more_makes_it_a_machine() {
    assertThat(walk(0, steps(3, "record=1"))).hasSize(3);
    assertThat(walk(0, steps(4, "record=1"))).isEmpty();
    assertThat(counted("web")).isEqualTo("3 0 4 0 0 0 3");
  }

  @Test
  void a_machine_is_one_on_its_day_and_by_itself_and_buys_nothing_less() {
    var walk = new Walk(3, counts);
    add(walk, 0, "08:00 view record=1", "08:30 view record=2", "08:40 sell record=1");
    add(walk, 0, "09:00 view record=1", "09:01 view record=1", "09:02 view record=1");
    add(walk, 1, "08:00 view record=1", "08:01 view record=1", "08:02 view record=1");
    assertThat(walk.touches())
        .extracting(t -> t.first().day() + " " + t.what() + " of " + t.first().record())
        .containsExactly("0 view of 2", "0 sell of 1", "1 view of 1", "1 view of 1", "1 view of 1");
    assertThat(counted("web")).isEqualTo("4 0 4 0 0 0 4");
  }

  @Test
  void a_day_on_which_all_rows_are_of_machines_does_not_count_into_the_next() {
    var walk = new Walk(3, counts);
    add(walk, 0, steps(9, "record=1"));
    add(walk, 1, steps(3, "record=1"));
    assertThat(walk.touches()).hasSize(3);
  }

  @Test
  void rows_of_later_days_change_nothing_before_them() {
    var early = List.of("10:00 view identity=7 id=1", "10:00 view identity=7 id=2", "11:00 view");
    var alone = new Walk(3, new Counts());
    early.forEach(text -> alone.add(Planted.step(0, text)));
    var followed = new Walk(3, new Counts());
    early.forEach(text -> followed.add(Planted.step(0, text)));
    Arrays.stream(steps(50, "record=1")).forEach(text -> followed.add(Planted.step(1, text)));
    followed.add(Planted.step(2, "10:00 view identity=7 id=9"));
    assertThat(ids(followed.touches()).subList(0, 2)).isEqualTo(ids(alone.touches()));
  }

  @Test
  void a_row_without_a_time_is_counted_and_has_no_place_in_a_journey() {
    assertThat(walk(0, "- view", "10:00 view")).hasSize(1);
    assertThat(counted("web")).isEqualTo("1 0 0 0 1 0 1");
  }

  private static List<Long> ids(List<Touch> touches) {
    return touches.stream().map(t -> t.first().id()).toList();
  }

  private static String[] steps(int number, String words) {
    var steps = new ArrayList<String>();
    for (int i = 0; i < number; i++) {
      steps.add("10:%02d view %s".formatted(i, words));
    }
    return steps.toArray(String[]::new);
  }

  private List<Touch> walk(int day, String... steps) {
    var walk = new Walk(3, counts);
    add(walk, day, steps);
    return walk.touches();
  }

  private static void add(Walk walk, int day, String... steps) {
    for (var text : steps) {
      walk.add(Planted.step(day, text));
    }
  }

  /** Kept, said, busy, doubled, timeless, of strangers; touchpoints. */
  private String counted(String source) {
    return counts.bySource().entrySet().stream()
        .filter(e -> e.getKey().get(0).equals(source))
        .flatMap(e -> Arrays.stream(e.getValue()).boxed())
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }
}
