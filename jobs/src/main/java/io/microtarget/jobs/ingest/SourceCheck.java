package io.microtarget.jobs.ingest;

import io.microtarget.source.Mapping;
import io.microtarget.source.SourceSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    var raw = new RawFiles(spark);
    var files = raw.list(name, settings.path());
    var bytes = files.stream().mapToLong(RawFiles.File::bytes).sum();
    var rows =
        raw.read(name, settings.format(), files.get(0).path().toString(), settings.options());
    var columns = new ArrayList<>(Arrays.asList(rows.columns()));
    columns.removeAll(List.of(Mapping.ROW_INDEX, Mapping.MALFORMED));
    var all = new ArrayList<>(columns);
    settings
        .lookups()
        .forEach(
            (lookup, s) -> {
              var path = raw.list(name, s.path()).get(0).path().toString();
              all.addAll(Arrays.asList(raw.read(name, s.format(), path, s.options()).columns()));
            });
    all.removeAll(List.of(Mapping.ROW_INDEX, Mapping.MALFORMED));
    var problems =
        Mapping.problems(settings, all).stream().map(p -> "sources." + name + "." + p).toList();
    var facts =
        "%s, %d file%s, %,d bytes, columns %s"
            .formatted(settings.kind(), files.size(), files.size() == 1 ? "" : "s", bytes, columns);
    return new SourceCheck(facts, problems);
  }
}
