package io.microtarget.report;

import io.microtarget.report.Html.Column;
import io.microtarget.report.ReportData.Journeys;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What became of the rows that tell of meetings. Rows are not people, so small counts are shown.
 */
final class JourneySection {
  private static final String WHY =
      "Rows of machines are those whose user agent says so, and the steps of a record on a day with"
          + " more of them than a person takes. A step that came twice stays once. Rows of strangers"
          + " are of records that are nobody this run is about.";

  private JourneySection() {}

  static Section of(List<Journeys> journeys) {
    return journeys.isEmpty()
        ? new Section("journeys", "Journeys", "No row told of a meeting", List.of(), List.of())
        : new Section(
            "journeys",
            "Journeys",
            finding(journeys),
            List.of(table(journeys), Html.note(WHY)),
            List.of());
  }

  private static String finding(List<Journeys> journeys) {
    var machines = total(journeys, JourneySection::machines);
    var doubled = total(journeys, Journeys::rowsDoubled);
    return "%s of subjects are %s; %s"
        .formatted(
            Words.count(total(journeys, Journeys::rowsKept), "row", "rows"),
            Words.count(total(journeys, Journeys::touchpoints), "touchpoint", "touchpoints"),
            machines + doubled == 0
                ? "no row of a machine and none that came twice was found"
                : "%s of machines and %s that came twice are left out"
                    .formatted(Words.count(machines, "row", "rows"), Words.count(doubled)));
  }

  private static long machines(Journeys of) {
    return of.rowsSaidMachine() + of.rowsBusyMachine();
  }

  private static long total(List<Journeys> journeys, ToLongFunction<Journeys> rows) {
    return journeys.stream().mapToLong(rows).sum();
  }

  private static Html table(List<Journeys> journeys) {
    var rows =
        journeys.stream()
            .map(
                of ->
                    List.of(
                        of.source(),
                        Words.count(of.touchpoints()),
                        Words.count(of.rowsKept()),
                        Words.count(of.rowsSaidMachine()),
                        Words.count(of.rowsBusyMachine()),
                        Words.count(of.rowsDoubled()),
                        Words.count(of.rowsTimeless()),
                        Words.count(of.rowsOfStrangers())))
            .toList();
    return Html.table(
        "Touchpoints by source, and the rows left out",
        List.of(
            Column.text("Source"),
            Column.number("Touchpoints"),
            Column.number("Rows kept"),
            Column.number("Machines that say so"),
            Column.number("Too busy"),
            Column.number("Came twice"),
            Column.number("Without a time"),
            Column.number("Of strangers")),
        rows);
  }
}
