package io.microtarget.jobs.store;

import io.microtarget.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Files in the folder of one table that its log does not name: of writes and commits that were
 * killed, and of rows deleted earlier.
 */
final class Leftovers {
  private static final String LOG = "/_delta_log/";
  private static final Pattern PARTITION =
      Pattern.compile("(?:as_of|delivery_id)=([^/]+)/run_id=([^/]+)/");

  private final Lake lake;
  private final Table table;
  private final List<Path> data = new ArrayList<>();
  private final List<Path> commits = new ArrayList<>();

  private Leftovers(Lake lake, Table table) {
    this.lake = lake;
    this.table = table;
  }

  /**
   * Looks for them.
   *
   * @param begun unfinished commits older than this are nobody's, in milliseconds
   * @param keepHours data files younger than this stay
   */
  static Leftovers of(SparkSession spark, Lake lake, Table table, long begun, int keepHours) {
    var leftovers = new Leftovers(lake, table);
    var oldest = begun - Duration.ofHours(keepHours).toMillis();
    var needed = needed(spark, lake, table);
    for (var file : files(lake, table)) {
      var path = file.getPath().toUri().getPath();
      if (path.contains(LOG)) {
        if (Lake.isUnfinished(file.getPath()) && file.getModificationTime() < begun) {
          leftovers.commits.add(file.getPath());
        }
      } else if (!needed.contains(path) && file.getModificationTime() < oldest) {
        leftovers.data.add(file.getPath());
      }
    }
    return leftovers;
  }

  Table table() {
    return table;
  }

  /** Whether there is no data file of this kind. */
  boolean isEmpty() {
    return data.isEmpty();
  }

  /** Drops what VACUUM does not look at: unfinished commits, and all of a table without any. */
  void dropUncommitted() {
    commits.forEach(lake::delete);
    if (!lake.hasTable(table)) {
      data.forEach(lake::delete);
    }
  }

  /** What is not there any more, by partition, without partitions that were named already. */
  List<Cleaner.Dropped> gone(List<Cleaner.Dropped> named) {
    var files = new TreeMap<String, Integer>();
    for (var path : data) {
      var found = PARTITION.matcher(path.toString());
      if (!lake.isThere(path)) {
        files.merge(found.find() ? found.group(1) + "/" + found.group(2) : "", 1, Integer::sum);
      }
    }
    named.stream()
        .filter(d -> d.table().equals(table.name()))
        .forEach(d -> files.remove(d.partition()));
    if (!commits.isEmpty()) {
      files.put("_delta_log", commits.size());
    }
    return files.entrySet().stream()
        .map(
            e ->
                new Cleaner.Dropped(
                    table.name(),
                    "%s %d %s"
                        .formatted(e.getKey(), e.getValue(), e.getValue() == 1 ? "file" : "files")
                        .strip(),
                    "no commit"))
        .toList();
  }

  private static Set<String> needed(SparkSession spark, Lake lake, Table table) {
    var needed = new HashSet<String>();
    if (lake.hasTable(table)) {
      var rows = spark.read().format("delta").load(lake.table(table).toString());
      Arrays.stream(rows.inputFiles()).forEach(f -> needed.add(URI.create(f).getPath()));
    }
    return needed;
  }

  private static List<LocatedFileStatus> files(Lake lake, Table table) {
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
