package io.microtarget.jobs.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ScalarsTest {
  @Test
  void text_becomes_the_value_of_the_type() {
    assertThat(Scalars.of(int.class, "1e3")).isEqualTo(1000);
    assertThat(Scalars.of(long.class, "9000000000")).isEqualTo(9_000_000_000L);
    assertThat(Scalars.of(Double.class, "0.10")).isEqualTo(0.1);
    assertThat(Scalars.of(BigDecimal.class, "12.00")).isEqualTo(new BigDecimal("12.00"));
    assertThat(Scalars.of(boolean.class, "true")).isEqualTo(true);
    assertThat(Scalars.of(LocalDate.class, "2016-02-29")).isEqualTo(LocalDate.of(2016, 2, 29));
    assertThat(Scalars.of(ZoneId.class, "UTC")).isEqualTo(ZoneId.of("UTC"));
    assertThat(Scalars.of(DayOfWeek.class, "monday")).isEqualTo(DayOfWeek.MONDAY);
    assertThat(Scalars.covers(Object.class)).isFalse();
  }

  @Test
  void anything_else_says_what_is_allowed() {
    refused(int.class, "9000000000", "is not a whole number from -2147483648 to 2147483647");
    refused(long.class, "1.5", "is not a whole number of 64 bits");
    refused(double.class, "1e999", "is too large a number");
    refused(double.class, "NaN", "is not a number");
    refused(boolean.class, "yes", "is neither true nor false");
    refused(LocalDate.class, "2017-02-29", "is not a date such as 2017-12-31");
    refused(ZoneId.class, "here", "is not a time zone such as America/New_York");
    refused(
        DayOfWeek.class,
        "mondai",
        "is not one of monday, tuesday, wednesday, thursday, friday, saturday, sunday; did you mean"
            + " `monday`?");
  }

  private static void refused(Class<?> type, String text, String message) {
    assertThatThrownBy(() -> Scalars.of(type, text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
