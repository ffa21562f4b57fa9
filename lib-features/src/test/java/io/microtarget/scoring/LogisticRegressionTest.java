package io.microtarget.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.microtarget.scoring.Contacts.Contact;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LogisticRegressionTest {
  private static final List<String> BOTH = List.of("a", "b");
  private static final double[][] ROWS = {
    {1, 20}, {2, 35}, {3, 10}, {4, 55}, {5, 15}, {6, 60},
    {7, 30}, {8, 45}, {9, 70}, {1.5, 5}, {2.5, 40}, {6.5, 25}
  };
  private static final boolean[] OUTCOMES = {
    false, false, true, true, false, true, false, true, true, false, false, true
  };

  @Test
  void equals_scikit_learn() {
    // LogisticRegression(C = 1 / (penalty · 12)) on standardised columns (ddof = 1).
    var strong = LogisticRegression.fit(contacts(), BOTH, 0.1);
    assertThat(strong.intercept()).isCloseTo(0.022008, within(2e-6));
    assertThat(strong.coefficients())
        .containsExactly(new double[] {0.712788, 0.571012}, within(2e-6));
    assertThat(strong.margin(new double[] {5, 50})).isCloseTo(0.561836, within(3e-6));
    var weak = LogisticRegression.fit(contacts(), BOTH, 0.001);
    assertThat(weak.intercept()).isCloseTo(0.059464, within(2e-6));
    assertThat(weak.coefficients())
        .containsExactly(new double[] {1.179208, 0.884313}, within(2e-6));
  }

  @Test
  void finds_planted_coefficients() {
    var contacts = Planted.contacts(20_000, 1, 1, f -> -1 + 1.5 * f[0] - 0.5 * f[1]);
    var model = LogisticRegression.fit(contacts, BOTH, 1e-6);
    assertThat(model.intercept()).isCloseTo(-1, within(0.06));
    assertThat(model.coefficients()).containsExactly(new double[] {1.5, -0.5}, within(0.06));
    assertThat(model.weights().get(0).feature()).isEqualTo("a");
  }

  @Test
  void finds_nothing_where_nothing_is() {
    var contacts = Planted.contacts(20_000, 1, 1, f -> -1);
    var model = LogisticRegression.fit(contacts, BOTH, 1e-6);
    assertThat(model.coefficients()).containsExactly(new double[] {0, 0}, within(0.06));
  }

  @Test
  void stays_finite_when_an_input_separates_the_outcomes() {
    var contacts = Planted.contacts(200, 1, 1, f -> f[0] > 0 ? 50 : -50);
    var model = LogisticRegression.fit(contacts, BOTH, 0.001);
    assertThat(model.coefficients()[0]).isBetween(3.0, 30.0);
    assertThat(model.margin(new double[] {3, 0})).isFinite();
  }

  @Test
  void works_without_any_input() {
    var model = LogisticRegression.fit(contacts(), List.of(), 0.1);
    assertThat(model.intercept()).isEqualTo(0);
    assertThat(model.weights()).isEmpty();
  }

  private static Contacts contacts() {
    var rows = new ArrayList<Contact>();
    var day = LocalDate.of(2020, 1, 1);
    for (int i = 0; i < ROWS.length; i++) {
      rows.add(new Contact("s" + i, "c", day, 0, day, OUTCOMES[i], ROWS[i]));
    }
    return new Contacts(BOTH, rows);
  }
}
