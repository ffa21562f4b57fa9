package io.microtarget.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClusteringTest {
  private static final double[][] SQUARE = {{0, 0}, {10, 0}, {0, 10}, {10, 10}};

  @Test
  void chooses_the_planted_number_and_says_what_it_tried() {
    var points = Planted.blobs(SQUARE, 40, 1);

    var clustering = Clustering.of(points, points.length, Planted.settings(2, 6, 5));

    assertThat(clustering.centres().count()).isEqualTo(4);
    assertThat(clustering.tried().stream().map(Clustering.Candidate::asked))
        .containsExactly(2, 3, 4, 5, 6);
    assertThat(clustering.summary())
        .matches(
            "silhouette by number of clusters 2: 0\\.\\d\\d, 3: 0\\.\\d\\d, 4: 0\\.8\\d, 5:"
                + " 0\\.\\d\\d, 6: 0\\.\\d\\d: strong structure");
  }

  @Test
  void prefers_a_number_whose_clusters_are_all_large_enough() {
    var points = Planted.blobs(new double[][] {{0, 0}, {20, 0}}, 50, 4);
    for (int i = 0; i < 4; i++) {
      points[i] = new double[] {10 + 0.1 * i, 25};
    }

    var clustering = Clustering.of(points, points.length, Planted.settings(2, 3, 10));

    assertThat(clustering.tried().stream().map(Clustering.Candidate::isWhole))
        .containsExactly(true, false);
    assertThat(clustering.centres()).isSameAs(clustering.tried().get(0).centres());
  }

  @Test
  void dissolves_small_clusters_where_every_number_gives_some() {
    var points = Planted.blobs(SQUARE, 20, 2);
    for (int i = 0; i < 4; i++) {
      points[i] = new double[] {500 + i, 500};
    }

    var clustering = Clustering.of(points, points.length, Planted.settings(2, 3, 10));

    assertThat(clustering.tried()).noneMatch(Clustering.Candidate::isWhole);
    assertThat(clustering.centres().sizes(points)[0]).isGreaterThanOrEqualTo(10);
    assertThat(clustering.centres().sizes(points)[1]).isGreaterThanOrEqualTo(10);
  }

  @Test
  void scales_the_minimum_size_to_the_sample() {
    var points = Planted.blobs(SQUARE, 20, 3);

    var tenfold = Clustering.of(points, 800, Planted.settings(4, 4, 150));

    assertThat(tenfold.centres().count()).isEqualTo(4);
    assertThat(Clustering.of(points, 800, Planted.settings(4, 4, 250)).centres().count())
        .isLessThan(4);
  }

  @Test
  void has_the_mean_as_its_only_centre_where_two_segments_are_impossible() {
    var clustering = Clustering.of(SQUARE, 4, Planted.settings(2, 3, 3));

    assertThat(clustering.centres().toList()).containsExactly(new double[] {5, 5});
    assertThat(clustering.summary()).isEqualTo("too few subjects for two segments");
    assertThat(clustering.tried()).isEqualTo(List.of());
  }
}
