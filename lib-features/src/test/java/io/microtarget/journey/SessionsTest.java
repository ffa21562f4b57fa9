package io.microtarget.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final long MINUTE = TimeUnit.MINUTES.toMicros(1);

  @Test
  void a_silence_of_exactly_thirty_minutes_ends_a_session_and_a_microsecond_less_does_not() {
    assertThat(numbers(0, 30 * MINUTE - 1)).containsExactly(1, 1);
    assertThat(numbers(0, 30 * MINUTE)).containsExactly(1, 2);
  }

  @Test
  void a_session_lasts_as_long_as_no_silence_does() {
    assertThat(numbers(0, 20 * MINUTE, 40 * MINUTE, 60 * MINUTE, 95 * MINUTE))
        .containsExactly(1, 1, 1, 1, 2);
  }

  @Test
  void steps_before_1970_and_of_one_moment_are_numbered_too() {
    assertThat(numbers(-100 * MINUTE, -100 * MINUTE, -60 * MINUTE, 0)).containsExactly(1, 1, 2, 3);
  }

  @Test
  void the_hour_that_is_missing_in_spring_is_no_silence() {
    // 01:50 and 03:10 on the clock are twenty minutes apart.
    assertThat(numbers(berlin("2025-03-30T01:50"), berlin("2025-03-30T03:10")))
        .containsExactly(1, 1);
    assertThat(numbers(berlin("2025-03-30T01:50"), berlin("2025-03-30T03:20")))
        .containsExactly(1, 2);
  }

  @Test
  void the_hour_that_comes_twice_in_autumn_is_one() {
    var before = ZonedDateTime.of(LocalDateTime.parse("2025-10-26T02:50"), BERLIN);
    var first = micros(before.withEarlierOffsetAtOverlap());
    var second = micros(before.withLaterOffsetAtOverlap());
    // The clock shows the same time an hour later.
    assertThat(numbers(first, second)).containsExactly(1, 2);
    var ten = ZonedDateTime.of(LocalDateTime.parse("2025-10-26T02:10"), BERLIN);
    assertThat(numbers(first, micros(ten.withLaterOffsetAtOverlap()))).containsExactly(1, 1);
  }

  private static long berlin(String clock) {
    return micros(ZonedDateTime.of(LocalDateTime.parse(clock), BERLIN));
  }

  private static long micros(ZonedDateTime at) {
    return TimeUnit.SECONDS.toMicros(at.toEpochSecond());
  }

  private static List<Integer> numbers(long... moments) {
    var sessions = new Sessions(30);
    var numbers = new ArrayList<Integer>();
    for (var moment : moments) {
      numbers.add(sessions.at(moment));
    }
    return numbers;
  }
}
