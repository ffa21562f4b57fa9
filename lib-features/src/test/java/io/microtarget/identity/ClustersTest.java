package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.identity.Clusters.Link;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClustersTest {
  @Test
  void links_are_joined_to_persons_that_go_by_their_least_record() {
    var clusters = Clusters.of(List.of(link(3, 2, 9), link(4, 5, 8), link(1, 2, 7)), 50);
    assertThat(clusters.clusterOf())
        .containsExactlyInAnyOrderEntriesOf(Map.of(1L, 1L, 2L, 1L, 3L, 1L, 4L, 4L, 5L, 4L));
    assertThat(clusters.splits()).isEmpty();
  }

  @Test
  void a_chain_of_ten_thousand_weak_links_falls_apart() {
    var links = new ArrayList<Link>();
    for (int i = 0; i < 10_000; i++) {
      links.add(link(record(i), record(i + 1), 1));
    }
    var clusters = Clusters.of(links, 50);
    assertThat(largest(clusters)).isEqualTo(1);
    assertThat(clusters.splits())
        .containsExactly(new Clusters.Split(record(0), 10_001, 10_001, 10_000));
  }

  @Test
  void a_chain_of_more_than_ten_records_falls_apart_below_the_cap_too() {
    var links = new ArrayList<Link>();
    for (int i = 0; i < 9; i++) {
      links.add(link(record(i), record(i + 1), 1));
    }
    assertThat(largest(Clusters.of(links, 50))).isEqualTo(10);
    links.add(link(record(9), record(10), 1));
    assertThat(largest(Clusters.of(links, 50))).isEqualTo(1);
  }

  @Test
  void a_chain_of_sure_links_falls_into_pairs() {
    var links = new ArrayList<Link>();
    for (int i = 0; i < 99; i++) {
      links.add(link(record(i), record(i + 1), i % 2 == 0 ? 20 : 19));
    }
    var clusters = Clusters.of(links, 50);
    assertThat(largest(clusters)).isEqualTo(2);
    assertThat(clusters.splits()).containsExactly(new Clusters.Split(record(0), 100, 50, 49));
  }

  @Test
  void records_that_all_resemble_each_other_stay_together_when_a_chain_joins_their_groups() {
    var links = new ArrayList<Link>();
    for (int group = 0; group < 10; group++) {
      for (int i = 0; i < 8; i++) {
        for (int j = i + 1; j < 8; j++) {
          links.add(link(record(group * 8 + i), record(group * 8 + j), 12));
        }
      }
      links.add(link(record(group * 8 + 7), record(group * 8 + 8), 1));
    }
    var clusters = Clusters.of(links, 50);
    assertThat(clusters.clusterOf().headMap(record(80)))
        .allSatisfy((record, least) -> assertThat(least).isEqualTo(groupOf(record)));
    assertThat(clusters.splits()).containsExactly(new Clusters.Split(record(0), 81, 11, 10));
  }

  @Test
  void no_cluster_is_above_the_cap_even_if_all_resemble_each_other() {
    var links = new ArrayList<Link>();
    for (int i = 0; i < 120; i++) {
      for (int j = i + 1; j < 120; j++) {
        links.add(link(record(i), record(j), 20 - (i + j) % 7));
      }
    }
    assertThat(largest(Clusters.of(links, 50))).isLessThanOrEqualTo(50);
  }

  @Test
  void the_order_of_the_links_does_not_matter() {
    var random = new Random(3);
    var links = new ArrayList<Link>();
    for (int i = 0; i < 400; i++) {
      int one = random.nextInt(200);
      links.add(
          link(record(one), record((one + 1 + random.nextInt(199)) % 200), random.nextInt(9)));
    }
    var clusters = Clusters.of(links, 20);
    assertThat(clusters.splits()).isNotEmpty();
    for (int i = 0; i < 5; i++) {
      Collections.shuffle(links, random);
      assertThat(Clusters.of(links, 20)).isEqualTo(clusters);
    }
  }

  @Test
  void a_cap_of_one_and_a_link_with_itself_are_errors() {
    assertThatThrownBy(() -> Clusters.of(List.of(), 1))
        .hasMessage("cluster-cap must be at least 2, not 1: a cluster of one has no link");
    assertThatThrownBy(() -> link(1, 1, 1)).hasMessage("a link of a record with itself");
  }

  private static Link link(long one, long other, double bits) {
    return new Link(one, other, bits);
  }

  private static long record(int number) {
    return number - 5_000L;
  }

  private static long groupOf(long record) {
    return record((int) (record + 5_000) / 8 * 8);
  }

  private static long largest(Clusters clusters) {
    return clusters.clusterOf().values().stream()
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
        .values()
        .stream()
        .max(Long::compare)
        .orElseThrow();
  }
}
