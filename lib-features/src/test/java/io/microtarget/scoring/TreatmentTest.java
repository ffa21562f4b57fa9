package io.microtarget.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.microtarget.scoring.Contacts.Contact;
import io.microtarget.scoring.Input.Shape;
import io.microtarget.testing.Sessions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

final class TreatmentTest {
  private static final double ABSENT = Double.NaN;

  @Test
  void centres_and_scales_by_training_statistics() {
    var treatment = Treatment.of(training(new double[] {1}, new double[] {3}), List.of("a"));
    var input = treatment.inputs().get(0);
    assertThat(input.mean()).isEqualTo(2);
    assertThat(input.deviation()).isCloseTo(Math.sqrt(2), within(1e-8));
    assertThat(treatment.of(new double[] {4})).containsExactly(2 / input.deviation());
  }

  @Test
  void an_unknown_value_is_at_the_mean_of_the_known_ones() {
    var contacts = training(new double[] {1}, new double[] {3}, new double[] {ABSENT});
    var treatment = Treatment.of(contacts, List.of("a"));
    assertThat(treatment.inputs().get(0).mean()).isEqualTo(2);
    assertThat(treatment.inputs().get(0).deviation()).isEqualTo(1);
    assertThat(treatment.of(new double[] {ABSENT})).containsExactly(0);
    assertThat(treatment.of(new double[] {Double.POSITIVE_INFINITY})).containsExactly(0);
  }

  @Test
  void names_what_is_constant_or_never_known_in_training() {
    var contacts = training(new double[] {1, 5, ABSENT}, new double[] {2, 5, ABSENT});
    var treatment = Treatment.of(contacts, List.of("a", "b", "c"));
    assertThat(treatment.names()).containsExactly("a");
    assertThat(treatment.leftOut()).containsExactly("b", "c");
    assertThat(treatment.of(new double[] {1.5, 99, 99})).containsExactly(0);
  }

  @Test
  void says_where_a_value_is_missing_once_for_features_missing_together() {
    var contacts =
        training(
            1000,
            i ->
                i % 4 == 0
                    ? new double[] {ABSENT, ABSENT, i % 7}
                    : new double[] {i % 5, i % 3, i % 100 == 1 ? ABSENT : i % 7});
    var treatment = Treatment.of(contacts, List.of("a", "b", "c"));
    // 10 of 1,000 rows lack c: too few to learn from.
    assertThat(treatment.names()).containsExactly("a", "a is unknown", "b", "c");
    var unknown = treatment.inputs().get(1);
    assertThat(unknown.shape()).isEqualTo(Shape.UNKNOWN);
    assertThat(unknown.mean()).isEqualTo(0.25);
    assertThat(treatment.of(new double[] {ABSENT, 1, 1})[1])
        .isCloseTo(0.75 / Math.sqrt(0.25 * 0.75 * 1000 / 999), within(1e-8));
  }

  @Test
  void heavy_tails_become_logarithms_and_the_rest_stays() {
    var random = new Random(1);
    var contacts =
        training(
            5000,
            i -> {
              double normal = random.nextGaussian();
              double money = Math.exp(3 + 1.5 * random.nextGaussian());
              return new double[] {normal, money, random.nextBoolean() ? money : -money};
            });
    var treatment = Treatment.of(contacts, List.of("a", "b", "c"));
    assertThat(treatment.inputs())
        .extracting(Input::shape)
        .containsExactly(Shape.AS_IS, Shape.LOG, Shape.SIGNED_LOG);
    // Mean and deviation of ln(1 + e^x), x normal around 3 by 1.5: numerical integration, 3.116 and
    // 1.361.
    assertThat(treatment.inputs().get(1).mean()).isCloseTo(3.116, within(0.08));
    assertThat(treatment.inputs().get(1).deviation()).isCloseTo(1.361, within(0.06));
    assertThat(treatment.of(new double[] {0, -1, 0})[1])
        .isEqualTo(treatment.of(new double[] {0, 0, 0})[1]);
  }

  @Test
  void one_enormous_value_neither_hides_the_others_nor_stands_out_without_bound() {
    var random = new Random(1);
    var contacts =
        training(
            4000,
            i ->
                new double[] {
                  i == 7 ? 1e300 : random.nextGaussian(), i == 9 ? Double.NEGATIVE_INFINITY : i % 2
                });
    var treatment = Treatment.of(contacts, List.of("a", "b"));
    var a = treatment.inputs().get(0);
    assertThat(a.most()).isBetween(1.0, 3.7);
    assertThat(a.deviation()).isBetween(0.5, 1.01);
    assertThat(treatment.of(new double[] {1e300, 0})[0]).isBetween(1.5, 3.7);
    assertThat(treatment.of(new double[] {0, Double.NEGATIVE_INFINITY})[1]).isZero();
  }

