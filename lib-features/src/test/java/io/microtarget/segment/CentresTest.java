package io.microtarget.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CentresTest {
  private static final double[][] LINE = {{0}, {1}, {2}, {10}, {11}, {20}};

  @Test
  void are_rounded_and_sorted_whatever_their_order_was() {
    var centres = Centres.of(List.of(new double[] {2.00000049}, new double[] {-1e-9}));

    assertThat(centres.toList().get(0)).containsExactly(0.0);
    assertThat(centres.toList().get(1)).containsExactly(2.0);
  }

  @Test
  void give_a_tie_to_the_smaller_centre() {
    var centres = Centres.of(List.of(new double[] {2}, new double[] {0}));

    assertThat(centres.nearest(new double[] {1})).isZero();
    assertThat(centres.distance(new double[] {1}, 0)).isEqualTo(1.0);
  }

  @Test
  void dissolve_the_smallest_cluster_into_its_neighbours_until_all_are_large_enough() {
    var centres = Centres.of(List.of(new double[] {1}, new double[] {10}, new double[] {20}));

    assertThat(centres.sizes(LINE)).containsExactly(3, 2, 1);
    assertThat(centres.withoutSmallerThan(1, LINE)).isSameAs(centres);
    assertThat(centres.withoutSmallerThan(2, LINE).sizes(LINE)).containsExactly(3, 3);
    assertThat(centres.withoutSmallerThan(4, LINE).sizes(LINE)).containsExactly(6);
    assertThat(centres.withoutSmallerThan(99, LINE).sizes(LINE)).containsExactly(6);
  }
}
