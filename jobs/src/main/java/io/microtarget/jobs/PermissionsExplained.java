package io.microtarget.jobs;

import io.microtarget.identity.IdentityTables;
import io.microtarget.identity.Subjects;
import io.microtarget.pipeline.Permissions;
import io.microtarget.privacy.Gate;
import io.microtarget.privacy.PermissionHistory;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Clocks;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The decision about one subject through time, in lines: no value of a person, only pseudonyms. */
final class PermissionsExplained {
  private PermissionsExplained() {}

  static List<String> lines(PublishedRun published, String subjectId) {
    var settings = published.settings();
    var store = published.store();
    var head = published.head();
    var clocks = new Clocks(head.asOf(), head.knownAt(), settings.business().zone());
    var subjects =
        Subjects.stage(settings.business().subject(), clocks)
            .run(table -> table.equals(IdentityTables.LINK) ? published.links() : store.read(table))
            .get(IdentityTables.SUBJECT);
    var tables =
        new Gate.Tables(
            subjects,
            published.links(),
            store.read(SourceTables.CONSENT),
            store.read(SourceTables.SUPPRESSION),
            store.read(SourceTables.PARTY));
    var history =
        PermissionHistory.of(tables, Permissions.gate(settings), subjectId, head.knownAt());
    var lines = new ArrayList<String>();
    for (var moment : history.moments()) {
      lines.add(
          "  moment   %s %s"
              .formatted(
                  moment.at().truncatedTo(ChronoUnit.SECONDS), String.join("; ", moment.events())));
      moment
          .answers()
          .forEach(
              (channel, answer) -> lines.add("             %s: %s".formatted(channel, answer)));
    }
    return lines;
  }
}
