package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BirthDateTest {
  @Test
  void a_day_is_one_in_all_the_forms_people_write() {
    for (var form :
        new String[] {
          "1971-06-24",
          "19710624",
          "1971/06/24",
          "24.06.1971",
          "24.6.1971",
          "06/24/1971",
          "1971-06-24T00:00:00Z"
        }) {
      assertThat(BirthDate.of(form)).as(form).isEqualTo("19710624");
    }
  }

  @Test
  void what_no_calendar_has_is_unknown() {
    for (var form : new String[] {"30.02.1971", "1971-13-01", "1871-06-24", "n/a", ""}) {
      assertThat(BirthDate.of(form)).as(form).isEmpty();
    }
  }

  @Test
  void the_days_that_forms_and_programs_fill_in_are_unknown() {
    assertThat(BirthDate.of("1900-01-01")).isEmpty();
    assertThat(BirthDate.of("1970-01-01")).isEmpty();
    assertThat(BirthDate.of("1971-01-01")).isEqualTo("19710101");
  }
}
