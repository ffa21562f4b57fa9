package io.microtarget.jobs.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeFormTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "27.09.1991 ; 1.2.2003                     | d.M.yyyy",
        "01.07.2023 01:52 ; 31.12.2023 23:59       | d.M.yyyy H:mm",
        "10/20/2016 ; 3/1/2017                     | M/d/yyyy",
        "20/10/2016 ; 3/1/2017                     | d/M/yyyy",
        "17/May/2015:10:05:03 +0000                | d/MMM/yyyy:HH:mm:ss Z",
        "12/1/2010 8:26 AM ; 12/31/2010 11:00 PM   | M/d/yyyy h:mm a",
        "2024-01-02 10:00:00,123                   | yyyy-MM-dd HH:mm:ss,SSS",
        "20240131 ; 20231201                       | yyyyMMdd"
      })
  void finds_the_pattern_of_dates_and_times(String values, String pattern) {
    var form = TimeForm.of(List.of(values.split(" ; ")), true).orElseThrow();
    assertThat(form.patterns()).containsExactly(pattern);
    assertThat(List.of(values.split(" ; "))).allMatch(form::fits);
  }

  @Test
  void needs_no_pattern_for_iso_8601() {
    var form = TimeForm.of(List.of("2024-01-02T10:00:00Z", "2024-01-02T10:00:00+01:00"), false);
    assertThat(form.orElseThrow().patterns()).isEmpty();
    assertThat(form.orElseThrow().hasZone()).isTrue();
    assertThat(TimeForm.of(List.of("2024-01-02"), false).orElseThrow().isDay()).isTrue();
  }

  @Test
  void takes_two_patterns_where_two_are_written() {
    var form = TimeForm.of(List.of("27.09.1991", "28.09.1991", "1991/09/30", "1991-10-01"), false);
    assertThat(form.orElseThrow().patterns()).containsExactly("d.M.yyyy", "yyyy/M/d");
  }

  @Test
  void says_when_day_and_month_could_be_exchanged() {
    assertThat(TimeForm.of(List.of("01/02/2024", "03/04/2024"), false).orElseThrow().isAmbiguous())
        .isTrue();
    assertThat(TimeForm.of(List.of("01/02/2024", "23/04/2024"), false).orElseThrow().isAmbiguous())
        .isFalse();
  }

  @Test
  void counts_are_times_only_where_the_name_says_so() {
    var seconds = List.of("1700000000", "1700000061");
    assertThat(TimeForm.of(seconds, true).orElseThrow().asSettings())
        .containsExactly("epoch-seconds");
    assertThat(TimeForm.of(List.of("1736000000000"), true).orElseThrow().asSettings())
        .containsExactly("epoch-millis");
    assertThat(TimeForm.of(List.of("42059.4832407407"), true).orElseThrow().count())
        .isEqualTo(TimeForm.Count.SHEET_DAYS);
    assertThat(TimeForm.of(seconds, false)).isEmpty();
  }

  @Test
  void leaves_out_a_day_of_the_week() {
    var form = TimeForm.of(List.of("Mon Apr 06 22:19:45 +0000 2009"), true).orElseThrow();
    assertThat(form.cut()).isEqualTo(4);
    assertThat(form.patterns()).containsExactly("MMM d HH:mm:ss Z yyyy");
  }

  @Test
  void words_numbers_and_impossible_days_are_no_times() {
    assertThat(TimeForm.of(List.of("house", "garden"), true)).isEmpty();
    assertThat(TimeForm.of(List.of("1.5", "22.25"), true)).isEmpty();
    assertThat(TimeForm.of(List.of("45.13.2024", "99.99.9999"), true)).isEmpty();
    assertThat(TimeForm.of(List.of("192.168.0.1", "10.0.0.1"), true)).isEmpty();
  }
}
