package io.microtarget.jobs.ingest;

import io.microtarget.jobs.raw.Listing;
import io.microtarget.jobs.raw.UnreadableFile;
import io.microtarget.source.Mapping;
import io.microtarget.source.SourceSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Whether the files of a source are there and fit its settings, from file lists and schemas alone.
 *
 * @param facts number of files, bytes and columns
 * @param problems one line a problem
 */
public record SourceCheck(String facts, List<String> problems) {

  /** Looks at a source without reading its rows. */
  public static SourceCheck of(SparkSession spark, String name, SourceSettings settings) {
    var listing = new Listing(spark.sparkContext().hadoopConfiguration());
    var raw = new RawRows(spark, name, settings.format(), settings.options());
    // Only the first file is looked into, so no other one has to be read for its checksum.
    var files = listing.of(name, settings.path(), file -> Optional.of(""));
    var bytes = files.stream().mapToLong(f -> f.file().bytes()).sum();
    var columns = columns(name, raw, files.get(0));
    var all = new ArrayList<>(columns);
    settings
        .lookups()
        .forEach(
            (key, lookup) ->
                all.addAll(new LookupJoin(spark, listing, name, key, lookup).columns()));
    var problems =
        Mapping.problems(settings, all).stream().map(p -> "sources." + name + "." + p).toList();
    var facts =
        "%s, %d file%s, %,d bytes, columns %s"
            .formatted(settings.kind(), files.size(), files.size() == 1 ? "" : "s", bytes, columns);
    return new SourceCheck(facts, problems);
  }

  private static List<String> columns(String name, RawRows raw, Listing.Listed file) {
    try {
      return raw.layout(file).names();
    } catch (UnreadableFile e) {
      throw Listing.unreadable(name, e);
    }
  }
}
