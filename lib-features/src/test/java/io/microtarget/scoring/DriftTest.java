package io.microtarget.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.microtarget.scoring.Contacts.Contact;
import io.microtarget.scoring.ModelSettings.Algorithm;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DriftTest {
  private static final LocalDate DAY = LocalDate.of(2020, 1, 1);

  @Test
  void names_a_change_of_the_rate_with_both_rates_and_an_interval() {
    var figures = drift(contacts("a", 1000, 64, 1), contacts("b", 1000, 308, 1));
    assertThat(figure(figures, "base_rate_training").value()).isEqualTo(0.064);
    assertThat(figure(figures, "base_rate_change").value()).isCloseTo(0.244, within(1e-12));
    // Independent parts, so the standard error is the root of both variances:
    // sqrt(.064 * .936 / 1000 + .308 * .692 / 1000) = 0.016524; 1.96 of them are 0.0324.
    assertThat(figure(figures, "base_rate_change").low()).isCloseTo(0.2116, within(0.006));
    assertThat(figure(figures, "base_rate_change").high()).isCloseTo(0.2764, within(0.006));
    assertThat(figure(figures, "drift").label())
        .startsWith(
            "6.4 % of 1,000 contacts answered before the cut, 30.8 % of 1,000 after it (+24.4 points [+2");
  }

  @Test
  void is_silent_where_nothing_changed_but_for_one_time_in_twenty() {
    // 200 pairs of samples of one rate, seeds 0 to 199: 5 % alarms are expected, 10 +- 6.
    int alarms = 0;
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var before = drawn("a", 400, 0.2, random);
      var after = drawn("b", 400, 0.2, random);
      alarms += drift(before, after).stream().anyMatch(f -> f.metric().equals("drift")) ? 1 : 0;
    }
    assertThat(alarms).isBetween(3, 19);
  }

  @Test
  void contacts_of_one_subject_are_no_independent_facts() {
    var single = drift(contacts("a", 400, 80, 1), contacts("b", 400, 120, 1));
    var tens = drift(contacts("a", 400, 80, 10), contacts("b", 400, 120, 10));
    assertThat(width(tens)).isGreaterThan(2 * width(single));
  }

  private static double width(List<Figure> figures) {
    var change = figure(figures, "base_rate_change");
    return change.high() - change.low();
  }

  private static List<Figure> drift(Contacts before, Contacts after) {
    return Drift.of(before, after, Planted.settings(Algorithm.LOGISTIC, List.of()));
  }

  private static Figure figure(List<Figure> figures, String metric) {
    return figures.stream().filter(f -> f.metric().equals(metric)).findFirst().orElseThrow();
  }

  /** So many contacts, the first ones answered, so many of each subject. */
  private static Contacts contacts(String prefix, int count, int answered, int perSubject) {
    var rows = new ArrayList<Contact>();
    for (int i = 0; i < count; i++) {
      rows.add(contact(prefix + i / perSubject, i < answered));
    }
    return new Contacts(List.of(), rows);
  }

  private static Contacts drawn(String prefix, int count, double rate, Random random) {
    var rows = new ArrayList<Contact>();
    for (int i = 0; i < count; i++) {
      rows.add(contact(prefix + i, random.nextDouble() < rate));
    }
    return new Contacts(List.of(), rows);
  }

  private static Contact contact(String subject, boolean answered) {
    return new Contact(subject, "c", DAY, 0, DAY, answered, new double[0]);
  }
}
