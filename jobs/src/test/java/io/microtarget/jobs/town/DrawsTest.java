package io.microtarget.jobs.town;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/** Random numbers, identifiers and the calendar. */
class DrawsTest {
  private static final int MANY = 40_000;

  @Test
  void draws_have_the_mean_and_variance_of_their_law() {
    var chance = Chance.of(1, 2, "test");

    assertMoments(chance::normal, 0, 1);
    assertMoments(() -> chance.gamma(2.5), 2.5, 2.5);
    assertMoments(() -> chance.gamma(0.3), 0.3, 0.3);
    assertMoments(() -> chance.poisson(1.7), 1.7, 1.7);
  }

  @Test
  void streams_go_by_seed_subject_and_purpose() {
    var seen = new HashSet<Double>();
    for (int seed = 0; seed < 3; seed++) {
      for (int subject = 0; subject < 3; subject++) {
        seen.add(Chance.of(seed, subject, "a").uniform());
        seen.add(Chance.of(seed, subject, "b").uniform());
      }
    }
    assertThat(seen).hasSize(18);
    assertThat(Chance.of(1, 2, "a").uniform()).isEqualTo(Chance.of(1, 2, "a").uniform());
  }

  @Test
  void numbers_are_never_given_twice() {
    var numbers = new Numbers(4);
    var phones = new HashSet<String>();
    var cards = new HashSet<String>();
    var names = new HashSet<String>();
    for (int i = 0; i < 100_000; i++) {
      phones.add(numbers.phone(i));
      cards.add(numbers.card(i));
      names.add(numbers.name("x", i % 7, i));
    }
    assertThat(phones).hasSize(100_000).allMatch(p -> p.length() == 13);
    assertThat(cards).hasSize(100_000).allMatch(c -> c.length() == 13);
    assertThat(names).hasSize(100_000).allMatch(n -> n.length() == 13);
  }

  @Test
  void the_clock_is_that_of_berlin_in_summer_and_winter() {
    var german = DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm");
    for (int day : new int[] {-400, 0, 88, 89, 298, 299, 452, 453, 559}) {
      for (int hour : new int[] {0, 5, 13, 23}) {
        long epoch = Days.at(day, 0) + hour * 3_600L;
        var at = Instant.ofEpochSecond(epoch);
        var local = at.atZone(Days.ZONE);
        assertThat(Days.german(new StringBuilder(), epoch)).hasToString(local.format(german));
        assertThat(Days.utc(new StringBuilder(), epoch)).hasToString(at.toString());
        assertThat(Days.day(epoch)).isEqualTo(Days.of(local.toLocalDate()));
      }
    }
    assertThat(Days.iso(Days.AS_OF)).isEqualTo("2026-07-01");
    assertThat(Days.iso(Days.COUNT - 1)).isEqualTo("2026-07-14");
    assertThat(Days.weekName(0)).isEqualTo("2025-W01");
    assertThat(Days.weekName(Days.WEEKS - 1)).isEqualTo("2026-W29");
    assertThat(Days.week(Days.of(LocalDate.of(2025, 1, 6)))).isEqualTo(1);
  }

  private static void assertMoments(DoubleSupplier draw, double mean, double variance) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < MANY; i++) {
      double x = draw.getAsDouble();
      sum += x;
      squares += x * x;
    }
    double found = sum / MANY;
    assertThat(found).isCloseTo(mean, within(5 * Math.sqrt(variance / MANY)));
    assertThat(squares / MANY - found * found).isCloseTo(variance, within(0.08 * variance + 0.01));
  }
}
