package io.microtarget.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microtarget.source.SourceTables;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MomentsTest {
  @AfterEach
  void clear() {
    io.microtarget.testing.Sessions.shared().catalog().clearCache();
  }

  @Test
  void months_begin_before_the_day_and_the_latest_comes_first() {
    assertThat(months("2024-03-02", 3)).containsExactly("2024-03-01", "2024-02-01", "2024-01-01");
    assertThat(months("2024-03-01", 2)).containsExactly("2024-02-01", "2024-01-01");
    assertThat(months("2024-02-29", 1)).containsExactly("2024-02-01");
    assertThat(months("2024-01-01", 13)).hasSize(13).endsWith("2022-12-01");
    assertThat(months("2024-01-01", 0)).isEmpty();
  }

  @Test
  void a_number_of_months_that_makes_no_sense_is_refused() {
    var settings = new Given().settings();
    for (var months : List.of(-1, 121)) {
      assertThatThrownBy(() -> settings.withHistory(months))
          .hasMessage("history-months must be from 0 to 120, not " + months);
    }
  }

  @Test
  void each_month_has_the_features_of_a_run_of_its_first_day() {
    var history = shop().history(3).histories("2024-04-01");

    // Nothing is known of ben before February; cleo is known without a day.
    assertThat(history)
        .containsExactly(
            "2024-01-01 cleo party__records__count__all=1.0 purchase__spend__sum__28d=0.0",
            "2024-02-01 anna party__records__count__all=0.0 purchase__spend__sum__28d=2.0",
            "2024-02-01 cleo party__records__count__all=1.0 purchase__spend__sum__28d=0.0",
            "2024-03-01 anna party__records__count__all=0.0 purchase__spend__sum__28d=8.0",
            "2024-03-01 ben party__records__count__all=0.0 purchase__spend__sum__28d=5.0",
            "2024-03-01 cleo party__records__count__all=1.0 purchase__spend__sum__28d=0.0");
    for (var moment : List.of("2024-01-01", "2024-02-01", "2024-03-01")) {
      var ofMoment = history.stream().filter(h -> h.startsWith(moment)).map(h -> h.substring(11));
      assertThat(shop().features(moment)).containsExactlyElementsOf(ofMoment.toList());
    }
  }

  @Test
  void what_is_asked_for_beside_it_does_not_change() {
    assertThat(shop().history(3).features("2024-04-01")).isEqualTo(shop().features("2024-04-01"));
    assertThat(shop().histories("2024-04-01")).isEmpty();
  }

  private static Given shop() {
    return new Given()
        .rows(
            SourceTables.PURCHASE,
            """
            record_id STRING | event_date DATE  | amount DECIMAL(18,2)
            anna             | 2024-01-01       | 1
            anna             | 2024-01-31       | 2
            anna             | 2024-02-29       | 8
            anna             | 2024-03-01       | 16
            ben              | 2024-02-10       | 5
            """)
        .rows(
            SourceTables.PARTY,
            """
            record_id STRING
            cleo
            """)
        .own("spend", "from=purchase; aggregate=sum; of=amount; windows-days=28; empty=0")
        .own("records", "from=party; aggregate=count; windows-days=all");
  }

  private static List<String> months(String asOf, int months) {
    return Moments.months(LocalDate.parse(asOf), months).stream().map(d -> d.toString()).toList();
  }
}
