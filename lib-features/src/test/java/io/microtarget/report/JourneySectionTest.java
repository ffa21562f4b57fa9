package io.microtarget.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.report.ReportData.Journeys;
import java.util.List;
import org.junit.jupiter.api.Test;

class JourneySectionTest {
  @Test
  void machines_and_steps_that_came_twice_are_counted_by_source() {
    var section =
        JourneySection.of(
            List.of(
                new Journeys("receipts", 1200, 0, 0, 0, 0, 34, 250),
                new Journeys("web", 5000, 70, 2001, 9, 0, 0, 5000)));
    assertThat(section.html().markup())
        .contains(
            "6,200 rows of subjects are 5,250 touchpoints; 2,071 rows of machines and 9 that came twice are left out")
        .contains(">web</th>")
        .contains(">2,001<", ">34<");
  }

  @Test
  void a_business_without_any_touchpoint_says_so() {
    assertThat(JourneySection.of(List.of()).html().markup()).contains("No row told of a meeting");
  }
}
