package io.microtarget.jobs.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.microtarget.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * The commits of a Delta table and the data files they name: the <a
 * href="https://github.com/delta-io/delta/blob/master/PROTOCOL.md#add-file-and-remove-file">{@code
 * add} actions</a> of the JSON files in its log.
 *
 * <p>A task that failed and was tried again, or of which a second copy ran, may leave a data file
 * that no commit names.
 */
final class Commits {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Lake lake;

  Commits(Lake lake) {
    this.lake = lake;
  }

  /** Version of the newest commit; -1 before the first. */
  long newest(Table table) {
    return versions(table).stream().max(Comparator.naturalOrder()).orElse(-1L);
  }

  /** Data files that commits after a version added for a run. */
  List<String> added(Table table, long after, String runId) {
    var files = new ArrayList<String>();
    versions(table).stream()
        .filter(version -> version > after)
        .sorted()
        .flatMap(version -> lake.text(file(table, version)).stream())
        .flatMap(String::lines)
        .forEach(action -> addIfOf(runId, action, table, files));
    return files;
  }

  private void addIfOf(String runId, String action, Table table, List<String> files) {
    try {
      var add = JSON.readTree(action).path("add");
      if (add.path("partitionValues").path("run_id").asText().equals(runId)) {
        // A path in a log is a URI: a space in it stands as %20.
        var relative = new Path(URI.create(add.path("path").asText()));
        files.add(new Path(lake.table(table), relative).toString());
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private List<Long> versions(Table table) {
    return lake.names(new Path(lake.table(table), "_delta_log")).stream()
        .filter(name -> name.matches("\\d{20}\\.json"))
        .map(name -> Long.parseLong(name.substring(0, 20)))
        .toList();
  }

  private Path file(Table table, long version) {
    return new Path(lake.table(table), "_delta_log/%020d.json".formatted(version));
  }
}
