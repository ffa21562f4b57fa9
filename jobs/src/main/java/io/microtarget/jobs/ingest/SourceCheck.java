package io.microtarget.jobs.ingest;

import io.microtarget.jobs.raw.Delivered;
import io.microtarget.jobs.raw.Listing;
import io.microtarget.jobs.raw.UnreadableFile;
import io.microtarget.source.Mapping;
import io.microtarget.source.SourceSettings;
import io.microtarget.table.Clocks;
import io.microtarget.vault.Pseudonym;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Whether the files of a source are there and fit its settings: from the list of files and the
 * beginning of the first one; archives are unpacked to know what is in them.
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
    var read = settings.read().stream().map(path -> path.get(0)).collect(Collectors.toSet());
    if (Drift.isRowOfValues(settings, columns, read)) {
      return new SourceCheck(
          settings.kind(), List.of("sources.%s: %s".formatted(name, Drift.ROW_OF_VALUES)));
    }
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

  /**
   * What would become of the first rows of the first file, line by line.
   *
   * @param rows that are looked at, at most
   * @return one text: how many would be kept, and why the others not
   */
  public static String counts(
      SparkSession spark, String name, SourceSettings settings, Clocks clocks, int rows) {
    var listing = new Listing(spark.sparkContext().hadoopConfiguration());
    var raw = new RawRows(spark, name, settings.format(), settings.options());
    var file = listing.of(name, settings.path(), f -> Optional.of("")).get(0);
    try {
      var layout = raw.layout(file);
      if (layout.names().isEmpty()) {
        return "not a single row in " + file.file().name();
      }
      var delivered = new Delivered(file.file(), "", 0, raw.hasHeader(), layout.isDocument());
      var sample = raw.read(List.of(delivered), layout.columns(), settings.read()).limit(rows);
      for (var lookup : new TreeMap<>(settings.lookups()).entrySet()) {
        sample =
            new LookupJoin(spark, listing, name, lookup.getKey(), lookup.getValue()).to(sample);
      }
      // Record ids and money are counted, not kept: any key does, and ISO 4217's "no currency".
      var pseudonym = new Pseudonym(new byte[32], 1);
      var context =
          new Mapping.Context(
              name, "", "XXX", clocks.zone(), clocks.knownAt(), Optional.empty(), pseudonym, "");
      return told(Mapping.of(sample, settings, context), file.file().name());
    } catch (UnreadableFile e) {
      throw Listing.unreadable(name, e);
    } catch (Exception e) {
      throw Broken.translated(name, file.file().name(), new StructType(), e);
    }
  }

  private static String told(Dataset<Row> mapped, String file) {
    var counts = new TreeMap<String, Long>();
    var rules = new TreeMap<String, Long>();
    mapped
        .filter(Mapping.COUNTS)
        .groupBy(Mapping.STATUS, Mapping.RULE)
        .count()
        .collectAsList()
        .forEach(
            row -> {
              counts.merge(row.getString(0), row.getLong(2), Long::sum);
              if (!row.isNullAt(1)) {
                rules.merge(row.getString(1), row.getLong(2), Long::sum);
              }
            });
    var all = counts.values().stream().mapToLong(Long::longValue).sum();
    return "of the first %,d rows of %s: %s%s"
        .formatted(all, file, counts, rules.isEmpty() ? "" : ", because " + rules);
  }
}
