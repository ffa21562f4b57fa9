package io.microtarget.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ClusterBootstrapTest {
  private static final int N = 400;

  @Test
  void meets_the_normal_interval_of_a_mean_of_independent_rows() {
    var values = new Random(3).doubles(N).toArray();
    var interval =
        new ClusterBootstrap(names(1), 2000, 7).intervals(w -> new double[] {mean(values, w)})[0];
    // 1.96 standard errors of the mean of N uniform values: 1.96 · sqrt(1 / 12 / 400) = 0.0283.
    assertThat((interval.high() - interval.low()) / 2).isCloseTo(0.0283, within(0.002));
  }

  @Test
  void is_wider_when_rows_of_a_cluster_repeat_each_other() {
    var random = new Random(3);
    var ofCluster = random.doubles(N / 4).toArray();
    var values = IntStream.range(0, N).mapToDouble(i -> ofCluster[i / 4]).toArray();
    var interval =
        new ClusterBootstrap(names(4), 2000, 7).intervals(w -> new double[] {mean(values, w)})[0];
    // Only 100 independent values: twice as wide.
    assertThat((interval.high() - interval.low()) / 2).isCloseTo(0.0566, within(0.006));
  }

  @Test
  void a_paired_difference_of_equal_statistics_is_exactly_zero() {
    var values = new Random(3).doubles(N).toArray();
    var interval =
        new ClusterBootstrap(names(2), 200, 7)
            .intervals(w -> new double[] {mean(values, w) - mean(values, w)})[0];
    assertThat(interval).isEqualTo(new ClusterBootstrap.Interval(0, 0));
  }

  @Test
  void same_seed_same_interval() {
    var values = new Random(3).doubles(N).toArray();
    var first =
        new ClusterBootstrap(names(2), 200, 7).intervals(w -> new double[] {mean(values, w)});
    var again =
        new ClusterBootstrap(names(2), 200, 7).intervals(w -> new double[] {mean(values, w)});
    var other =
        new ClusterBootstrap(names(2), 200, 8).intervals(w -> new double[] {mean(values, w)});
    assertThat(again).containsExactly(first);
    assertThat(other[0]).isNotEqualTo(first[0]);
  }

  @Test
  void leaves_out_resamples_without_a_value() {
    var interval =
        new ClusterBootstrap(names(1), 200, 7)
            .intervals(w -> new double[] {w[0] == 0 ? Double.NaN : 1})[0];
    assertThat(interval).isEqualTo(new ClusterBootstrap.Interval(1, 1));
  }

  @Test
  void quantiles_equal_numpy() {
    double[] sorted = {1, 2, 4, 8, 16, 32};
    assertThat(ClusterBootstrap.quantile(sorted, 0.025)).isCloseTo(1.125, within(1e-12));
    assertThat(ClusterBootstrap.quantile(sorted, 0.5)).isCloseTo(6, within(1e-12));
    assertThat(ClusterBootstrap.quantile(sorted, 0.975)).isCloseTo(30, within(1e-12));
    assertThat(ClusterBootstrap.quantile(new double[0], 0.5)).isNaN();
  }

  private static List<String> names(int rowsPerCluster) {
    return IntStream.range(0, N).mapToObj(i -> "s" + i / rowsPerCluster).toList();
  }

  private static double mean(double[] values, int[] weights) {
    double sum = 0;
    double count = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] * weights[i];
      count += weights[i];
    }
    return sum / count;
  }
}
