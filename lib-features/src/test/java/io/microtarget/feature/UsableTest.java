package io.microtarget.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

final class UsableTest {
  private static final int ROWS = 20_000;
  private static final double[] PLAIN = normal(1);
  private static final double[] OTHER = normal(4);
  private static final String NEARLY = "near-constant: one value in at least 99.5 %";

  private final List<String> names = new ArrayList<>();
  private final List<double[]> columns = new ArrayList<>();

  @Test
  void names_constants_and_what_is_unknown_for_all() {
    add("same", i -> 7);
    add("nobody", i -> Double.NaN);
    add("infinite", i -> Double.POSITIVE_INFINITY);
    add("plain", i -> PLAIN[i]);
    assertThat(reasons())
        .isEqualTo(
            Map.of("same", "constant", "nobody", "unknown for all", "infinite", "unknown for all"));
  }

  @Test
  void a_value_in_99_5_percent_is_too_much_and_in_99_4_is_not() {
    add("rare", i -> i % 1000 == 0 ? PLAIN[i] : 0);
    add("edge", i -> i < ROWS * 5 / 1000 ? 1 : 0);
    add("seldom", i -> i % 1000 < 6 ? PLAIN[i] : 0);
    assertThat(reasons()).isEqualTo(Map.of("rare", NEARLY, "edge", NEARLY));
  }

  @Test
  void unknown_counts_as_a_value() {
    add("mostly_unknown", i -> i % 500 == 0 ? PLAIN[i] : Double.NaN);
    add("unknown_or_one", i -> i % 2 == 0 ? 1 : Double.NaN);
    assertThat(reasons()).isEqualTo(Map.of("mostly_unknown", NEARLY));
  }

  @Test
  void a_multiple_repeats_its_original_whichever_is_named_first() {
    add("spend_in_cents", i -> 100 * PLAIN[i]);
    add("spend", i -> PLAIN[i]);
    add("debt", i -> -PLAIN[i] - 3);
    assertThat(reasons())
        .isEqualTo(Map.of("spend", "repeats debt", "spend_in_cents", "repeats debt"));
    assertThat(reasons("spend_in_cents"))
        .isEqualTo(Map.of("spend", "repeats spend_in_cents", "debt", "repeats spend_in_cents"));
  }

  @Test
  void a_noisy_copy_repeats_above_a_correlation_of_0_99_only() {
    add("plain", i -> PLAIN[i]);
    add("copy_0_995", mixed(0.995, 2));
    add("copy_0_980", mixed(0.98, 3));
    add("other", i -> OTHER[i]);
    assertThat(reasons()).isEqualTo(Map.of("copy_0_995", "repeats plain"));
  }

  @Test
  void one_enormous_value_makes_nothing_a_repetition() {
    add("a", i -> i == 17 ? 1e300 : PLAIN[i]);
    add("b", i -> i == 17 ? 1e308 : OTHER[i]);
    add("c", i -> i == 17 ? Double.NEGATIVE_INFINITY : 2 * PLAIN[i]);
    add("d", i -> PLAIN[i]);
    assertThat(reasons()).isEqualTo(Map.of("c", "repeats a"));
  }

  @Test
  void what_is_known_for_others_is_no_repetition() {
    add("all", i -> PLAIN[i]);
    add("half", i -> i % 2 == 0 ? PLAIN[i] : Double.NaN);
    add("half_doubled", i -> i % 2 == 0 ? 2 * PLAIN[i] : Double.NaN);
    add("nearly_all", i -> i % 200 == 0 ? Double.NaN : PLAIN[i]);
    assertThat(reasons())
        .isEqualTo(Map.of("half_doubled", "repeats half", "nearly_all", "repeats all"));
  }

  @Test
  void what_varies_among_contacts_stays_though_it_is_the_same_for_all_today() {
    var names = List.of("month", "spend", "spend_all");
    var today = new double[][] {constant(11), PLAIN, PLAIN};
    var contacts = new double[][] {normal(2), normal(3), normal(4)};
    assertThat(Usable.reasons(names, Set.of(), today, contacts)).isEmpty();
    assertThat(Usable.reasons(names, Set.of(), today))
        .isEqualTo(Map.of("month", "constant", "spend_all", "repeats spend"));
  }

  @Test
  void no_rows_make_nothing_usable() {
    assertThat(Usable.reasons(List.of("a"), Set.of(), new double[][] {{}}))
        .isEqualTo(Map.of("a", "unknown for all"));
  }

  @Test
  void a_hundred_and_fifty_features_of_20_000_subjects_take_about_a_second() {
    for (int f = 0; f < 150; f++) {
      var column = normal(f);
      add("f%03d".formatted(f), i -> column[i]);
    }
    reasons();
    long start = System.nanoTime();
    assertThat(reasons()).isEmpty();
    // The bound only catches another order of growth.
    assertThat((System.nanoTime() - start) / 1e9).isLessThan(10);
  }

  private Map<String, String> reasons(String... wanted) {
    var sample = columns.toArray(double[][]::new);
    return Usable.reasons(names, Set.of(wanted), sample);
  }

  private void add(String name, IntToDoubleFunction value) {
    var column = new double[ROWS];
    Arrays.setAll(column, value);
    names.add(name);
    columns.add(column);
  }

  /** A copy with so much noise that the correlation is {@code r}. */
  private static IntToDoubleFunction mixed(double r, long seed) {
    var noise = normal(seed);
    return i -> r * PLAIN[i] + Math.sqrt(1 - r * r) * noise[i];
  }

  private static double[] constant(double value) {
    var column = new double[ROWS];
    Arrays.fill(column, value);
    return column;
  }

  private static double[] normal(long seed) {
    var random = new Random(seed);
    return random.doubles(ROWS).map(u -> random.nextGaussian()).toArray();
  }
}
