package io.microtarget.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ClocksTest {
  @Test
  void midnight_is_the_first_moment_of_the_day_in_the_zone_of_the_business() {
    assertThat(midnight("2018-01-01", "America/New_York")).isEqualTo("2018-01-01T05:00:00Z");
    assertThat(midnight("2017-07-01", "America/New_York")).isEqualTo("2017-07-01T04:00:00Z");
    // Clocks in Sao Paulo went from 0:00 to 1:00 that night.
    assertThat(midnight("2017-10-15", "America/Sao_Paulo")).isEqualTo("2017-10-15T03:00:00Z");
  }

  private static Instant midnight(String asOf, String zone) {
    return new Clocks(LocalDate.parse(asOf), Instant.EPOCH, ZoneId.of(zone)).midnight();
  }
}
