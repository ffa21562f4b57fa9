package io.microtarget.jobs.store;

import io.microtarget.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The files in the folder of one table: those its log names, and leftovers of killed writes, killed
 * commits and rows deleted earlier.
 */
final class TableFiles {
  private static final String LOG = "/_delta_log/";
  private static final Pattern PARTITION =
      Pattern.compile("(?:as_of|source)=([^/]+)/run_id=([^/]+)/");

  private final Lake lake;
  private final Table table;
  private final Set<String> needed = new HashSet<>();
  private final List<Path> leftovers = new ArrayList<>();
  private final List<Path> commits = new ArrayList<>();

  private TableFiles(Lake lake, Table table) {
    this.lake = lake;
    this.table = table;
  }

  /**
   * Lists the folder.
   *
   * @param begun unfinished commits older than this are nobody's, in milliseconds
   * @param oldest data files younger than this are no leftovers, in milliseconds
   */
  static TableFiles of(SparkSession spark, Lake lake, Table table, long begun, long oldest) {
    var files = new TableFiles(lake, table);
    if (lake.hasTable(table)) {
      var rows = spark.read().format("delta").load(lake.table(table).toString());
      for (var file : rows.inputFiles()) {
        files.needed.add(URI.create(file).getPath());
      }
    }
    for (var file : files.all()) {
      var path = file.getPath().toUri().getPath();
      if (path.contains(LOG)) {
        if (Lake.isUnfinished(file.getPath()) && file.getModificationTime() < begun) {
          files.commits.add(file.getPath());
        }
      } else if (!files.needed.contains(path) && file.getModificationTime() < oldest) {
        files.leftovers.add(file.getPath());
      }
    }
    return files;
  }

  Table table() {
    return table;
  }

  boolean hasLeftovers() {
    return !leftovers.isEmpty();
  }

  /** {@code as_of/run_id} or {@code source/run_id} of all rows the table has. */
  Set<String> partitions() {
    var partitions = new TreeSet<String>();
    needed.forEach(path -> partition(path).ifPresent(partitions::add));
    return partitions;
  }

  /** Drops what VACUUM does not look at: unfinished commits, and all of a table without any. */
  void dropUncommitted() {
    commits.forEach(lake::delete);
    if (!lake.hasTable(table)) {
      leftovers.forEach(lake::delete);
    }
  }

  /** Drops all leftovers, and says how many files they were. */
  int dropLeftovers() {
    commits.forEach(lake::delete);
    leftovers.forEach(lake::delete);
    return commits.size() + leftovers.size();
  }

  /** Leftovers that are not there any more, by partition, without those that were named already. */
  List<Cleaner.Dropped> gone(List<Cleaner.Dropped> named) {
    var files = new TreeMap<String, Integer>();
    for (var path : leftovers) {
      if (!lake.isThere(path)) {
        files.merge(partition(path.toString()).orElse(""), 1, Integer::sum);
      }
    }
    named.stream()
        .filter(d -> d.table().equals(table.name()))
        .forEach(d -> files.remove(d.partition()));
    if (!commits.isEmpty()) {
      files.put("_delta_log", commits.size());
    }
    var gone = new ArrayList<Cleaner.Dropped>();
    files.forEach(
        (where, count) ->
            gone.add(
                new Cleaner.Dropped(
                    table.name(), "%s %d files".formatted(where, count).strip(), "no commit")));
    return gone;
  }

  private static Optional<String> partition(String path) {
    var found = PARTITION.matcher(path);
    return found.find() ? Optional.of(found.group(1) + "/" + found.group(2)) : Optional.empty();
  }

  private List<LocatedFileStatus> all() {
    var found = new ArrayList<LocatedFileStatus>();
    try {
      if (lake.isThere(lake.table(table))) {
        var files = lake.files().listFiles(lake.table(table), true);
        while (files.hasNext()) {
          found.add(files.next());
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