  @Test
  void rare_values_of_a_category_are_one_input() {
    var contacts =
        training(2000, i -> new double[] {i % 2, i % 200 == 1 ? 1 : 0, i % 150 == 3 ? 1 : 0});
    var category = Map.of("a", "job", "b", "job", "c", "job");
    var of = new Contacts(contacts.names(), category, contacts.rows());
    var treatment = Treatment.of(of, List.of("a", "b", "c"));
    assertThat(treatment.names()).containsExactly("a", "other (b, c)");
    var other = treatment.inputs().get(1);
    assertThat(other.shape()).isEqualTo(Shape.OTHER);
    assertThat(other.features()).containsExactly("b", "c");
    assertThat(other.value(new double[] {0, 1, 0})).isEqualTo(1);
    assertThat(other.value(new double[] {0, ABSENT, 0})).isEqualTo(0);
    assertThat(other.mean()).isEqualTo((10 + 14) / 2000.0);
  }

  @Test
  void later_rows_change_nothing() {
    var random = new Random(1);
    var contacts =
        training(
            1000,
            i -> {
              double x = i < 500 ? random.nextGaussian() : 100;
              return new double[] {x, Math.exp(2 * x), i % 3 == 0 ? ABSENT : 1 + i};
            });
    var before = contacts.at(i -> i < 500);
    var treatment = Treatment.of(before, List.of("a", "b", "c"));
    treatment.of(contacts);
    assertThat(Treatment.of(before, List.of("a", "b", "c")).of(before))
        .isDeepEqualTo(treatment.of(before));
    assertThat(Arrays.stream(treatment.of(new double[] {100, Double.MAX_VALUE, ABSENT})))
        .allMatch(Double::isFinite);
  }

  @Test
  void trees_and_regression_share_it() {
    var contacts = Planted.contacts(200, 1, 1, f -> f[0]);
    var both = List.of("a", "b");
    var settings = Planted.settings(ModelSettings.Algorithm.AUTO, List.of());
    var trees = BoostedTrees.fit(Sessions.shared(), contacts, both, settings);
    var regression = LogisticRegression.fit(contacts, both, 0.1);
    assertThat(trees.treatment().of(contacts)).isDeepEqualTo(regression.treatment().of(contacts));
  }

  @Test
  void a_score_can_be_computed_from_the_saved_inputs_alone() {
    var random = new Random(3);
    var contacts =
        training(
            600,
            i ->
                new double[] {
                  i % 3 == 0 ? ABSENT : random.nextGaussian(),
                  Math.exp(3 * random.nextGaussian()),
                  i % 9
                });
    var features = List.of("a", "b", "c");
    var fitted =
        new Learner.Fitted(
            LogisticRegression.fit(contacts, features, 0.01), new Calibration(1.1, -0.2));
    var rows = ModelInputs.rows("coupon", fitted);
    var raw = new double[] {ABSENT, 70, 4};
    double margin = rows.get(0).getDouble(6);
    for (var row : rows.subList(1, rows.size())) {
      var parameters = row.<String, Double>getJavaMap(5);
      double x = raw[features.indexOf(row.getList(3).get(0))];
      double value =
          switch (row.getString(4)) {
            case "unknown" -> Double.isNaN(x) ? 1 : 0;
            case "log" -> Math.log1p(x);
            default -> x;
          };
      double within =
          Math.max(
              parameters.getOrDefault("least", value),
              Math.min(parameters.getOrDefault("most", value), value));
      margin +=
          Double.isNaN(value)
              ? 0
              : row.getDouble(6) * (within - parameters.get("mean")) / parameters.get("deviation");
    }
    var model = rows.get(0).<String, Double>getJavaMap(5);
    double propensity = 1 / (1 + Math.exp(-(model.get("slope") * margin + model.get("intercept"))));
    assertThat(propensity).isCloseTo(fitted.propensity(raw), within(2e-6));
    assertThat(rows).extracting(r -> r.getString(2)).contains("a is unknown");
    assertThat(rows).extracting(r -> r.getString(4)).contains("as-is", "log", "unknown");
  }

  private static Contacts training(double[]... rows) {
    var day = LocalDate.of(2020, 1, 1);
    return new Contacts(
        List.of("a", "b", "c"),
        Arrays.stream(rows).map(r -> new Contact("s", "c", day, 0, day, false, r)).toList());
  }

  private static Contacts training(int size, IntFunction<double[]> row) {
    var day = LocalDate.of(2020, 1, 1);
    var rows = new ArrayList<Contact>();
    for (int i = 0; i < size; i++) {
      rows.add(new Contact("s" + i, "c", day, 0, day, i % 3 == 0, row.apply(i)));
    }
    return new Contacts(List.of("a", "b", "c"), rows);
  }
}
