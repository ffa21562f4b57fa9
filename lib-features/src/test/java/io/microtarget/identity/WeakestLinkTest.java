package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.identity.WeakestLink.Link;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeakestLinkTest {
  @Test
  void a_bridge_is_the_only_link_between_two_sides() {
    var weakest =
        WeakestLink.of(
                List.of(
                    link("a", "b", 20), link("b", "c", 3), link("c", "d", 15), link("a", "e", 9)))
            .orElseThrow();

    assertThat(weakest.link()).isEqualTo(link("b", "c", 3));
    assertThat(weakest.side()).containsExactly("a", "b", "e");
    assertThat(weakest.others()).containsExactly("c", "d");
    assertThat(weakest.across()).isEqualTo(1);
  }

  @Test
  void in_a_ring_the_second_weakest_counts_since_the_weakest_is_not_needed() {
    var weakest =
        WeakestLink.of(List.of(link("a", "b", 20), link("b", "c", 7), link("a", "c", 3)))
            .orElseThrow();

    assertThat(weakest.link()).isEqualTo(link("b", "c", 7));
    assertThat(weakest.side()).containsExactly("a", "b");
    assertThat(weakest.others()).containsExactly("c");
    assertThat(weakest.across()).isEqualTo(2);
  }

  @Test
  void an_identifier_is_stronger_than_any_weight_and_a_pair_counts_once() {
    var weakest =
        WeakestLink.of(
                List.of(
                    link("a", "b", 1),
                    link("a", "b", Double.POSITIVE_INFINITY),
                    link("b", "c", 30),
                    link("c", "b", 12)))
            .orElseThrow();

    assertThat(weakest.link()).isEqualTo(link("b", "c", 30));
    assertThat(weakest.across()).isEqualTo(1);
  }

  @Test
  void the_order_of_links_does_not_matter() {
    var links =
        new java.util.ArrayList<>(
            List.of(link("a", "b", 5), link("b", "c", 5), link("c", "d", 5), link("a", "d", 5)));
    var expected = WeakestLink.of(links);
    Collections.reverse(links);

    assertThat(WeakestLink.of(links)).isEqualTo(expected);
  }

  @Test
  void a_record_alone_has_no_link() {
    assertThat(WeakestLink.of(List.of())).isEmpty();
  }

  private static Link link(String one, String other, double bits) {
    return new Link(one, other, bits);
  }
}
