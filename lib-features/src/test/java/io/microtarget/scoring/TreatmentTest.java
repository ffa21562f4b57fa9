package io.microtarget.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.scoring.Contacts.Contact;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TreatmentTest {
  private static final double ABSENT = Double.NaN;

  @Test
  void centres_and_scales_by_training_statistics() {
    var treatment = Treatment.of(training(new double[] {1}, new double[] {3}), List.of("a"));
    assertThat(treatment.means()).containsExactly(2);
    assertThat(treatment.deviations()).containsExactly(Math.sqrt(2));
    assertThat(treatment.of(new double[] {4})).containsExactly(2 / Math.sqrt(2));
  }

  @Test
  void an_unknown_value_is_at_the_mean_of_the_known_ones() {
    var contacts = training(new double[] {1}, new double[] {3}, new double[] {ABSENT});
    var treatment = Treatment.of(contacts, List.of("a"));
    assertThat(treatment.means()).containsExactly(2);
    assertThat(treatment.deviations()).containsExactly(1);
    assertThat(treatment.of(new double[] {ABSENT})).containsExactly(0);
    assertThat(treatment.of(new double[] {Double.POSITIVE_INFINITY})).containsExactly(0);
  }

  @Test
  void leaves_out_what_is_constant_or_never_known_in_training() {
    var contacts = training(new double[] {1, 5, ABSENT}, new double[] {2, 5, ABSENT});
    var treatment = Treatment.of(contacts, List.of("a", "b", "c"));
    assertThat(treatment.names()).containsExactly("a");
    assertThat(treatment.of(new double[] {1.5, 99, 99})).containsExactly(0);
  }

  private static Contacts training(double[]... rows) {
    var day = LocalDate.of(2020, 1, 1);
    return new Contacts(
        List.of("a", "b", "c"),
        Arrays.stream(rows).map(r -> new Contact("s", "c", day, 0, day, false, r)).toList());
  }
}
